package io.causerie.engine.access;

import io.causerie.model.RecordRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What sources have answered within one request, and what has to be asked of them yet; and the ways
 * to records beside the one that was asked for.
 */
public final class Answers {
  final Map<Long, Boolean> answers = new HashMap<>();
  final Map<Long, Boolean> fresh = new HashMap<>();
  final Map<Long, RecordRef> open = new TreeMap<>();
  private final Set<Long> asked = new HashSet<>();

  /** By which names in which systems she was asked for. */
  Map<String, Set<String>> names = Map.of();

  private Set<String> known = Set.of();
  private Map<String, EntranceSql.Gateway> ways = Map.of();
  private final Set<String> wanted = new HashSet<>();

  Answers() {}

  /**
   * What stands before records that may be wanted beside.
   *
   * @param keys of all that were looked for
   */
  void know(Set<String> keys, Map<String, EntranceSql.Gateway> found) {
    known = keys;
    ways = found;
  }

  boolean knowsWays(Set<String> keys) {
    return known.containsAll(keys);
  }

  Map<String, EntranceSql.Gateway> ways(Set<String> keys) {
    Map<String, EntranceSql.Gateway> found = new HashMap<>(ways);
    found.keySet().retainAll(keys);
    return found;
  }

  /** Notes which records were wanted beside. */
  void wanted(Set<String> keys) {
    wanted.addAll(keys);
  }

  Set<String> wanted() {
    return Set.copyOf(wanted);
  }

  boolean isOpen() {
    return !open.isEmpty();
  }

  /** Whether there is so much to be asked. */
  boolean isOpen(int most) {
    return open.size() >= most;
  }

  /** Notes what has to be asked; nothing is asked twice in one request. */
  void open(Map<Long, RecordRef> unknown) {
    unknown.forEach(
        (record, ref) -> {
          if (asked.add(record)) {
            open.put(record, ref);
          }
        });
  }

  void answer(long record, boolean allowed) {
    answers.put(record, allowed);
    fresh.put(record, allowed);
  }

  boolean denies(long record) {
    return Boolean.FALSE.equals(answers.get(record));
  }
}
