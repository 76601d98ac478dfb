package io.causerie.webhook;

import io.causerie.model.phrase.Phrase;

/** What came is no event; the phrase says why. */
final class NoEvent extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Phrase phrase;

  NoEvent(Phrase phrase) {
    super(phrase.text());
    this.phrase = phrase;
  }

  Phrase phrase() {
    return phrase;
  }
}
