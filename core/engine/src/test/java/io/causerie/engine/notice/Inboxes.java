package io.causerie.engine.notice;

import io.causerie.engine.Desk;
import io.causerie.testkit.Eventually;

/** Waits for what is told. */
public final class Inboxes {
  private Inboxes() {}

  /** Until all that happened so far waits to be decided. */
  public static void read(Desk desk) {
    long position = desk.position();
    Eventually.until(
        "the notices are queued",
        () ->
            desk.count(
                    "select count(*) from journal_reader where name = 'notices' and position >= "
                        + position)
                == 1);
  }

  /** Until all of it is decided. */
  public static void settle(Desk desk) {
    read(desk);
    desk.clock.tick(Window.MOST);
    Eventually.until("all is decided", () -> desk.count("select count(*) from notice_queue") == 0);
  }
}
