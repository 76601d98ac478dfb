package io.causerie.engine.find;

import io.causerie.engine.Rules;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.people.Folded;
import io.causerie.model.Localized;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Types and systems by what they are called. Somebody finds one of which she sees a record among
 * the newest: what there is of records that she may not see is not hers to know.
 */
final class Sorts {
  /** So many types are looked at, and so many records of each. */
  private static final int TYPES = 12;

  private static final int NEWEST = 20;

  private final Rules rules;

  Sorts(Rules rules) {
    this.rules = rules;
  }

  /**
   * What was found.
   *
   * @param types of which a word has all that was asked for, or whose system has some of it
   * @param systems names of systems
   */
  record Found(List<TypeStore.Type> types, List<String> systems) {}

  Found find(Handle h, Reads.Sieve sieve, List<String> words) {
    List<TypeStore.Type> meant = new ArrayList<>();
    Set<String> systems = new TreeSet<>();
    List<TypeStore.Type> looked = new ArrayList<>();
    for (TypeStore.Type type : TypeStore.all(h)) {
      Set<String> system = words(rules.systemTitle(type.system()));
      system.addAll(Folded.of(type.system()).words());
      Set<String> own = words(type.shown());
      own.addAll(Folded.of(type.type()).words());
      boolean ofSystem = words.stream().allMatch(word -> begins(system, word));
      boolean ofType =
          words.stream().anyMatch(word -> begins(own, word))
              && words.stream().allMatch(word -> begins(own, word) || begins(system, word));
      if ((ofType || ofSystem) && looked.size() < TYPES) {
        looked.add(type);
        if (ofType) {
          meant.add(type);
        }
        if (ofSystem) {
          systems.add(type.system());
        }
      }
    }
    Set<String> seen = seen(h, sieve, looked);
    Set<String> seenSystems = new HashSet<>();
    looked.stream()
        .filter(type -> seen.contains(type.key()))
        .forEach(type -> seenSystems.add(type.system()));
    systems.retainAll(seenSystems);
    meant.removeIf(type -> !seen.contains(type.key()));
    return new Found(List.copyOf(meant), List.copyOf(systems));
  }

  private static Set<String> seen(Handle h, Reads.Sieve sieve, List<TypeStore.Type> types) {
    // Of none it costs as much as of one that she may not see.
    List<String> keys =
        types.isEmpty() ? List.of("") : types.stream().map(TypeStore.Type::key).toList();
    Map<Long, String> newest = FindStore.newest(h, keys, NEWEST);
    Set<String> seen = new HashSet<>();
    sieve
        .records(h, newest.isEmpty() ? Set.of(-1L) : newest.keySet())
        .forEach(
            (record, in) -> {
              String type = newest.get(record);
              if (type != null && in.present() && isOf(in, type)) {
                seen.add(type);
              }
            });
    return seen;
  }

  /** It may have become part of a record of another type. */
  private static boolean isOf(Standing in, String type) {
    return Called.type(in.ref().system(), in.ref().type()).equals(type);
  }

  private static Set<String> words(Localized title) {
    Set<String> words = new TreeSet<>();
    title.texts().values().forEach(text -> words.addAll(Folded.of(text).words()));
    return words;
  }

  private static boolean begins(Set<String> words, String part) {
    return words.stream().anyMatch(word -> word.startsWith(part));
  }
}
