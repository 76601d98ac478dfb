package io.causerie.cloudevents;

/** What came is no CloudEvent; the message names the attribute and says what to do. */
final class NotAnEvent extends Exception {
  private static final long serialVersionUID = 1;

  NotAnEvent(String message) {
    super(message);
  }
}
