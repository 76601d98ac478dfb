package io.causerie.engine;

import org.jspecify.annotations.Nullable;

/**
 * What is in force. Whoever acts asks here each time, and keeps what it was told for as long as it
 * does one thing.
 */
public final class Rules {
  private volatile State state;

  /**
   * @param before what limits readers besides, while the persons of another configuration are
   *     written: absent at other times
   */
  private record State(Configured now, @Nullable Configured before) {}

  public Rules(Configured first) {
    state = new State(first, null);
  }

  public Configured now() {
    return state.now();
  }

  /** What was in force, while it limits readers as well. */
  public @Nullable Configured before() {
    return state.before();
  }

  /**
   * Another one comes into force; until {@link #settled}, readers are let in by both alone. Who
   * belongs to a group, and what the group may read, cannot be changed in one moment.
   */
  void change(Configured to) {
    state = new State(to, state.now());
  }

  void settled() {
    state = new State(state.now(), null);
  }

  /** As if nothing had been changed. */
  void takeBack() {
    Configured before = state.before();
    if (before != null) {
      state = new State(before, null);
    }
  }

  /** What the engine knows of a connector; absent: there is none. */
  public @Nullable ConnectorRules connector(String name) {
    return now().connectors().get(name);
  }

  /** What it knows of a system; absent: there is none. */
  public @Nullable SystemRules system(String name) {
    return now().systems().get(name);
  }
}
