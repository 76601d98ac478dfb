package io.causerie.camel.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class KindThatReadsRoutes {
  void knows(io.causerie.runtime.RouteCheck other) {}
}
