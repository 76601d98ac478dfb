package io.causerie.spi;

import io.causerie.model.phrase.Phrase;

/**
 * An event that will never be taken as it is; thrown by a step of a route. The event is stored as
 * failed at once, with the message as its reason, and is not tried again by itself.
 */
public final class RejectedEventException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Phrase phrase;

  /**
   * @param message what is wrong with the event, and what to do
   */
  public RejectedEventException(String message) {
    this(Phrase.quoted(message));
  }

  public RejectedEventException(Phrase phrase) {
    super(phrase.text());
    this.phrase = phrase;
  }

  /** What is said, in the words of whoever threw this. */
  public Phrase phrase() {
    return phrase;
  }
}
