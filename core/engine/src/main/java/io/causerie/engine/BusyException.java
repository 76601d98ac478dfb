package io.causerie.engine;

import java.time.Duration;

/** The queue is full; nothing was accepted. Try again after {@link #retryAfter}. */
public final class BusyException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  public BusyException(Duration retryAfter) {
    super("too much is waiting to be written; try again in " + retryAfter.toSeconds() + " s");
    this.retryAfter = retryAfter;
  }

  /**
   * @param message of what there is too much, and what to do
   */
  public BusyException(Duration retryAfter, String message) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
