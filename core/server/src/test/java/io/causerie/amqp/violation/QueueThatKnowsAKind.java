package io.causerie.amqp.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class QueueThatKnowsAKind {
  void knows(io.causerie.sql.violation.KindThatKnowsTheEngine other) {}
}
