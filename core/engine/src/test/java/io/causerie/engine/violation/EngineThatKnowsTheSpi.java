package io.causerie.engine.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class EngineThatKnowsTheSpi {
  void knows(io.causerie.spi.violation.Forbidden other) {}
}
