package io.causerie.model;

import java.util.Locale;

/** Which side of a discussion a post belongs to; fixed when the discussion starts. */
public enum Lane implements Coded {
  /** Read by the company's own people only. */
  INTERNAL(0),
  /** Read by the company's own people and by the customers named for the record. */
  CUSTOMER(1);

  private final int code;

  Lane(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** The word used in configuration and in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
