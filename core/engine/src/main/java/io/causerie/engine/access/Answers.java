package io.causerie.engine.access;

import io.causerie.model.RecordRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What sources have answered within one request, and what has to be asked of them yet. */
public final class Answers {
  final Map<Long, Boolean> answers = new HashMap<>();
  final Map<Long, Boolean> fresh = new HashMap<>();
  final Map<Long, RecordRef> open = new TreeMap<>();
  private final Set<Long> asked = new HashSet<>();

  /** By which names in which systems she was asked for. */
  Map<String, Set<String>> names = Map.of();

  Answers() {}

  boolean isOpen() {
    return !open.isEmpty();
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
