package io.causerie.model;

import java.util.Locale;

/** Which side of a discussion a post belongs to; fixed when the discussion starts. */
public enum Lane {
  /** Read by the company's own people only. */
  INTERNAL,
  /** Read by the company's own people and by the customers named for the record. */
  CUSTOMER;

  /** The word used in configuration and in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
