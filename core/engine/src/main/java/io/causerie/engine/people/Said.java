package io.causerie.engine.people;

import io.causerie.model.MailAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one origin says of one person, and what of it counts.
 *
 * @param who as the origin describes her; her id is the origin's name for her
 * @param person who is meant by that
 * @param state what of it counts
 * @param keptEmail the address that counts while the one that is said does not
 * @param until from when on it counts no more; absent: until the origin takes it back
 */
record Said(
    Origin origin,
    Person who,
    String person,
    State state,
    @Nullable String keptEmail,
    Instant said,
    @Nullable Instant until) {

  /** What of it counts. */
  enum State {
    COUNTS("counts"),
    /** All but the address, which somebody else has by another origin. */
    ADDRESS_HELD("address"),
    /** Nothing: whoever has the address may be the same person or not. */
    HELD("held");

    final String code;

    State(String code) {
      this.code = code;
    }

    static State of(String code) {
      for (State state : values()) {
        if (state.code.equals(code)) {
          return state;
        }
      }
      throw new IllegalArgumentException("there is no state " + code);
    }
  }

  String subject() {
    return who.id();
  }

  boolean counts() {
    return state != State.HELD;
  }

  /** The address that counts. */
  @Nullable String email() {
    return state == State.COUNTS ? who.email() : keptEmail;
  }

  /** What she says of who has the address, whether or not it counts. */
  @Nullable String claimed() {
    return who.active() && who.email() != null ? MailAddress.folded(who.email()) : null;
  }

  /** The address she has, so that nobody else is given it by another origin. */
  @Nullable String address() {
    String email = email();
    return counts() && who.active() && email != null ? MailAddress.folded(email) : null;
  }

  /** Whether the address that is said is the one that counts. */
  boolean claimsWhatItHas() {
    return claimed() != null && claimed().equals(address());
  }

  Said with(State other, @Nullable String kept) {
    return new Said(origin, who, person, other, kept, said, until);
  }

  Said meaning(String other) {
    return new Said(origin, who, other, state, keptEmail, said, until);
  }

  /** Whether the origin says the same as before. */
  boolean says(Person other) {
    return who.name().equals(other.name())
        && java.util.Objects.equals(who.email(), other.email())
        && who.guest() == other.guest()
        && java.util.Objects.equals(who.language(), other.language())
        && who.active() == other.active()
        && who.groups().equals(other.groups())
        && keys(who).equals(keys(other));
  }

  /** A user of a source system. */
  record Key(String system, String id) {}

  /** Who a person is in source systems. */
  static Set<Key> keys(Person person) {
    Set<Key> keys = new HashSet<>();
    for (Map.Entry<String, List<String>> system : person.identities().entrySet()) {
      system.getValue().forEach(id -> keys.add(new Key(system.getKey(), id)));
    }
    return keys;
  }
}
