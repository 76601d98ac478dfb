package io.causerie.sql;

import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Plugins;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What the integrator wrote, checked, with what leaving something out means.
 *
 * @param origin CloudEvents {@code source} of what is read
 */
record Settings(
    String name,
    String origin,
    Clock clock,
    Plugins plugins,
    String url,
    Optional<String> username,
    Optional<String> password,
    String query,
    List<String> key,
    List<String> changedOn,
    List<String> changedBy,
    ZoneId zone,
    Duration overlap,
    long overlapNumbers,
    String eventType,
    Optional<String> liveKeys,
    Optional<Outbox> outbox,
    Optional<String> listen,
    Duration queryTimeout,
    int fetchSize) {

  /**
   * An outbox table.
   *
   * @param done {@code delete}, or the column that marks a row as taken
   */
  record Outbox(String table, String key, String order, String payload, String done) {
    boolean deletes() {
      return done.equals("delete");
    }
  }

  /**
   * @param context its values have been checked by {@link SqlKind}
   */
  static Settings of(ConnectorContext context) {
    return new Settings(
        context.connector(),
        "/" + context.system() + "/" + context.connector(),
        context.clock(),
        context.plugins(),
        context.text(SqlKind.URL).orElse(""),
        context.text(SqlKind.USERNAME),
        context.text(SqlKind.PASSWORD),
        context.text(SqlKind.QUERY).map(Settings::withoutEnd).orElse(""),
        context.texts(SqlKind.KEY),
        context.texts(SqlKind.CHANGED_ON),
        context.texts(SqlKind.CHANGED_BY),
        ZoneId.of(context.text(SqlKind.ZONE).orElse("UTC")),
        context.duration(SqlKind.OVERLAP).orElse(Duration.ofMinutes(1)),
        number(context, SqlKind.OVERLAP_NUMBERS, 1000),
        context.text(SqlKind.EVENT_TYPE).orElse("row"),
        context.text(SqlKind.LIVE_KEYS).map(Settings::withoutEnd),
        context.text(SqlKind.OUTBOX_TABLE).map(table -> outbox(context, table)),
        context.text(SqlKind.LISTEN),
        context.duration(SqlKind.QUERY_TIMEOUT).orElse(Duration.ofSeconds(30)),
        number(context, SqlKind.FETCH_SIZE, 500));
  }

  private static Outbox outbox(ConnectorContext context, String table) {
    String key = context.text(SqlKind.OUTBOX_KEY).orElse("");
    return new Outbox(
        table,
        key,
        context.text(SqlKind.OUTBOX_ORDER).orElse(key),
        context.text(SqlKind.OUTBOX_PAYLOAD).orElse(""),
        context.text(SqlKind.OUTBOX_DONE).orElse("delete"));
  }

  private static int number(ConnectorContext context, String key, int otherwise) {
    return context.text(key).map(Integer::parseInt).orElse(otherwise);
  }

  private static String withoutEnd(String query) {
    return query.strip().replaceFirst("[;\\s]+$", "");
  }

  Dialect dialect() {
    return Dialect.of(url);
  }

  Secrets secrets() {
    return new Secrets(url, password.orElse(null));
  }

  /** Without address and password. */
  @Override
  public String toString() {
    return "Settings[" + name + "]";
  }
}
