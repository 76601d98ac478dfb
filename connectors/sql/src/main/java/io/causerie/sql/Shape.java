package io.causerie.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query as the database describes it.
 *
 * @param live absent: every row of the query is alive
 */
record Shape(Columns columns, List<Column> key, Column changedOn, @Nullable Live live) {
  /**
   * The query of live keys.
   *
   * @param key its columns, in the order of the key's
   * @param condition holds of a row {@code q} whose key is among the live ones
   */
  record Live(List<Column> key, String condition) {}

  /** In this order rows are read. */
  List<Column> order() {
    List<Column> order = new ArrayList<>();
    order.add(changedOn);
    order.addAll(key);
    return order;
  }
}
