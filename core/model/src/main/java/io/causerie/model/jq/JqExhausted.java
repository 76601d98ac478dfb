package io.causerie.model.jq;

import io.causerie.model.phrase.Phrase;

/** An expression is past its budget; no {@code try} of an expression catches it. */
final class JqExhausted extends JqException {
  private static final long serialVersionUID = 1;

  JqExhausted(Phrase phrase) {
    super(phrase);
  }
}
