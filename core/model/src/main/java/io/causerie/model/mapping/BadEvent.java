package io.causerie.model.mapping;

/** An event cannot be mapped; caught by the mapping, which makes it a rejection. */
final class BadEvent extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String cause;

  /**
   * @param cause a short text that many events share
   * @param reason what is wrong with this one and what to do
   */
  BadEvent(String cause, String reason) {
    // No stack trace: this is an answer, given for each of perhaps a million events.
    super(reason, null, false, false);
    this.cause = cause;
  }

  String cause() {
    return cause;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
