package io.causerie.engine.connector;

import java.util.Arrays;
import java.util.Optional;

/** What a connector can have to do, in the order in which it is told. */
public enum DutyKind {
  /** Reads what is new. */
  POLL("poll"),
  /** Keeps the line open on which a source delivers by itself. */
  SUBSCRIBE("subscribe"),
  /** Reads the records of events that carried a key only. */
  READ_BACK("readBack"),
  /** Reads history. */
  BACKFILL("backfill"),
  /** Compares what the source has with what is known of it. */
  CENSUS("census"),
  /** Keeps the routes started that bring its events. */
  ROUTE("route");

  private final String word;

  DutyKind(String word) {
    this.word = word;
  }

  /** As it stands in tables and addresses. */
  public String word() {
    return word;
  }

  public static Optional<DutyKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
