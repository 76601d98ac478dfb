package io.causerie.sql;

import io.causerie.model.yaml.Nearest;
import io.causerie.spi.SourceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The columns of a query or table. Names from the configuration are looked up here, and only what
 * the database itself calls a column gets into a statement.
 *
 * @param of how the query or table is called in a message
 */
record Columns(String of, List<Column> all, SqlFaults faults) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  Columns {
    all = List.copyOf(all);
  }

  /** Asks the database, reading no row. */
  static Columns describe(Database database, Connection connection, String of, String from)
      throws SQLException, SourceException {
    String sql = "select q.* from " + from + " q where 1 = 0";
    try (PreparedStatement statement = database.prepare(connection, sql);
        ResultSet none = statement.executeQuery()) {
      Columns columns = of(database, connection, of, none.getMetaData());
      columns.refuseDoubles();
      return columns;
    }
  }

  /** The columns of what has been read. */
  static Columns of(Database database, Connection connection, String of, ResultSetMetaData meta)
      throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString().strip();
    List<Column> all = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      String label = meta.getColumnLabel(i);
      ColumnType type = ColumnType.of(meta, i, database.dialect());
      all.add(new Column(i, label, field(label), quoted(label, quote), type, database.dialect()));
    }
    return new Columns(of, all, database.faults());
  }

  private static String quoted(String label, String quote) throws SQLException {
    if (!quote.isEmpty()) {
      return quote + label.replace(quote, quote + quote) + quote;
    }
    if (!PLAIN.matcher(label).matches()) {
      throw new SQLException("the database cannot quote the column name " + label, "42000");
    }
    return label;
  }

  /** Databases that fold names fold them to capitals; nobody wants to read those. */
  static String field(String label) {
    return label.equals(label.toUpperCase(Locale.ROOT)) ? label.toLowerCase(Locale.ROOT) : label;
  }

  private void refuseDoubles() throws SourceException {
    Set<String> seen = new HashSet<>();
    for (Column column : all) {
      if (!seen.add(column.field())) {
        throw faults.configuration(
            "%s has two columns `%s`".formatted(of, column.field()),
            "Name one of them otherwise: `select ... as another_name`.");
      }
    }
  }

  /**
   * The column the integrator means: its exact name, or the same in other capitals.
   *
   * @param key the key of the configuration that names it
   */
  Column named(String name, String key) throws SourceException {
    List<Column> exact = all.stream().filter(c -> c.label().equals(name)).toList();
    List<Column> near = all.stream().filter(c -> c.label().equalsIgnoreCase(name)).toList();
    if (!exact.isEmpty() || near.size() == 1) {
      return (exact.isEmpty() ? near : exact).get(0);
    }
    List<String> known = all.stream().map(Column::field).toList();
    throw faults.configuration(
        "`%s` is not a column of %s%s"
            .formatted(
                name,
                of,
                Nearest.to(name, known).map(n -> "; did you mean `" + n + "`?").orElse("")),
        "Correct `%s`, or add the column; there are: %s."
            .formatted(key, known.stream().collect(Collectors.joining(", "))));
  }

  /** As {@link #named}; refuses a column that cannot tell rows apart. */
  Column keyNamed(String name, String key) throws SourceException {
    Column column = named(name, key);
    if (!column.type().isKey()) {
      throw faults.configuration(
          "`%s` cannot be a key: it is of type %s".formatted(name, word(column)),
          "Choose another `" + key + "`, or cast it to text or to a whole number in the query.");
    }
    return column;
  }

  /** As {@link #named}; refuses a column in whose order rows cannot be read exactly. */
  Column orderedNamed(String name, String key) throws SourceException {
    Column column = named(name, key);
    if (!column.type().isOrdered()) {
      throw faults.configuration(
          "`%s` cannot be read in order: it is of type %s".formatted(name, word(column)),
          "Choose a timestamp, a date or an exact number for `" + key + "`, or cast it to one.");
    }
    return column;
  }

  static String word(Column column) {
    return column.type().name().toLowerCase(Locale.ROOT);
  }
}
