package io.causerie.model.jq;

/**
 * An expression cannot be worked out on what it was given. The message tells kinds, never values:
 * it may be shown to who must not see them.
 */
public class JqException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JqException(String message) {
    // No stack trace: this is an answer, given for each of perhaps a million events.
    super(message, null, false, false);
  }
}
