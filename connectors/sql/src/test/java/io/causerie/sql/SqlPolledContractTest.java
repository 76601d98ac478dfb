package io.causerie.sql;

import io.causerie.contract.PolledContract;
import io.causerie.spi.SourceException.Fault;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    private String user = "reader" + UUID.randomUUID().toString().replace("-", "");
    private @Nullable Connection locking;
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
      queryTimeout: PT1S
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
        - { when: restored, summary: { en: "{record} is back" } }
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

    /** Row level security without a policy: no error, and no row. */
    @Override
    public void hide() {
      execute("alter table purchase enable row level security");
    }

    @Override
    public void show() {
      execute("alter table purchase disable row level security");
    }

    @Override
    public List<Trouble> troubles() {
      String rename = "alter table purchase rename column ";
      return List.of(
          new Trouble(
              "a right was taken away",
              Fault.CONFIGURATION,
              () -> execute("revoke select on purchase from " + user),
              () -> execute("grant select on purchase to " + user)),
          new Trouble(
              "a column has another name",
              Fault.CONFIGURATION,
              () -> execute(rename + "status to state"),
              () -> execute(rename + "state to status")),
          new Trouble("the table is locked", Fault.TEMPORARY, this::lock, this::unlock),
          new Trouble(
              "the user may no longer sign in",
              Fault.CREDENTIALS,
              () -> execute("alter role " + user + " nologin", cut()),
              () -> execute("alter role " + user + " login")));
    }

    private void lock() {
      try {
        locking = database.source().getConnection();
        locking.setAutoCommit(false);
        locking.createStatement().execute("lock table purchase in access exclusive mode");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private void unlock() {
      try {
        Objects.requireNonNull(locking).rollback();
        Objects.requireNonNull(locking).close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /** A connection that is open is not asked for its password again. */
    private String cut() {
      return "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
          + user
          + "'";
    }

    /** The server of the tests asks nobody for a password, so it is the name that changes. */
    @Override
    public void rotate() {
      String old = user;
      user = old + "2";
      execute("alter role " + old + " rename to " + user, cut());
    }

    @Override
    public void close() {
      execute("drop owned by " + user);
      database.close();
    }
  }
}
