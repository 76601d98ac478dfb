package io.causerie.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process will do; never longer than a bound. */
public final class Eventually {
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final long FIRST_PAUSE = 5_000_000;

  /** Whoever looks too often takes from what she waits for: some looks open a connection. */
  private static final long LONGEST_PAUSE = 40_000_000;

  private Eventually() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @throws AssertionError naming {@code what}, if it does not hold within two minutes: more than a
   *     machine under load needs
   */
  public static void until(String what, BooleanSupplier condition) {
    until(what, BOUND, condition);
  }

  /** As above, with a bound of its own. */
  public static void until(String what, Duration bound, BooleanSupplier condition) {
    long end = System.nanoTime() + bound.toNanos();
    long pause = FIRST_PAUSE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("within " + bound + " it did not happen that " + what);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause + pause / 4, LONGEST_PAUSE);
    }
  }
}
