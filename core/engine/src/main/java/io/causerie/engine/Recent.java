package io.causerie.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What was used lately, kept within a bound. Two generations: the younger takes what is put in and
 * what is found in the older one; once it is full, it becomes the older one, and what that one held
 * is let go. Safe for use by many threads, none of which waits for another.
 *
 * @param <K> what it is found by
 * @param <V> what is kept; never changed
 */
public final class Recent<K, V> {
  private final long most;
  private final ToLongFunction<V> weight;
  private volatile Generation<K, V> now = new Generation<>(Map.of());

  private static final class Generation<K, V> {
    private final Map<K, V> young = new ConcurrentHashMap<>();
    private final Map<K, V> old;
    private final AtomicLong weight = new AtomicLong();

    Generation(Map<K, V> old) {
      this.old = old;
    }
  }

  /**
   * @param most of what a generation weighs; at most twice as much is kept, and what is put in
   *     while generations change
   * @param weight of a value
   */
  public Recent(long most, ToLongFunction<V> weight) {
    this.most = most;
    this.weight = weight;
  }

  public Optional<V> find(K key) {
    Generation<K, V> generation = now;
    V young = generation.young.get(key);
    if (young != null) {
      return Optional.of(young);
    }
    V old = generation.old.get(key);
    // What somebody puts in meanwhile is newer.
    if (old != null && generation.young.putIfAbsent(key, old) == null) {
      grow(generation, weight.applyAsLong(old));
    }
    return Optional.ofNullable(old);
  }

  public void put(K key, V value) {
    Generation<K, V> generation = now;
    long own = weight.applyAsLong(value);
    if (own <= most) {
      V before = generation.young.put(key, value);
      grow(generation, before == null ? own : own - weight.applyAsLong(before));
    }
  }

  private void grow(Generation<K, V> generation, long more) {
    if (generation.weight.addAndGet(more) > most) {
      turn(generation);
    }
  }

  private synchronized void turn(Generation<K, V> full) {
    if (now == full) {
      now = new Generation<>(full.young);
    }
  }
}
