package io.causerie.model.jq;

import io.causerie.model.phrase.Phrase;

/**
 * An expression cannot be worked out on what it was given. The message tells kinds, never values:
 * it may be shown to who must not see them.
 */
public class JqException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Phrase phrase;

  JqException(Phrase phrase) {
    // No stack trace: this is an answer, given for each of perhaps a million events.
    super(phrase.text(), null, false, false);
    this.phrase = phrase;
  }

  /** What is said. */
  public Phrase phrase() {
    return phrase;
  }
}
