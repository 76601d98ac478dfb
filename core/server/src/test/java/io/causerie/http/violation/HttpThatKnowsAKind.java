package io.causerie.http.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class HttpThatKnowsAKind {
  void knows(io.causerie.odata.ODataKind other) {}
}
