package io.causerie.server;

import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A table of somebody else in the database of Causerie itself, and the configuration of a server
 * that reads it each second.
 */
final class PurchaseTable {
  private final TestDatabase database;
  private final Path folder;

  /**
   * @param folder where the configuration goes
   */
  PurchaseTable(TestDatabase database, Path folder) throws IOException {
    this.database = database;
    this.folder = folder;
    execute(
        "create table purchase (id varchar primary key, changed timestamp with time zone not null, status varchar)");
    // As the guide asks of a table that grows: each page of a history is found by it.
    execute("create index purchase_changed on purchase (changed, id)");
    RunningServer.write(folder, database);
    Files.writeString(
        folder.resolve("mappings/purchase.yaml"),
        """
        record: { type: Purchase, id: .id, version: .changed }
        track: [ { field: status } ]
        posts: [ { when: created, summary: { en: "{actor} added {record}" } } ]
        """);
    connector("reconcile: never");
  }

  /** Writes its system file anew. */
  void connector(String options) throws IOException {
    Files.writeString(
        folder.resolve("systems/shop.yaml"),
        """
        system: shop
        audience: { groups: [sales] }
        kind: sql
        config:
          url: "%s"
          username: %s
          password: %s
        connectors:
          purchases:
            schedule: PT1S
            %s
            config:
              query: select id, changed, status from purchase
              key: id
              changedOn: changed
              overlap: PT2S
            mapping: mappings/purchase.yaml
        """
            .formatted(database.url(), database.user(), database.password(), options));
  }

  /** Writes rows that were changed yesterday. */
  void history(int rows, int statusLength) {
    execute(
        """
        insert into purchase
        select 'h' || n, now() - interval '1 day' + n * interval '1 millisecond', repeat('x', %d)
        from generate_series(1, %d) n
        """
            .formatted(statusLength, rows));
  }

  boolean hasBegun() {
    return duty("poll", "count(cursor)") == 1;
  }

  /** A figure of the connector's row. */
  long state(String expression) {
    return number("select " + expression + " from connector_state where name = 'purchases'");
  }

  /** A figure of one of its duties. */
  long duty(String kind, String expression) {
    return number(
        "select %s from duty where connector = 'purchases' and kind = '%s'"
            .formatted(expression, kind));
  }

  /** A figure of what its last reconciliation found. */
  long reconciliation(String expression) {
    return number(
        "select %s from reconciliation where connector = 'purchases'".formatted(expression));
  }

  void execute(String sql) {
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  long number(String sql) {
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
