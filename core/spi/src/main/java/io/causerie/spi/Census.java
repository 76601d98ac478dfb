package io.causerie.spi;

import java.util.List;
import java.util.Optional;
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
   * The event that says that a record is gone, for the runtime to take in when a census has not
   * found it; empty where the source keeps what it deletes, or this cannot tell.
   */
  default Optional<SourceRow> gone(String key) {
    return Optional.empty();
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
