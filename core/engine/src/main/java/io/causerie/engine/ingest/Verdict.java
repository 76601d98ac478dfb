package io.causerie.engine.ingest;

import java.util.Locale;

/** Who gave an event its fate; a replay asks the same one again. */
public enum Verdict {
  /** The mapping, and the engine. */
  MAPPING,
  /** A step of the connector's route. */
  ROUTE,
  /** The door: what came was no event, and no mapping can make it one. */
  DOOR,
  /** An operator, who discarded it. */
  OPERATOR;

  /** The word that is stored. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Verdict of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
