package io.causerie.spi;

import io.causerie.model.phrase.Phrase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A comment was not written as it should; says to its author why, and whether it can be there. */
public final class WriteException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is known of it. */
  public enum Fate {
    /** It is certainly not there, and may be later: no connection, too many requests. */
    LATER,
    /** It is certainly not there, and never will be as it is. */
    REFUSED,
    /** The author's own account is not accepted any more, so it is not there: she connects anew. */
    ACCOUNT,
    /** What was to be changed is not there any more: somebody has taken it away there. */
    GONE,
    /** It was sent, and nothing says whether it arrived. */
    UNKNOWN
  }

  private final Fate fate;
  private final transient Phrase why;
  private final @Nullable Duration retryAfter;

  /**
   * @param why what happened, without any secret; people who write comments read it
   */
  public WriteException(Fate fate, Phrase why) {
    this(fate, why, null, null);
  }

  /**
   * @param retryAfter how long the target asks to be left alone
   */
  public WriteException(
      Fate fate, Phrase why, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(why.text(), cause);
    this.fate = fate;
    this.why = why;
    this.retryAfter = retryAfter;
  }

  /**
   * What a source's fault means for what was to be written.
   *
   * @param sent whether the request that failed may have been carried out; false for whatever was
   *     read before, and where the target says that it has done nothing
   */
  public static WriteException of(SourceException fault, boolean sent) {
    Fate known =
        switch (fault.fault()) {
          case TEMPORARY, CREDENTIALS -> Fate.LATER;
          case CONFIGURATION, BAD_ANSWER -> Fate.REFUSED;
        };
    return new WriteException(
        sent ? Fate.UNKNOWN : known, fault.message(), fault.retryAfter().orElse(null), fault);
  }

  public Fate fate() {
    return fate;
  }

  /** What happened. */
  public Phrase why() {
    return why;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
