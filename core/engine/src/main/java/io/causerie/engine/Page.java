package io.causerie.engine;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list read by keyset.
 *
 * @param items in the order of the list
 * @param next opaque; where the next page begins, absent on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
  public Page {
    items = List.copyOf(items);
  }

  public <U> Page<U> map(Function<? super T, ? extends U> f) {
    return new Page<>(items.stream().<U>map(f).toList(), next);
  }
}
