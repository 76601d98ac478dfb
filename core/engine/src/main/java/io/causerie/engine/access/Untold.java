package io.causerie.engine.access;

import io.causerie.engine.Recent;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What was read lately of the pages of records. It counts as long as nothing was told of its record
 * and nothing of it was written, which is asked with the gates, in the transaction that would read
 * it anew.
 *
 * @param <K> what it is found by; says of which record it is
 * @param <V> what is kept; never changed, and the same for whoever asks by that key
 */
public final class Untold<K, V> {
  private final Recent<K, Kept<V>> recent;

  private record Kept<V>(long last, long stamp, V value) {
    boolean counts(Progress now) {
      return last == now.last() && stamp == now.stamp() && !now.waiting();
    }
  }

  /**
   * @param most of what is kept weighs
   * @param weight of a value
   */
  public Untold(long most, ToLongFunction<V> weight) {
    this.recent = new Recent<>(most, kept -> weight.applyAsLong(kept.value()));
  }

  public Optional<V> find(K key, Progress now) {
    return recent.find(key).filter(kept -> kept.counts(now)).map(Kept::value);
  }

  public void put(K key, Progress now, V value) {
    if (!now.waiting()) {
      recent.put(key, new Kept<>(now.last(), now.stamp(), value));
    }
  }

  /** What is kept, or else is read now. */
  public V get(K key, Progress now, Supplier<V> read) {
    return find(key, now)
        .orElseGet(
            () -> {
              V value = read.get();
              put(key, now, value);
              return value;
            });
  }
}
