package io.causerie.idoc;

import io.causerie.model.phrase.Phrase;

/** What came is no IDoc; the phrase says why. */
final class NoIDocException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Phrase phrase;

  NoIDocException(Phrase phrase) {
    super(phrase.text());
    this.phrase = phrase;
  }

  Phrase phrase() {
    return phrase;
  }
}
