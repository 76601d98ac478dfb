package io.causerie.engine.notice;

import java.time.Duration;
import java.time.Instant;

/** How long what somebody may be told waits for more of it. Pure. */
final class Window {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Nobody waits longer than that, whatever goes on. */
  static final Duration MOST = Duration.ofMinutes(2);

  private static final Duration UNDECIDED = Duration.ofSeconds(15);
  private static final Duration LONG_UNDECIDED = Duration.ofMinutes(10);
  private static final int DOUBLINGS = 10;

  private Window() {}

  /**
   * When it is decided: after a wait that doubles with each that comes.
   *
   * @param since when the first came
   * @param last when the last came
   * @param events how many have come
   */
  static Instant due(Instant since, Instant last, int events) {
    Instant due = last.plus(doubled(FIRST, events - 1, LONGEST));
    Instant end = since.plus(MOST);
    return due.isBefore(end) ? due : end;
  }

  /** When it is tried again of what a source did not decide. */
  static Instant putOff(Instant now, int times) {
    return now.plus(doubled(UNDECIDED, times, LONG_UNDECIDED));
  }

  private static Duration doubled(Duration first, int times, Duration longest) {
    Duration wait = first.multipliedBy(1L << Math.max(0, Math.min(times, DOUBLINGS)));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
