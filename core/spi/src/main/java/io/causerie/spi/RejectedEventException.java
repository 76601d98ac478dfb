package io.causerie.spi;

/**
 * An event that will never be taken as it is; thrown by a step of a route. The event is stored as
 * failed at once, with the message as its reason, and is not tried again by itself.
 */
public final class RejectedEventException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong with the event, and what to do
   */
  public RejectedEventException(String message) {
    super(message);
  }
}
