package io.causerie.engine;

import io.causerie.model.Localized;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force. Whoever acts asks here each time, and keeps what it was told for as long as it
 * does one thing.
 */
public final class Rules {
  /** So many changes ago a look at the database may have begun that is still under way. */
  private static final int MOST_LIMITS = 4;

  private static final long UNSETTLED = Long.MAX_VALUE;

  private volatile State state;

  /**
   * @param limits what limits readers besides, the oldest first
   */
  private record State(Configured now, List<Limit> limits) {}

  /**
   * @param until whoever is looked at as of an earlier version of all rights is let in by it as
   *     well
   */
  private record Limit(Configured of, long until) {}

  public Rules(Configured first) {
    state = new State(first, List.of());
  }

  public Configured now() {
    return state.now();
  }

  /**
   * What readers are under.
   *
   * @param limits what limits them as well
   */
  public record ForReaders(Configured now, List<Configured> limits) {}

  /**
   * What readers are under. Who belongs to a group, and what the group may read, cannot be changed
   * in one moment, nor does a look that has begun see both of them.
   *
   * @param version of all rights that they are looked at with, which was read before this is asked
   */
  public ForReaders forReaders(long version) {
    State seen = state;
    return new ForReaders(
        seen.now(),
        seen.limits().isEmpty()
            ? List.of()
            : seen.limits().stream().filter(l -> version < l.until()).map(Limit::of).toList());
  }

  /** Another one comes into force; until {@link #settled}, what was in force limits readers too. */
  void change(Configured to) {
    List<Limit> limits = new ArrayList<>(state.limits());
    limits.add(new Limit(state.now(), UNSETTLED));
    state = new State(to, List.copyOf(limits));
  }

  /**
   * The persons are those of what is in force.
   *
   * @param version of all rights since then
   */
  void settled(long version) {
    List<Limit> limits =
        state.limits().stream()
            .map(l -> l.until() == UNSETTLED ? new Limit(l.of(), version) : l)
            .toList();
    int old = Math.max(0, limits.size() - MOST_LIMITS);
    state = new State(state.now(), List.copyOf(limits.subList(old, limits.size())));
  }

  /** What the engine knows of a connector; absent: there is none. */
  public @Nullable ConnectorRules connector(String name) {
    return now().connectors().get(name);
  }

  /** How people call a system; one that is not configured is called by its name. */
  public Localized systemTitle(String name) {
    SystemRules system = system(name);
    return system == null ? Localized.of(name) : system.title();
  }

  /** What it knows of a system; absent: there is none. */
  public @Nullable SystemRules system(String name) {
    return now().systems().get(name);
  }
}
