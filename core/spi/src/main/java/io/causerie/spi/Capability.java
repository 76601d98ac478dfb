package io.causerie.spi;

/**
 * What a connector can do, so far as something depends on it: a key of the configuration, an action
 * of an operator, another connector. A kind says it before anything is built.
 */
public enum Capability {
  /** Its source sends requests: {@link Intake.Pushed}. */
  PUSH("push"),
  /** Its source is asked for what is new, and for its history: {@link Intake.Polled}. */
  POLL("poll"),
  /** Its source delivers on a line that is kept open: {@link Intake.Subscribed}. */
  SUBSCRIBE("subscribe"),
  /** An integrator's route brings its events: {@link Intake.Routed}. */
  ROUTE("route"),
  /** Single records are read by their keys: {@link Connector#readBack}. */
  READ_BACK("readBack"),
  /** The source tells what it has: {@link Connector#census}. */
  CENSUS("census"),
  /** The source counts what is still to be read: {@link Poller#count}. */
  COUNT("count"),
  /** The history of a source that delivers by itself can be read: {@link Subscription#history}. */
  HISTORY("history");

  private final String word;

  Capability(String word) {
    this.word = word;
  }

  /** As it is written in the API and the documentation. */
  public String word() {
    return word;
  }

  /** Whether it is a way in which events come; a connector has one of these. */
  public boolean isIntake() {
    return switch (this) {
      case PUSH, POLL, SUBSCRIBE, ROUTE -> true;
      case READ_BACK, CENSUS, COUNT, HISTORY -> false;
    };
  }
}
