package io.causerie.engine.delivery;

import java.time.Duration;

/** How long something is tried again, and how soon. */
final class Patience {
  /**
   * So often it may fail as nobody foresaw, or take its node along: more would not help, and each
   * may cost another node.
   */
  static final int FAULTS = 10;

  /** So long a target may be away, over a long weekend, before an operator must say what to do. */
  static final Duration AWAY = Duration.ofDays(4);

  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int DOUBLINGS = 10;

  private Patience() {}

  /** How long to wait after so many attempts that came to nothing before. */
  static Duration wait(int before) {
    Duration wait = Duration.ofSeconds(1L << Math.min(Math.max(before, 0), DOUBLINGS));
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
