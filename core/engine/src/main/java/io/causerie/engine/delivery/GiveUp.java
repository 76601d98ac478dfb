package io.causerie.engine.delivery;

import io.causerie.model.phrase.Phrase;

/** It was not delivered, and trying again as it is would not help: an operator sees it. */
public final class GiveUp extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Phrase failure;

  public GiveUp(Phrase failure) {
    super(failure.text());
    this.failure = failure;
  }

  public Phrase failure() {
    return failure;
  }
}
