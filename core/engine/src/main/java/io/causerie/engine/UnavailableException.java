package io.causerie.engine;

import java.time.Duration;

/** The database does not answer; nothing was accepted. Try again after {@link #retryAfter}. */
public final class UnavailableException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  public UnavailableException(Duration retryAfter, Throwable cause) {
    super("the database does not answer; try again in " + retryAfter.toSeconds() + " s", cause);
    this.retryAfter = retryAfter;
  }

  /**
   * @param message what does not answer, and what to do
   */
  public UnavailableException(Duration retryAfter, String message) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
