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

  /** Of a source that answers, and does not have what is asked for. */
  static Duration after(int times, LongUnaryOperator random) {
    return spread(doubled(times), random);
  }

  private static Duration doubled(int times) {
    long millis = FIRST.toMillis() << Math.min(times - 1, 10);
    return Duration.ofMillis(Math.min(millis, CAP.toMillis()));
  }

  private static Duration spread(Duration wait, LongUnaryOperator random) {
    return wait.plusMillis(random.applyAsLong(wait.toMillis() / 5));
  }

  /**
   * @param failures in a row, this one counted
   * @param random a number from 0 up to, but without, a bound
   */
  static Duration after(int failures, SourceException e, LongUnaryOperator random) {
    Duration wait = doubled(failures);
    if (e.fault() == SourceException.Fault.CREDENTIALS && wait.compareTo(CREDENTIALS) < 0) {
      wait = CREDENTIALS;
    }
    Duration spread = spread(wait, random);
    return e.retryAfter().filter(asked -> asked.compareTo(spread) > 0).orElse(spread);
  }
}
