package io.causerie.model.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class ModelThatKnowsTheEngine {
  void knows(io.causerie.engine.Causerie other) {}
}
