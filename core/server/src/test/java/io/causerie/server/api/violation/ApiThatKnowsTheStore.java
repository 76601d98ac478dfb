package io.causerie.server.api.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class ApiThatKnowsTheStore {
  void knows(io.causerie.engine.store.Database other) {}
}
