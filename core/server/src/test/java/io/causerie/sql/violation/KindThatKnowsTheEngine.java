package io.causerie.sql.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class KindThatKnowsTheEngine {
  void knows(io.causerie.engine.Causerie other) {}
}
