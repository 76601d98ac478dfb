package io.causerie.cloudevents;

import io.causerie.model.phrase.Phrase;

/** What came is no CloudEvent; the message names the attribute and says what to do. */
final class NotAnEvent extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Phrase phrase;

  NotAnEvent(Phrase phrase) {
    super(phrase.text());
    this.phrase = phrase;
  }

  Phrase phrase() {
    return phrase;
  }
}
