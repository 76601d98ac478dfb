package io.causerie.amqp;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often what a message holds could not be taken, counted here: what brokers say of their own
 * attempts is not to be relied on. Forgotten with the process, and kept of few messages only.
 */
final class Attempts {
  /** After so many one is kept as what cannot be read, and taken. */
  static final int MOST = 5;

  private static final int KEPT = 1000;

  private final Map<String, Integer> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > KEPT;
        }
      };

  synchronized void failed(Collection<String> keys) {
    keys.forEach(key -> counts.merge(key, 1, Integer::sum));
  }

  synchronized void taken(Collection<String> keys) {
    keys.forEach(counts::remove);
  }

  /** Whether something failed that may come again: one message a page tells whose fault it is. */
  synchronized boolean isAny() {
    return !counts.isEmpty();
  }

  synchronized int of(String key) {
    return counts.getOrDefault(key, 0);
  }
}
