package io.causerie.sap.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class SystemThatKnowsAKind {
  void knows(io.causerie.sql.violation.KindThatKnowsTheEngine other) {}
}
