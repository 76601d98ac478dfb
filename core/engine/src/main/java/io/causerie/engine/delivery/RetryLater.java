package io.causerie.engine.delivery;

import io.causerie.model.phrase.Phrase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The target did not take it, and may later: it was certainly not delivered. */
public final class RetryLater extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Phrase failure;
  private final @Nullable Duration after;

  /** Tries again after a while that grows with the attempts. */
  public RetryLater(Phrase failure) {
    this(failure, null, null);
  }

  /**
   * Tries again no sooner than the target asked for.
   *
   * @param after as the target says; absent, the while grows with the attempts
   */
  public RetryLater(Phrase failure, @Nullable Duration after, @Nullable Throwable cause) {
    super(failure.text(), cause);
    this.failure = failure;
    this.after = after;
  }

  public Phrase failure() {
    return failure;
  }

  public Optional<Duration> after() {
    return Optional.ofNullable(after);
  }
}
