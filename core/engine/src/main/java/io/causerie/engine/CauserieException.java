package io.causerie.engine;

/**
 * What the engine refuses or cannot do; each subclass is one reason a caller may have to tell
 * apart.
 */
public abstract class CauserieException extends RuntimeException {
  private static final long serialVersionUID = 1;

  protected CauserieException(String message) {
    super(message);
  }

  protected CauserieException(String message, Throwable cause) {
    super(message, cause);
  }
}
