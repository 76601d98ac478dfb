package io.causerie.engine.people;

import org.jspecify.annotations.Nullable;

/**
 * Who did something, as a reader sees it.
 *
 * @param person the person's id; absent for an actor of the source that nobody has matched, for the
 *     system itself, and for an erased person
 * @param name the name to show
 * @param kind what it is
 */
public record ActorView(@Nullable String person, String name, Kind kind) {
  /** What an actor is. */
  public enum Kind {
    EMPLOYEE,
    GUEST,
    /** A user of the source system that no person is matched to. */
    SOURCE,
    /** The system itself; the event named nobody. */
    SYSTEM
  }
}
