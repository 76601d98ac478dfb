package io.causerie.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The condition of a statement and the values bound in it; values never stand in the text. */
final class Conditions {
  private final StringBuilder sql = new StringBuilder();
  private final List<Column> columns = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /** A condition without values. */
  Conditions and(String condition) {
    sql.append(sql.isEmpty() ? " where " : " and ").append(condition);
    return this;
  }

  /**
   * @param operator for instance {@code <}
   */
  Conditions and(Column column, String operator, String value) {
    and(column.sql() + " " + operator + " ?");
    bound(column, value);
    return this;
  }

  /**
   * Rows that stand after some values in the order of some columns. Spelled out, since few
   * databases compare rows: {@code a >= ? and (a > ? or (a = ? and b > ?))}, where the first part
   * is for their indexes. PostgreSQL does, and needs it: after an update of a million rows in one
   * instant, it would pass all of them for each page.
   */
  Conditions andAfter(List<Column> order, List<String> last) {
    if (order.size() > 1 && order.get(0).dialect() == Dialect.POSTGRES) {
      return andAfterRow(order, last);
    }
    if (order.size() > 1) {
      and(order.get(0), ">=", last.get(0));
    }
    and("");
    after(order, last, 0);
    return this;
  }

  private Conditions andAfterRow(List<Column> order, List<String> last) {
    String columns = order.stream().map(Column::sql).collect(Collectors.joining(", ", "(", ")"));
    and(columns + " > (" + "?, ".repeat(order.size() - 1) + "?)");
    for (int i = 0; i < order.size(); i++) {
      bound(order.get(i), last.get(i));
    }
    return this;
  }

  private void after(List<Column> order, List<String> last, int from) {
    Column column = order.get(from);
    sql.append('(').append(column.sql()).append(" > ?");
    bound(column, last.get(from));
    if (from + 1 < order.size()) {
      sql.append(" or (").append(column.sql()).append(" = ? and ");
      bound(column, last.get(from));
      after(order, last, from + 1);
      sql.append(')');
    }
    sql.append(')');
  }

  /** Rows that have one of some keys. */
  Conditions andOneOf(List<Column> key, List<List<String>> wanted) {
    and("(");
    for (int i = 0; i < wanted.size(); i++) {
      sql.append(i == 0 ? "(" : " or (");
      for (int j = 0; j < key.size(); j++) {
        sql.append(j == 0 ? "" : " and ").append(key.get(j).sql()).append(" = ?");
        bound(key.get(j), wanted.get(i).get(j));
      }
      sql.append(')');
    }
    sql.append(')');
    return this;
  }

  private void bound(Column column, String value) {
    columns.add(column);
    values.add(value);
  }

  String sql() {
    return sql.toString();
  }

  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).bind(statement, i + 1, values.get(i));
    }
  }
}
