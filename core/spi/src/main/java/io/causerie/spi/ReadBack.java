package io.causerie.spi;

import java.util.Collection;
import java.util.List;

/**
 * Reads whole records by their keys: for events that carry a key only, and to repair what a census
 * found missing. Used by one thread at a time.
 */
@FunctionalInterface
public interface ReadBack {
  /**
   * The records as they are now, in any order; a key that the source does not know is left out.
   *
   * @param keys as {@link SourceRow#key} has them; at most 100
   */
  List<SourceRow> read(Collection<String> keys) throws SourceException;
}
