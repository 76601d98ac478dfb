package io.causerie.sql;

import io.causerie.contract.PolledContract;
import io.causerie.spi.SourceException.Fault;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a real PostgreSQL that asks for passwords, read by a user of its own. */
class SqlPolledContractTest extends PolledContract {
  @Override
  protected String kind() {
    return "sql";
  }

  @TempDir static Path folder;
  private static EmbeddedPostgres server;

  /** As the tests begin it, it lets in everybody. */
  @BeforeAll
  static void askForPasswords() throws Exception {
    Path data = folder.resolve("pg");
    server = Databases.builder().setDataDirectory(data).start();
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        host all all 127.0.0.1/32 scram-sha-256
        """);
    run(server.getPostgresDatabase(), "select pg_reload_conf()");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  protected LiveSource source() {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    run(server.getPostgresDatabase(), "create database " + name);
    // Without a user in it: the driver takes that before the one of the connector's `username`.
    String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name;
    return new Purchases(Databases.open(url, "postgres", "postgres"));
  }

  private static void run(DataSource on, String... statements) {
    try (Connection connection = on.getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Purchases implements LiveSource {
    private final TestDatabase database;
    private final String user = "reader" + UUID.randomUUID().toString().replace("-", "");
    private @Nullable Connection locking;
    private final String first = "canary-" + UUID.randomUUID();
    private final String second = "canary-" + UUID.randomUUID();
    private String password = first;

    Purchases(TestDatabase database) {
      this.database = database;
      execute(
          "create table purchase (number int primary key, status varchar, changed timestamptz)",
          "create role " + user + " login password '" + password + "'",
          "grant select on purchase to " + user);
    }

    private void execute(String... statements) {
      run(database.source(), statements);
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
      return List.of(first, second);
    }

    @Override
    public String mapping() {
      return """
      record: { type: Order, id: .number, version: .changed }
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

    @Override
    public void rotate() {
      password = second;
      execute("alter role " + user + " password '" + password + "'", cut());
    }

    @Override
    public void close() {
      execute("drop owned by " + user);
      database.close();
    }
  }
}
