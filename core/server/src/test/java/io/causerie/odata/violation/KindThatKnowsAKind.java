package io.causerie.odata.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class KindThatKnowsAKind {
  void knows(io.causerie.sql.violation.KindThatKnowsTheEngine other) {}
}
