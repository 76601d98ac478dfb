package io.causerie.spi;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which records a source has, without their content, so that nothing missed stays missed.
 * Used by one thread at a time; holds no more than a page.
 */
@FunctionalInterface
public interface Census {
  /**
   * One page, in the order of keys.
   *
   * @param after the {@code next} of the page before; absent: the first page
   * @param limit how many rows at most
   */
  Page keys(@Nullable String after, int limit) throws SourceException;

  /**
   * Of keys that no page had: the events that say which records are gone. A record that is left out
   * by the census alone, or of which nothing can be said, has none.
   *
   * @param keys at most 100
   */
  default List<SourceRow> gone(Collection<String> keys) throws SourceException {
    return List.of();
  }

  /**
   * A page.
   *
   * @param rows in the order of keys
   * @param next where the next page begins; absent: this was the last one
   */
  record Page(List<Row> rows, @Nullable String next) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /** A key, and the version {@link SourceRow} would give it. */
  record Row(String key, String version) {}
}
