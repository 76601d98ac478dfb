package io.causerie.runtime;

import io.causerie.spi.SourceException;
import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * How long a source that failed is left alone: twice as long after each failure, up to a cap, and
 * never shorter than it asks for. At the cap a single page is the probe; one that succeeds closes
 * the circuit.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration CAP = Duration.ofMinutes(15);

  /** Wrong passwords, tried often, lock an account. */
  private static final Duration CREDENTIALS = Duration.ofMinutes(5);

  private Backoff() {}

  /**
   * @param failures in a row, this one counted
   * @param random a number from 0 up to, but without, a bound
   */
  static Duration after(int failures, SourceException e, LongUnaryOperator random) {
    long millis = FIRST.toMillis() << Math.min(failures - 1, 10);
    Duration wait = Duration.ofMillis(Math.min(millis, CAP.toMillis()));
    if (e.fault() == SourceException.Fault.CREDENTIALS && wait.compareTo(CREDENTIALS) < 0) {
      wait = CREDENTIALS;
    }
    Duration spread = wait.plusMillis(random.applyAsLong(wait.toMillis() / 5));
    return e.retryAfter().filter(asked -> asked.compareTo(spread) > 0).orElse(spread);
  }
}
