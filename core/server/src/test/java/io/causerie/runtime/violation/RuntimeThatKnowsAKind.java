package io.causerie.runtime.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class RuntimeThatKnowsAKind {
  void knows(io.causerie.sql.violation.KindThatKnowsTheEngine other) {}
}
