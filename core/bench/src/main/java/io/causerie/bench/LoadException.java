package io.causerie.bench;

/**
 * A run that cannot be believed: an answer was not the expected one, or the server did not come.
 */
final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
