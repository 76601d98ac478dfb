package io.causerie.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query as the database describes it.
 *
 * @param changes what grows with each change, one for each table of a join; the first decides where
 *     several are equal
 * @param walked the column in whose order rows are read now
 * @param live absent: every row of the query is alive
 */
record QueryRoles(
    Columns columns,
    List<Column> key,
    List<Change> changes,
    Column walked,
    @Nullable LiveKeys live) {
  /**
   * A column that grows with each change.
   *
   * @param by who changed it; absent: nobody says
   */
  record Change(Column on, @Nullable Column by) {}

  /**
   * The query of live keys.
   *
   * @param key its columns, in the order of the key's
   * @param condition holds of a row {@code q} whose key is among the live ones
   */
  record LiveKeys(List<Column> key, String condition) {}

  /** The column in whose order rows are read. */
  Column changedOn() {
    return walked;
  }

  /** The same, read in the order of another of its changes. */
  QueryRoles by(int change) {
    return new QueryRoles(columns, key, changes, changes.get(change).on(), live);
  }

  /** Holds of a row {@code q} that says nothing of when it was changed. */
  String never() {
    return String.join(" and ", changes.stream().map(c -> c.on().sql() + " is null").toList());
  }

  /** In this order rows are read. */
  List<Column> order() {
    List<Column> order = new ArrayList<>();
    order.add(walked);
    order.addAll(key);
    return order;
  }
}
