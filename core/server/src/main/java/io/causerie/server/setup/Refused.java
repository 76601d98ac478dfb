package io.causerie.server.setup;

/** What somebody said of a system cannot be so. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;

  Refused(String field, String message) {
    super(message);
    this.field = field;
  }

  /** What of it: {@code system}, or the name of a configuration key. */
  public String field() {
    return field;
  }
}
