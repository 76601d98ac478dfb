package io.causerie.idoc.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class FolderThatKnowsTheEngine {
  void knows(io.causerie.engine.Causerie other) {}
}
