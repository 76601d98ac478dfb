package io.causerie.sql;

import io.causerie.model.SourceEvent;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.SourceRow;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of the integrator's query. Used by many threads. */
final class Rows {
  private static final String OF = "the query";

  private final Settings settings;
  private final Database database;
  private volatile @Nullable Shape shape;

  /**
   * A row.
   *
   * @param changedOn absent: it has none
   */
  record Found(@Nullable String changedOn, List<String> key, SourceRow row) {
    /** Where it stands in the order of change. */
    List<String> at() {
      List<String> at = new ArrayList<>();
      at.add(String.valueOf(changedOn));
      at.addAll(key);
      return at;
    }
  }

  Rows(Settings settings, Database database) {
    this.settings = settings;
    this.database = database;
  }

  Database database() {
    return database;
  }

  Settings settings() {
    return settings;
  }

  /** Does something with the query on one connection. */
  <T> T read(String doing, Database.Work<T> work) throws SourceException {
    try {
      return database.read(doing, work);
    } catch (SourceException e) {
      shape = null; // its columns may have changed under us
      throw e;
    }
  }

  Shape shape(Connection connection) throws SQLException, SourceException {
    Shape known = shape;
    if (known == null) {
      known = describe(connection);
      shape = known;
    }
    return known;
  }

  Shape describe(Connection connection) throws SQLException, SourceException {
    Columns columns = Columns.describe(database, connection, OF, from());
    List<Column> key = new ArrayList<>();
    for (String name : settings.key()) {
      key.add(columns.keyNamed(name, SqlKind.KEY));
    }
    Column changedOn = columns.orderedNamed(settings.changedOn(), SqlKind.CHANGED_ON);
    return new Shape(columns, List.copyOf(key), changedOn, live(connection, key));
  }

  private Shape.@Nullable Live live(Connection connection, List<Column> key)
      throws SQLException, SourceException {
    if (settings.liveKeys().isEmpty()) {
      return null;
    }
    String from = liveFrom();
    Columns live = Columns.describe(database, connection, "the query of live keys", from);
    List<Column> columns = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      Column column =
          key.size() == 1 && live.all().size() == 1
              ? live.all().get(0)
              : live.named(settings.key().get(i), SqlKind.LIVE_KEYS);
      columns.add(column);
      same.add("l." + column.quoted() + " = " + key.get(i).sql());
    }
    return new Shape.Live(
        List.copyOf(columns),
        "exists (select 1 from %s l where %s)".formatted(from, String.join(" and ", same)));
  }

  /** Whether a key is among the live ones, as the database compares keys. */
  boolean isLive(Connection connection, Shape.Live live, List<String> key) throws SQLException {
    Conditions conditions = new Conditions().andOneOf(live.key(), List.of(key));
    String count = figure(connection, "count(*)", liveFrom(), conditions);
    return !"0".equals(count);
  }

  private String from() {
    return inner(settings.query());
  }

  private String liveFrom() {
    return inner(settings.liveKeys().orElseThrow());
  }

  private static String inner(String query) {
    // On lines of its own: the query may end with a comment.
    return "(\n" + query + "\n)";
  }

  /** The first rows that fulfil some conditions, in the order of some columns. */
  List<Found> select(
      Connection connection, Shape shape, Conditions conditions, List<Column> order, int limit)
      throws SQLException, SourceException {
    String sql =
        "select q.* from "
            + from()
            + " q"
            + conditions.sql()
            + order.stream().map(Column::sql).collect(Collectors.joining(", ", " order by ", ""))
            + database.dialect().first(limit);
    List<Found> rows = new ArrayList<>();
    try (PreparedStatement statement = database.prepare(connection, sql)) {
      statement.setMaxRows(limit);
      conditions.bind(statement);
      try (ResultSet result = statement.executeQuery()) {
        Columns now = Columns.of(database, connection, OF, result.getMetaData());
        if (!now.equals(shape.columns())) {
          throw new SourceException(
              Fault.TEMPORARY,
              "the columns of the query have changed since it was read before",
              "Nothing to do: it is read anew.",
              null);
        }
        while (result.next()) {
          rows.add(row(shape, result));
        }
      }
    }
    return rows;
  }

  private Found row(Shape shape, ResultSet result) throws SQLException, SourceException {
    List<String> key = new ArrayList<>();
    for (Column column : shape.key()) {
      String value = column.read(result);
      if (value == null) {
        throw database
            .faults()
            .badAnswer(
                "a row has no value in its key column `" + column.field() + "`",
                "Leave such rows out (`where %s is not null`), or choose another `key`."
                    .formatted(column.field()),
                null);
      }
      key.add(value);
    }
    byte[] data = RowJson.of(result, shape.columns().all());
    String changedOn = shape.changedOn().read(result);
    String version = changedOn == null ? "null-" + digest(data) : changedOn;
    Instant time = time(shape, changedOn);
    return new Found(
        changedOn,
        List.copyOf(key),
        row(Keys.join(key), version, settings.eventType(), time, data));
  }

  private @Nullable Instant time(Shape shape, @Nullable String changedOn) {
    // A day is no moment: what happened on it is published when it is seen.
    return changedOn == null || shape.changedOn().type() == ColumnType.DATE
        ? null
        : timeline(shape).moment(changedOn).orElse(null);
  }

  /** A record that is no more; since when, nobody knows. */
  SourceRow gone(Shape shape, List<String> key, Instant now) {
    SourceRow row =
        row(
            Keys.join(key),
            now.toString(),
            settings.eventType() + ".deleted",
            null,
            RowJson.ofKey(shape.key(), key));
    return SourceRow.gone(row.key(), row.version(), row.event());
  }

  private SourceRow row(
      String key, String version, String type, @Nullable Instant time, byte[] data) {
    return new SourceRow(
        key,
        version,
        new SourceEvent(
            settings.origin(), type, key + "@" + version, key, time, null, Map.of(), data));
  }

  Timeline timeline(Shape shape) {
    return new Timeline(
        shape.changedOn().type(), settings.zone(), settings.overlap(), settings.overlapNumbers());
  }

  /** A figure about the rows, for instance {@code count(*)}; absent: NULL. */
  @Nullable String figure(Connection connection, String expression, Conditions conditions)
      throws SQLException {
    return figure(connection, expression, from(), conditions);
  }

  private @Nullable String figure(
      Connection connection, String expression, String from, Conditions conditions)
      throws SQLException {
    String sql = "select " + expression + " from " + from + " q" + conditions.sql();
    try (PreparedStatement statement = database.prepare(connection, sql)) {
      conditions.bind(statement);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }

  private static String digest(byte[] data) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(data);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
