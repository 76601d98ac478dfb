package io.causerie.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A column as the database describes it.
 *
 * @param index from 1
 * @param label its name in the database
 * @param field its name in JSON
 * @param quoted its name in SQL, safe to put into a statement
 */
record Column(
    int index, String label, String field, String quoted, ColumnType type, Dialect dialect) {
  /** Its name in SQL where the query or table is called {@code q}. */
  String sql() {
    return "q." + quoted;
  }

  @Nullable String read(ResultSet row) throws SQLException {
    return type.read(row, index);
  }

  void bind(PreparedStatement statement, int parameter, String text) throws SQLException {
    type.bind(statement, parameter, text, dialect);
  }
}
