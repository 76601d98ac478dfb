package io.causerie.salesforce.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class KindThatKnowsOData {
  void knows(io.causerie.odata.violation.KindThatKnowsAKind other) {}
}
