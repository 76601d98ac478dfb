package io.causerie.sql;

import io.causerie.contract.PolledContract;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Rows of a real PostgreSQL, read by a user of its own. */
class SqlPolledContractTest extends PolledContract {
  @Override
  protected String kind() {
    return "sql";
  }

  @Override
  protected LiveSource source() {
    return new Purchases(Databases.POSTGRES.fresh());
  }

  private static final class Purchases implements LiveSource {
    private final TestDatabase database;
    private final String user = "reader" + UUID.randomUUID().toString().replace("-", "");
    private final String password = "canary-" + UUID.randomUUID();

    Purchases(TestDatabase database) {
      this.database = database;
      execute(
          "create table purchase (number int primary key, status varchar, changed timestamptz)",
          "create role " + user + " login password '" + password + "'",
          "grant select on purchase to " + user);
    }

    private void execute(String... statements) {
      try (Connection connection = database.source().getConnection();
          var statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String config() {
      return """
      url: "%s"
      username: %s
      password: %s
      query: select number, status, changed from purchase
      key: number
      changedOn: changed
      overlap: PT5S
      liveKeys: select number from purchase
      """
          .formatted(database.url(), user, password);
    }

    @Override
    public List<String> secrets() {
      return List.of(password);
    }

    @Override
    public String mapping() {
      return """
      record: { type: Order, id: .number, version: .changed, deleted: $event.type == "row.deleted" }
      track: [ { field: status } ]
      posts:
        - { when: created, summary: { en: "{record} was added" } }
        - { when: changed, summary: { en: "{changes}" } }
        - { when: deleted, summary: { en: "{record} was removed" } }
      """;
    }

    @Override
    public void put(int number, String status, Instant changed) {
      try (Connection connection = database.source().getConnection();
          var upsert =
              connection.prepareStatement(
                  "insert into purchase values (?, ?, ?) on conflict (number) do update"
                      + " set status = excluded.status, changed = excluded.changed")) {
        upsert.setInt(1, number);
        upsert.setString(2, status);
        upsert.setObject(3, changed.atOffset(ZoneOffset.UTC));
        upsert.execute();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void remove(int number) {
      execute("delete from purchase where number = " + number);
    }

    @Override
    public void broken(boolean isBroken) {
      execute(
          isBroken
              ? "revoke select on purchase from " + user
              : "grant select on purchase to " + user);
    }

    @Override
    public void close() {
      execute("drop owned by " + user);
      database.close();
    }
  }
}
