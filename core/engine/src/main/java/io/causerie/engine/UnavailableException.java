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

  public Duration retryAfter() {
    return retryAfter;
  }
}
