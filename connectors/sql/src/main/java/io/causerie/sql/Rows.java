package io.causerie.sql;

import io.causerie.model.PlainText;
import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.Wording;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of the integrator's query. Used by many threads. */
final class Rows {
  private static final Phrase OF = SqlWording.THE_QUERY.with();

  /** The attribute of an event that tells who made the change that came last. */
  private static final String CHANGED_BY = "changedby";

  private final Settings settings;
  private final Database database;
  private volatile @Nullable QueryRoles roles;

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
  <T> T read(Wording doing, Database.Work<T> work) throws SourceException {
    try {
      return database.read(doing, work);
    } catch (SourceException e) {
      roles = null; // its columns may have changed under us
      throw e;
    }
  }

  QueryRoles roles(Connection connection) throws SQLException, SourceException {
    QueryRoles known = roles;
    if (known == null) {
      known = describe(connection);
      roles = known;
    }
    return known;
  }

  QueryRoles describe(Connection connection) throws SQLException, SourceException {
    Columns columns = Columns.describe(database, connection, OF, from());
    List<Column> key = new ArrayList<>();
    for (String name : settings.key()) {
      key.add(columns.keyNamed(name, SqlKind.KEY.name()));
    }
    List<QueryRoles.Change> changes = changes(columns);
    return new QueryRoles(
        columns, List.copyOf(key), changes, changes.get(0).on(), live(connection, key));
  }

  private List<QueryRoles.Change> changes(Columns columns) throws SourceException {
    List<QueryRoles.Change> changes = new ArrayList<>();
    for (int i = 0; i < settings.changedOn().size(); i++) {
      Column on = columns.orderedNamed(settings.changedOn().get(i), SqlKind.CHANGED_ON.name());
      Column by =
          settings.changedBy().isEmpty()
              ? null
              : columns.named(settings.changedBy().get(i), SqlKind.CHANGED_BY.name());
      changes.add(new QueryRoles.Change(on, by));
      ColumnType first = changes.get(0).on().type();
      if (on.type() != first) {
        throw database
            .faults()
            .configuration(
                SqlWording.NOT_COMPARED.with(
                    changes.get(0).on().field(),
                    on.field(),
                    Columns.word(changes.get(0).on()),
                    Columns.word(on)),
                SqlWording.CAST.with());
      }
    }
    return List.copyOf(changes);
  }

  private QueryRoles.@Nullable LiveKeys live(Connection connection, List<Column> key)
      throws SQLException, SourceException {
    if (settings.liveKeys().isEmpty()) {
      return null;
    }
    String from = liveFrom();
    Columns live = Columns.describe(database, connection, SqlWording.LIVE_QUERY.with(), from);
    List<Column> columns = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      Column column =
          key.size() == 1 && live.all().size() == 1
              ? live.all().get(0)
              : live.named(settings.key().get(i), SqlKind.LIVE_KEYS.name());
      columns.add(column);
      same.add("l." + column.quoted() + " = " + key.get(i).sql());
    }
    return new QueryRoles.LiveKeys(
        List.copyOf(columns),
        "exists (select 1 from %s l where %s)".formatted(from, String.join(" and ", same)));
  }

  /** Whether a key is among the live ones, as the database compares keys. */
  boolean isLive(Connection connection, QueryRoles.LiveKeys live, List<String> key)
      throws SQLException {
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
      Connection connection, QueryRoles roles, Conditions conditions, List<Column> order, int limit)
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
        if (!now.equals(roles.columns())) {
          throw new SourceException(
              Fault.TEMPORARY,
              SqlWording.COLUMNS_CHANGED.with(),
              SqlWording.READ_ANEW.with(),
              null);
        }
        while (result.next()) {
          rows.add(row(roles, result));
        }
      }
    }
    return rows;
  }

  private Found row(QueryRoles roles, ResultSet result) throws SQLException, SourceException {
    List<String> key = new ArrayList<>();
    for (Column column : roles.key()) {
      String value = column.read(result);
      if (value == null) {
        throw database
            .faults()
            .badAnswer(
                SqlWording.KEY_EMPTY.with(column.field()),
                SqlWording.LEAVE_OUT.with(column.field()),
                null);
      }
      key.add(value);
    }
    byte[] data = RowJson.of(result, roles.columns().all());
    Moved moved = latest(roles, result);
    String version = moved == null ? "null-" + digest(data) : version(roles, result);
    Instant time = time(roles, moved == null ? null : moved.at());
    Map<String, String> who = moved == null ? Map.of() : who(moved, result);
    return new Found(
        roles.walked().read(result),
        List.copyOf(key),
        row(Keys.join(key), version, settings.eventType(), time, who, data));
  }

  /** Of several changes all, so that it is another one whichever of them goes on. */
  private static String version(QueryRoles roles, ResultSet result) throws SQLException {
    List<String> all = new ArrayList<>();
    for (QueryRoles.Change change : roles.changes()) {
      all.add(String.valueOf(change.on().read(result)));
    }
    String version = String.join(",", all);
    return version.length() <= SourceRow.MAX_VERSION
        ? version
        : digest(version.getBytes(StandardCharsets.UTF_8));
  }

  /** The change of a row that came last. */
  private record Moved(QueryRoles.Change change, String at) {}

  private @Nullable Moved latest(QueryRoles roles, ResultSet result) throws SQLException {
    Moved latest = null;
    for (QueryRoles.Change change : roles.changes()) {
      String at = change.on().read(result);
      if (at != null && (latest == null || timeline(roles).isLater(at, latest.at()))) {
        latest = new Moved(change, at);
      }
    }
    return latest;
  }

  /** Who made it, where the configuration says which column tells. */
  private Map<String, String> who(Moved moved, ResultSet result) throws SQLException {
    Column by = moved.change().by();
    String who = by == null ? null : by.read(result);
    return who == null || PlainText.firstUnstorable(who) >= 0 ? Map.of() : Map.of(CHANGED_BY, who);
  }

  private @Nullable Instant time(QueryRoles roles, @Nullable String changedOn) {
    // A day is no moment: what happened on it is published when it is seen.
    return changedOn == null || roles.changedOn().type() == ColumnType.DATE
        ? null
        : timeline(roles).moment(changedOn).orElse(null);
  }

  /** A record that is no more; since when, nobody knows. */
  SourceRow gone(QueryRoles roles, List<String> key, Instant now) {
    SourceRow row =
        row(
            Keys.join(key),
            now.toString(),
            settings.eventType() + ".deleted",
            null,
            Map.of(),
            RowJson.ofKey(roles.key(), key));
    return SourceRow.gone(row.key(), row.version(), row.event());
  }

  private SourceRow row(
      String key,
      String version,
      String type,
      @Nullable Instant time,
      Map<String, String> attributes,
      byte[] data) {
    return new SourceRow(
        key,
        version,
        new SourceEvent(
            settings.origin(), type, key + "@" + version, key, time, null, attributes, data));
  }

  Timeline timeline(QueryRoles roles) {
    return new Timeline(
        roles.changedOn().type(), settings.zone(), settings.overlap(), settings.overlapNumbers());
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
    return Sha256.hex(data).substring(0, 32);
  }
}
