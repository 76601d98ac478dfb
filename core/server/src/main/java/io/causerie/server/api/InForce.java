package io.causerie.server.api;

import io.causerie.server.config.Configuration;

/** What is in force: each request asks anew. */
public final class InForce {
  private volatile State state;

  /**
   * @param rendered with the titles of its groups
   */
  record State(Configuration configuration, Rendered rendered) {}

  public InForce(Configuration first) {
    state = new State(first, new Rendered());
  }

  State state() {
    return state;
  }

  public Configuration configuration() {
    return state.configuration();
  }

  /** Another one comes into force; called by one thread. */
  public void set(Configuration next) {
    State now = state;
    boolean titles = now.configuration().groups().equals(next.groups());
    state = new State(next, titles ? now.rendered() : new Rendered());
  }
}
