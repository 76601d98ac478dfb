package io.causerie.sql.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class KindThatKnowsTheEngine {
  @org.jspecify.annotations.Nullable io.causerie.engine.Causerie other;
}
