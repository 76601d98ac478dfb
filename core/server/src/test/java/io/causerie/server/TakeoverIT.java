package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real processes on one PostgreSQL read one table that is written to all the time. The one that
 * reads is frozen, then woken; then the other one is killed: each time the connector goes on within
 * 15 seconds, no row is missed and none is posted twice.
 */
class TakeoverIT {
  private static final Duration TAKEN_OVER = Duration.ofSeconds(15);

  @TempDir Path folder;
  private final AtomicInteger rows = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void frozenNodeWakesUpAndDoublesNothingAndADeadOneIsReplaced() throws Exception {
    try (TestDatabase database = Databases.POSTGRES.fresh()) {
      write(database);
      execute(
          database,
          "create table purchase (id varchar primary key, changed timestamptz not null, status varchar)");
      try (ServerProcess first = ServerProcess.start(folder, free());
          ServerProcess second = ServerProcess.start(folder, free())) {
        Eventually.until("the connector has begun", () -> cursor(database) == 1);
        Thread writer = new Thread(() -> insert(database), "writer");
        writer.start();
        awaitPosted(database, 20);

        // The first one was alone when it took the connector.
        long frozen = takenOver(database, first::freeze);
        first.wake();
        awaitPosted(database, rows.get());
        long dead = takenOver(database, second::kill);
        enough.set(true);
        writer.join();
        awaitPosted(database, rows.get());

        System.out.printf(
            "taken over from a frozen node after %d ms, a dead one %d ms%n", frozen, dead);
        assertThat(count(database, "select count(*) from activity")).isEqualTo(rows.get());
        assertThat(count(database, "select count(*) from event")).isEqualTo(rows.get());
        assertThat(count(database, "select count(*) from event where fate = 1"))
            .isEqualTo(rows.get());
      }
    }
  }

  /** Something that ends the node that reads. */
  @FunctionalInterface
  private interface Blow {
    void strike() throws IOException, InterruptedException;
  }

  /** How many milliseconds later new rows are posted again. */
  private long takenOver(TestDatabase database, Blow blow) throws Exception {
    long epoch = count(database, "select epoch from connector_state where name = 'purchases'");
    blow.strike();
    long start = System.nanoTime();
    Eventually.until(
        "another node takes over",
        TAKEN_OVER,
        () ->
            number(database, "select epoch from connector_state where name = 'purchases'") > epoch);
    int known = rows.get();
    Eventually.until(
        "it posts again",
        TAKEN_OVER,
        () -> number(database, "select count(*) from activity") >= known);
    return (System.nanoTime() - start) / 1_000_000;
  }

  private void write(TestDatabase database) throws IOException {
    RunningServer.write(folder, database);
    Files.writeString(
        folder.resolve("systems/shop.yaml"),
        """
        system: shop
        audience: { groups: [sales] }
        connectors:
          purchases:
            kind: sql
            schedule: PT1S
            reconcile: never
            config:
              url: "%s"
              username: %s
              password: %s
              query: select id, changed, status from purchase
              key: id
              changedOn: changed
              overlap: PT2S
            mapping: mappings/purchase.yaml
        """
            .formatted(database.url(), database.user(), database.password()));
    Files.writeString(
        folder.resolve("mappings/purchase.yaml"),
        """
        record: { type: Purchase, id: .id, version: .changed }
        track: [ { field: status } ]
        posts: [ { when: created, summary: { en: "{actor} added {record}" } } ]
        """);
  }

  private void insert(TestDatabase database) {
    try (var connection = database.source().getConnection();
        var insert =
            connection.prepareStatement(
                "insert into purchase values (?, clock_timestamp(), 'open')")) {
      while (!enough.get()) {
        insert.setString(1, "p" + (rows.get() + 1));
        insert.execute();
        rows.incrementAndGet();
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitPosted(TestDatabase database, int posts) {
    Eventually.until(
        posts + " rows are posted",
        Duration.ofSeconds(60),
        () -> number(database, "select count(*) from activity") >= posts);
  }

  private static int cursor(TestDatabase database) {
    return (int)
        number(
            database,
            "select count(*) from connector_state where name = 'purchases' and cursor is not null");
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(TestDatabase database, String sql) {
    try {
      return count(database, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static long count(TestDatabase database, String sql) throws SQLException {
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
