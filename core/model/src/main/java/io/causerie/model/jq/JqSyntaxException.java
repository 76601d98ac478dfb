package io.causerie.model.jq;

/** A text is no expression, or one that is not admitted; the message says what to write instead. */
public final class JqSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  JqSyntaxException(String message) {
    super(message);
  }
}
