package io.causerie.spi;

import io.causerie.model.phrase.Phrase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source did not answer as it should; says to the operator what happened and what to do. */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Fault {
    /** It will pass: no answer, a time-out, too many requests, a server error. */
    TEMPORARY,
    /** User, password, token or certificate are refused. */
    CREDENTIALS,
    /** The configuration does not fit the source: no such table, no such property. */
    CONFIGURATION,
    /** The source answered with something that it should not have. */
    BAD_ANSWER
  }

  private final Fault fault;
  private final transient Phrase message;
  private final transient Phrase remedy;
  private final @Nullable Duration retryAfter;

  /**
   * @param message what happened, without any secret
   * @param remedy what to do, one sentence
   */
  public SourceException(Fault fault, Phrase message, Phrase remedy, @Nullable Throwable cause) {
    this(fault, message, remedy, null, cause);
  }

  /**
   * @param retryAfter how long the source asks to be left alone
   */
  public SourceException(
      Fault fault,
      Phrase message,
      Phrase remedy,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message.text(), cause);
    this.fault = fault;
    this.message = message;
    this.remedy = remedy;
    this.retryAfter = retryAfter;
  }

  /** In words that are shown as they are in every language. */
  public SourceException(Fault fault, String message, String remedy, @Nullable Throwable cause) {
    this(fault, message, remedy, null, cause);
  }

  /** In words that are shown as they are in every language. */
  public SourceException(
      Fault fault,
      String message,
      String remedy,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    this(fault, Phrase.quoted(message), Phrase.quoted(remedy), retryAfter, cause);
  }

  public Fault fault() {
    return fault;
  }

  /** What happened. */
  public Phrase message() {
    return message;
  }

  /** What to do. */
  public Phrase remedy() {
    return remedy;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
