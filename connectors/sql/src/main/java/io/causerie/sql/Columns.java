package io.causerie.sql;

import io.causerie.model.phrase.Phrase;
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

/**
 * The columns of a query or table. Names from the configuration are looked up here, and only what
 * the database itself calls a column gets into a statement.
 *
 * @param of how the query or table is called in a message
 */
record Columns(Phrase of, List<Column> all, SqlFaults faults) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  Columns {
    all = List.copyOf(all);
  }

  /** Asks the database, reading no row. */
  static Columns describe(Database database, Connection connection, Phrase of, String from)
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
  static Columns of(Database database, Connection connection, Phrase of, ResultSetMetaData meta)
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
            SqlWording.TWO_COLUMNS.with(of, column.field()), SqlWording.NAME_OTHERWISE.with());
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
        Nearest.to(name, known)
            .map(meant -> SqlWording.NO_COLUMN_BUT.with(name, of, meant))
            .orElseGet(() -> SqlWording.NO_COLUMN.with(name, of)),
        SqlWording.CORRECT_COLUMN.with(key, String.join(", ", known)));
  }

  /** As {@link #named}; refuses a column that cannot tell rows apart. */
  Column keyNamed(String name, String key) throws SourceException {
    Column column = named(name, key);
    if (!column.type().isKey()) {
      throw faults.configuration(
          SqlWording.NO_KEY.with(name, word(column)), SqlWording.CHOOSE_KEY.with(key));
    }
    return column;
  }

  /** As {@link #named}; refuses a column in whose order rows cannot be read exactly. */
  Column orderedNamed(String name, String key) throws SourceException {
    Column column = named(name, key);
    if (!column.type().isOrdered()) {
      throw faults.configuration(
          SqlWording.NO_ORDER.with(name, word(column)), SqlWording.CHOOSE_ORDER.with(key));
    }
    return column;
  }

  static String word(Column column) {
    return column.type().name().toLowerCase(Locale.ROOT);
  }
}
