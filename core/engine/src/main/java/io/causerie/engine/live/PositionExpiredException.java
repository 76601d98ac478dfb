package io.causerie.engine.live;

import io.causerie.engine.CauserieException;

/**
 * The live log no longer reaches back to that position; read the feed again and go on from there.
 */
public final class PositionExpiredException extends CauserieException {
  private static final long serialVersionUID = 1;

  public PositionExpiredException(long position) {
    super("the live log no longer reaches back to position " + position + "; read the feed again");
  }
}
