package io.causerie.sql;

import io.causerie.model.SourceEvent;
import io.causerie.model.json.ModelJson;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Poller;
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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of an outbox table in their order, and deletes or marks them once they are durable
 * here. Nothing is claimed before: only one node reads, and a row read twice, because of a crash in
 * between, is known by its key and order. What is not cleared yet is what is still to be read, so a
 * row committed late is not missed, whatever its order.
 */
final class OutboxPoller implements Poller {
  private static final SqlWording READING = SqlWording.OUTBOX_UNREAD;
  private static final String START = "{}";

  private final Settings settings;
  private final Settings.Outbox outbox;
  private final Database database;
  private final Listening listening;

  /**
   * In a walk over the pending rows, the last one read; else nothing. Without it, a page that could
   * not be cleared would come again and again, and hide what stands behind it.
   */
  private record Position(@Nullable List<String> at) {}

  /** The outbox as the database describes it. */
  private record OutboxRoles(Column key, Column order, Column payload, @Nullable Column done) {
    List<Column> inOrder() {
      return order.equals(key) ? List.of(key) : List.of(order, key);
    }
  }

  OutboxPoller(Settings settings, Settings.Outbox outbox, Database database, Listening listening) {
    this.settings = settings;
    this.outbox = outbox;
    this.database = database;
    this.listening = listening;
  }

  /** An outbox holds what nobody has taken yet, whenever that was written. */
  @Override
  public String start(@Nullable Instant since) {
    return START;
  }

  @Override
  public boolean tellsStates() {
    return false;
  }

  /** It has no history either. */
  @Override
  public String beginning() {
    return START;
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    Position from = parse(cursor);
    return database.read(READING, c -> page(c, from, limit));
  }

  private static Position parse(String cursor) throws SourceException {
    try {
      return ModelJson.read(cursor, Position.class);
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          Fault.CONFIGURATION, SqlWording.CURSOR.with(), SqlWording.RESET.with(), e);
    }
  }

  private Page page(Connection connection, Position from, int limit)
      throws SQLException, SourceException {
    Instant now = database.now(connection);
    OutboxRoles roles = roles(connection);
    Conditions conditions = pending(roles);
    List<String> at = from.at();
    if (at != null) {
      conditions.andAfter(roles.inOrder(), at);
    }
    List<Column> order = roles.inOrder();
    String sql =
        "select q.* from "
            + outbox.table()
            + " q"
            + conditions.sql()
            + " order by "
            + String.join(", ", order.stream().map(Column::sql).toList())
            + database.dialect().first(limit + 1);
    List<SourceRow> rows = new ArrayList<>();
    List<String> last = List.of();
    boolean more = false;
    try (PreparedStatement statement = database.prepare(connection, sql)) {
      conditions.bind(statement);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          more = rows.size() == limit;
          if (!more) {
            last = values(order, result);
            rows.add(row(roles, result));
          }
        }
      }
    }
    String next = more ? ModelJson.write(new Position(last)) : START;
    return new Page(rows, next, more, more ? null : now);
  }

  private OutboxRoles roles(Connection connection) throws SQLException, SourceException {
    Phrase of = SqlWording.TABLE.with(outbox.table());
    Columns columns = Columns.describe(database, connection, of, outbox.table());
    return new OutboxRoles(
        columns.keyNamed(outbox.key(), SqlKind.OUTBOX_KEY.name()),
        columns.keyNamed(outbox.order(), SqlKind.OUTBOX_ORDER.name()),
        columns.named(outbox.payload(), SqlKind.OUTBOX_PAYLOAD.name()),
        outbox.deletes() ? null : columns.named(outbox.done(), SqlKind.OUTBOX_DONE.name()));
  }

  private Conditions pending(OutboxRoles roles) throws SourceException {
    Column done = roles.done();
    if (done == null) {
      return new Conditions();
    }
    String isNull = done.sql() + " is null";
    return switch (done.type()) {
      case BOOLEAN -> new Conditions().and("(" + isNull + " or " + done.sql() + " = false)");
      case INTEGER, DECIMAL -> new Conditions().and("(" + isNull + " or " + done.sql() + " = 0)");
      case DATE, LOCAL, INSTANT -> new Conditions().and(isNull);
      case FLOATING, UUID, TEXT, BYTES, JSON, ARRAY, OTHER ->
          throw database
              .faults()
              .configuration(
                  SqlWording.NO_DONE.with(done.field(), done.type()),
                  SqlWording.CHOOSE_DONE.with());
    };
  }

  private List<String> values(List<Column> columns, ResultSet result)
      throws SQLException, SourceException {
    List<String> values = new ArrayList<>();
    for (Column column : columns) {
      values.add(filled(column, result));
    }
    return List.copyOf(values);
  }

  private String filled(Column column, ResultSet result) throws SQLException, SourceException {
    String value = column.read(result);
    if (value == null) {
      throw database
          .faults()
          .badAnswer(
              SqlWording.OUTBOX_EMPTY.with(outbox.table(), column.field()),
              SqlWording.NOT_NULL.with(),
              null);
    }
    return value;
  }

  private SourceRow row(OutboxRoles roles, ResultSet result) throws SQLException, SourceException {
    String key = filled(roles.key(), result);
    String order = filled(roles.order(), result);
    Instant time =
        roles.order().type().isTime()
            ? new Timeline(roles.order().type(), settings.zone(), settings.overlap(), 0)
                .moment(order)
                .orElse(null)
            : null;
    SourceEvent event =
        new SourceEvent(
            settings.origin(),
            settings.eventType(),
            key + "@" + order,
            key,
            time,
            null,
            Map.of(),
            payload(roles.payload(), result));
    return new SourceRow(key, order, event);
  }

  /** As it is, even if it is no JSON: the event then fails where people see it. */
  private static byte[] payload(Column column, ResultSet result) throws SQLException {
    if (column.type() == ColumnType.BYTES) {
      byte[] bytes = result.getBytes(column.index());
      return bytes == null ? new byte[0] : bytes;
    }
    String text = column.read(result);
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public OptionalLong count(String cursor, @Nullable String until) throws SourceException {
    return OptionalLong.of(database.read(READING, this::count));
  }

  private long count(Connection connection) throws SQLException, SourceException {
    Conditions conditions = pending(roles(connection));
    String sql = "select count(*) from " + outbox.table() + " q" + conditions.sql();
    try (PreparedStatement statement = database.prepare(connection, sql);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  /**
   * Deletes or marks the rows of a page. One whose order has changed since it was read is another
   * message now, and stays.
   */
  @Override
  public void committed(Page page) throws SourceException {
    if (!page.rows().isEmpty()) {
      database.write(SqlWording.OUTBOX_UNCLEARED, c -> clear(c, page));
    }
  }

  private int clear(Connection connection, Page page) throws SQLException, SourceException {
    OutboxRoles roles = roles(connection);
    String sql =
        change(roles)
            + " where "
            + roles.key().quoted()
            + " = ? and "
            + roles.order().quoted()
            + " = ?";
    try (PreparedStatement statement = database.prepare(connection, sql)) {
      for (SourceRow row : page.rows()) {
        roles.key().bind(statement, 1, row.key());
        roles.order().bind(statement, 2, row.version());
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  private String change(OutboxRoles roles) {
    Column done = roles.done();
    if (done == null) {
      return "delete from " + outbox.table();
    }
    String value =
        done.type().isTime()
            ? "current_timestamp"
            : done.type() == ColumnType.BOOLEAN ? "true" : "1";
    return "update " + outbox.table() + " set " + done.quoted() + " = " + value;
  }

  /** Connects, and compares the configuration with the table. */
  void check() throws SourceException {
    database.read(READING, c -> pending(roles(c)));
  }

  @Override
  public AutoCloseable listen(Runnable wake) throws SourceException {
    return listening.listen(wake);
  }
}
