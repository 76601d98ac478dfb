package io.causerie.engine.violation;

/** One half of a circle that the rule must find. */
public final class EngineInACircle {
  void knows(io.causerie.engine.violationthere.There other) {}
}
