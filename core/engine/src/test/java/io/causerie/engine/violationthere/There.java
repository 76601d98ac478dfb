package io.causerie.engine.violationthere;

/** One half of a circle that the rule must find. */
public final class There {
  void knows(io.causerie.engine.violation.EngineInACircle other) {}
}
