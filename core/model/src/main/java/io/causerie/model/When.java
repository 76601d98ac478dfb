package io.causerie.model;

import java.util.Locale;

/** What must have happened to a record for a candidate post to be made; the engine decides. */
public enum When {
  /** The record was not known before. */
  CREATED,
  /** The record had been deleted, and is back. */
  RESTORED,
  /** At least one tracked field has another value than before. */
  CHANGED,
  /** The source says the record is gone. */
  DELETED,
  /** The record was merged into another one, or has a new number. */
  MOVED,
  /** The event came in, whatever it did to the record. */
  OCCURRED;

  /** The word used in a mapping. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
