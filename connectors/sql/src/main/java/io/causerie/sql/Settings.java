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
        SqlKind.URL.in(context),
        SqlKind.USERNAME.given(context),
        SqlKind.PASSWORD.given(context),
        SqlKind.QUERY.given(context).map(Settings::withoutEnd).orElse(""),
        SqlKind.KEY.given(context).orElse(List.of()),
        SqlKind.CHANGED_ON.given(context).orElse(List.of()),
        SqlKind.CHANGED_BY.given(context).orElse(List.of()),
        SqlKind.ZONE.in(context),
        SqlKind.OVERLAP.in(context),
        SqlKind.OVERLAP_NUMBERS.in(context),
        SqlKind.EVENT_TYPE.in(context),
        SqlKind.LIVE_KEYS.given(context).map(Settings::withoutEnd),
        SqlKind.OUTBOX_TABLE.given(context).map(table -> outbox(context, table)),
        SqlKind.LISTEN.given(context),
        SqlKind.QUERY_TIMEOUT.in(context),
        SqlKind.FETCH_SIZE.in(context));
  }

  private static Outbox outbox(ConnectorContext context, String table) {
    String key = SqlKind.OUTBOX_KEY.given(context).orElse("");
    return new Outbox(
        table,
        key,
        SqlKind.OUTBOX_ORDER.given(context).orElse(key),
        SqlKind.OUTBOX_PAYLOAD.given(context).orElse(""),
        SqlKind.OUTBOX_DONE.in(context));
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
