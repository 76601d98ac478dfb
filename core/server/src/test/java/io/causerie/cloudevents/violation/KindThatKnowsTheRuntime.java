package io.causerie.cloudevents.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class KindThatKnowsTheRuntime {
  void knows(io.causerie.runtime.ConnectorRuntime other) {}
}
