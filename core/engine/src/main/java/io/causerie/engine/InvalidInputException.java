package io.causerie.engine;

/** What was given cannot be taken; the message names the field and what to do. */
public final class InvalidInputException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final String field;

  public InvalidInputException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The name of the field that is wrong. */
  public String field() {
    return field;
  }
}
