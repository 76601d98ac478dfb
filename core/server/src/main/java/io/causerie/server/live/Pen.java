package io.causerie.server.live;

import io.causerie.engine.live.LiveLine;

/** Writes what is told, as the HTTP API would answer it. */
@FunctionalInterface
public interface Pen {
  /**
   * One line of JSON, in UTF-8.
   *
   * @param person who is called "you"; empty where nobody is
   */
  byte[] write(LiveLine told, Manner manner, String person);
}
