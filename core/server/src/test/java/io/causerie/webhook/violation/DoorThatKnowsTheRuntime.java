package io.causerie.webhook.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class DoorThatKnowsTheRuntime {
  void knows(io.causerie.runtime.ConnectorRuntime other) {}
}
