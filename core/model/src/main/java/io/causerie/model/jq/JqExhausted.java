package io.causerie.model.jq;

/** An expression is past its budget; no {@code try} of an expression catches it. */
final class JqExhausted extends JqException {
  private static final long serialVersionUID = 1;

  JqExhausted(String message) {
    super(message);
  }
}
