package io.causerie.engine.access;

import io.causerie.model.RecordRef;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What sources have answered within one request, and what has to be asked of them yet. */
public final class Answers {
  final Map<Long, Boolean> answers = new HashMap<>();
  final Map<Long, Boolean> fresh = new HashMap<>();
  final Map<Long, RecordRef> open = new TreeMap<>();

  Answers() {}

  boolean isOpen() {
    return !open.isEmpty();
  }

  void answer(long record, boolean allowed) {
    answers.put(record, allowed);
    fresh.put(record, allowed);
  }
}
