package io.causerie.engine.home;

import io.causerie.engine.Desk;
import io.causerie.testkit.Eventually;

/** Waits for homes. */
public final class Homes {
  private Homes() {}

  /** Until all that happened so far stands in the homes that it concerns. */
  public static void settle(Desk desk) {
    long position = desk.position();
    Eventually.until(
        "the homes are written",
        () ->
            desk.count(
                    "select count(*) from journal_reader where name = 'home' and position >= "
                        + position)
                == 1);
  }
}
