package io.causerie.spi.cloudevents;

import io.causerie.model.phrase.Phrase;

/** What came is no CloudEvent; the message names the attribute and says what to do. */
public final class NotAnEvent extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Phrase phrase;

  public NotAnEvent(Phrase phrase) {
    super(phrase.text());
    this.phrase = phrase;
  }

  public Phrase phrase() {
    return phrase;
  }
}
