package io.causerie.sql;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database with tables of somebody else, and connectors that read it. */
final class Source implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final TestDatabase database;
  private final Map<String, List<String>> config = new HashMap<>();
  private final List<Connector> connectors = new ArrayList<>();

  Source(Databases which) {
    this.database = which.fresh();
    with(SqlKind.URL, database.url());
    with(SqlKind.USERNAME, database.user());
    with(SqlKind.PASSWORD, database.password());
  }

  /** A source with {@code orders(id, status, changed_on)}, and a query of them. */
  static Source ofOrders(Databases which) {
    return new Source(which)
        .sql(
            "create table orders (id bigint primary key, status varchar(20),"
                + " changed_on timestamp(6) with time zone)")
        .with(SqlKind.QUERY, "select id, status, changed_on from orders")
        .with(SqlKind.KEY, "id")
        .with(SqlKind.CHANGED_ON, "changed_on");
  }

  Source with(ConfigKey key, String... values) {
    config.put(key.name(), List.of(values));
    return this;
  }

  Source without(ConfigKey key) {
    config.remove(key.name());
    return this;
  }

  Source sql(String... statements) {
    try (Connection connection = connection()) {
      for (String sql : statements) {
        connection.createStatement().execute(sql);
      }
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connection() throws SQLException {
    return database.source().getConnection();
  }

  String url() {
    return database.url();
  }

  /** A connector as after a restart. */
  Connector connector() {
    try {
      Connector made =
          new SqlKind().connector(new ConnectorContext("erp", "orders", Clock.systemUTC(), config));
      connectors.add(made);
      return made;
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  List<ConfigException.Fault> refusals() {
    try (Connector made =
        new SqlKind().connector(new ConnectorContext("erp", "orders", Clock.systemUTC(), config))) {
      throw new AssertionError("not refused: " + made);
    } catch (ConfigException e) {
      return e.faults();
    }
  }

  Poller poller() {
    return connector().intake().polled().orElseThrow();
  }

  /** Pages read one after the other, until there is no more. */
  static Walk walk(Poller poller, String cursor, @Nullable String until, int limit)
      throws SourceException {
    List<SourceRow> rows = new ArrayList<>();
    String at = cursor;
    boolean more = true;
    int pages = 0;
    while (more) {
      Poller.Page page = poller.read(at, until, limit);
      rows.addAll(page.rows());
      at = page.next();
      more = page.more();
      pages++;
    }
    return new Walk(rows, at, pages);
  }

  static Walk walk(Poller poller, String cursor, int limit) throws SourceException {
    return walk(poller, cursor, null, limit);
  }

  record Walk(List<SourceRow> rows, String next, int pages) {
    List<String> keys() {
      return rows.stream().map(SourceRow::key).toList();
    }
  }

  static JsonNode json(SourceRow row) {
    try {
      return JSON.readTree(row.event().data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    connectors.forEach(Connector::close);
    database.close();
  }
}
