package io.causerie.engine.live;

import io.causerie.engine.CauserieException;

/**
 * The live log no longer reaches back to that position, or never came so far: the database was
 * restored from a backup. Read the feed again and go on from there.
 */
public final class PositionExpiredException extends CauserieException {
  private static final long serialVersionUID = 1;

  public PositionExpiredException(long position) {
    super("position " + position + " is not of the live log, or not any more; read the feed again");
  }
}
