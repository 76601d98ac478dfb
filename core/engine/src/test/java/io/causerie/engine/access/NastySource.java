package io.causerie.engine.access;

import io.causerie.model.RecordRef;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source that shows users what it was told to, and may be slow, away, or answer by halves. */
final class NastySource implements SourceDecisions {
  private final Map<String, Set<String>> shown = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Runnable before = () -> {};
  private volatile boolean halves;

  /** From now on a user sees an order. */
  void show(String user, String order) {
    shown.computeIfAbsent(user, u -> ConcurrentHashMap.newKeySet()).add(order);
  }

  /** From now on she does not. */
  void hide(String user, String order) {
    shown.getOrDefault(user, Set.of()).remove(order);
  }

  /** What happens while it is asked: it waits, throws, or changes its mind. */
  void whileAsked(Runnable what) {
    before = what;
  }

  /** From now on it answers for the first of the records alone. */
  void answerByHalves() {
    halves = true;
  }

  /** Each question, as {@code user:orders}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Map<RecordRef, Boolean> ask(String user, Collection<RecordRef> records, Instant deadline) {
    List<String> orders = records.stream().map(RecordRef::id).sorted().toList();
    asked.add(user + ":" + String.join(",", orders));
    before.run();
    Map<RecordRef, Boolean> answers = new HashMap<>();
    for (RecordRef record : records) {
      if (!halves || record.id().equals(orders.get(0))) {
        answers.put(record, shown.getOrDefault(user, Set.of()).contains(record.id()));
      }
    }
    return answers;
  }
}
