package io.causerie.model;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of people, told as a rule: everyone, or the members of some groups and some persons by
 * name.
 *
 * @param everyone among the internal readers: every employee; among the customers: every guest
 * @param groups names of groups
 * @param persons ids of persons
 */
public record Readers(boolean everyone, Set<String> groups, Set<String> persons) {
  public static final Readers NOBODY = new Readers(false, Set.of(), Set.of());
  public static final Readers EVERYONE = new Readers(true, Set.of(), Set.of());

  public Readers {
    groups = sorted(groups);
    persons = sorted(persons);
  }

  public static Readers groups(String... names) {
    return new Readers(false, Set.of(names), Set.of());
  }

  public static Readers persons(String... ids) {
    return new Readers(false, Set.of(), Set.of(ids));
  }

  public boolean isNobody() {
    return !everyone && groups.isEmpty() && persons.isEmpty();
  }

  private static Set<String> sorted(Collection<String> names) {
    return java.util.Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
