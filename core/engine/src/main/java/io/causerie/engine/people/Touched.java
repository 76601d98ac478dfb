package io.causerie.engine.people;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a change of what origins say may change the rights of: the persons who are or were meant,
 * and the users of sources that they are or were given, which may be somebody else's now.
 */
final class Touched {
  private final Set<String> persons = new TreeSet<>();
  private final Set<Said.Key> users = new HashSet<>();

  /** What is touched by what is said from now on, or was said till now. */
  static Touched by(Collection<Said> said) {
    return new Touched().and(said);
  }

  Touched and(Collection<Said> said) {
    for (Said one : said) {
      persons.add(one.person());
      users.addAll(Said.keys(one.who()));
    }
    return this;
  }

  Touched and(Touched other) {
    persons.addAll(other.persons);
    users.addAll(other.users);
    return this;
  }

  Set<String> persons() {
    return persons;
  }

  Set<Said.Key> users() {
    return users;
  }
}
