package io.causerie.salesforce.fake.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction did to one record.
 *
 * @param fields those that have another value; of an update alone
 * @param silent no change event tells it: children that a merge gives to another parent
 */
public record Change(
    Kind kind, @Nullable Row before, @Nullable Row after, Set<String> fields, boolean silent) {
  /** What is done to a record. */
  public enum Kind {
    CREATE,
    UPDATE,
    DELETE,
    UNDELETE
  }

  public Row row() {
    Row row = after == null ? before : after;
    if (row == null) {
      throw new IllegalStateException("a change of nothing");
    }
    return row;
  }
}
