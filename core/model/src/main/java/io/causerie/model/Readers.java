package io.causerie.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of people, told as a rule: everyone, or the members of some groups and some persons by
 * name.
 *
 * @param everyone among the internal readers: every employee; among the customers: every guest
 * @param groups names of groups
 * @param persons everybody named: ids of persons, or their addresses
 * @param holders those of the persons who hold a role that is handed over (the owner, the clerk in
 *     charge), with what the role is called: whoever of the company's own people holds it now reads
 *     what was said before her. Empty: nobody holds the role now; absent: there is none
 */
public record Readers(
    boolean everyone,
    Set<String> groups,
    Set<String> persons,
    @Nullable Map<String, Localized> holders) {
  public static final Readers NOBODY = new Readers(false, Set.of(), Set.of());
  public static final Readers EVERYONE = new Readers(true, Set.of(), Set.of());

  public Readers {
    groups = sorted(groups);
    Set<String> named = new TreeSet<>(persons);
    if (holders != null) {
      holders = Collections.unmodifiableSortedMap(new TreeMap<>(holders));
      named.addAll(holders.keySet());
    }
    persons = Collections.unmodifiableSet(named);
  }

  public Readers(boolean everyone, Set<String> groups, Set<String> persons) {
    this(everyone, groups, persons, null);
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
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
