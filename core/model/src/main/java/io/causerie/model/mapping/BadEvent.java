package io.causerie.model.mapping;

import io.causerie.model.phrase.Phrase;

/** An event cannot be mapped; caught by the mapping, which makes it a rejection. */
final class BadEvent extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Phrase cause;
  private final transient Phrase reason;

  /**
   * @param cause a short text that many events share
   * @param reason what is wrong with this one and what to do
   */
  BadEvent(Phrase cause, Phrase reason) {
    // No stack trace: this is an answer, given for each of perhaps a million events.
    super(reason.text(), null, false, false);
    this.cause = cause;
    this.reason = reason;
  }

  Phrase cause() {
    return cause;
  }

  Phrase reason() {
    return reason;
  }
}
