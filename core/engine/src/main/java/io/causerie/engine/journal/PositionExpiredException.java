package io.causerie.engine.journal;

import io.causerie.engine.CauserieException;

/**
 * The journal no longer reaches back to that position, or never came so far: the database was
 * restored from a backup. Read the feed again and go on from there.
 */
public final class PositionExpiredException extends CauserieException {
  private static final long serialVersionUID = 1;

  public PositionExpiredException(long position) {
    super("position " + position + " is not of the journal, or not any more; read the feed again");
  }
}
