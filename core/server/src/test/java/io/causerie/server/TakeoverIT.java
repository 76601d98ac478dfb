package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real processes on one PostgreSQL read one table that is written to all the time. The one that
 * reads is frozen, then woken; then the other one is killed: each time the connector goes on within
 * 15 seconds, no row is missed and none is posted twice.
 */
@Tag("chaos")
class TakeoverIT {
  private static final Duration TAKEN_OVER = Duration.ofSeconds(15);

  @TempDir Path folder;
  private final AtomicInteger rows = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void frozenNodeWakesUpAndDoublesNothingAndADeadOneIsReplaced() throws Exception {
    try (TestDatabase database = Databases.POSTGRES.fresh()) {
      PurchaseTable table = new PurchaseTable(database, folder);
      try (ServerProcess first = ServerProcess.start(folder);
          ServerProcess second = ServerProcess.start(folder)) {
        Eventually.until("the connector has begun", table::hasBegun);
        Thread writer = new Thread(() -> insert(database), "writer");
        writer.start();
        awaitPosted(table, 20);

        // The first one was alone when it took the connector.
        long frozen = takenOver(table, first::freeze);
        first.wake();
        awaitPosted(table, rows.get());
        long dead = takenOver(table, second::kill);
        enough.set(true);
        writer.join();
        awaitPosted(table, rows.get());

        System.out.printf(
            "taken over from a frozen node after %d ms, a dead one %d ms%n", frozen, dead);
        assertThat(table.number("select count(*) from activity")).isEqualTo(rows.get());
        assertThat(table.number("select count(*) from event")).isEqualTo(rows.get());
        assertThat(table.number("select count(*) from event where fate = 1")).isEqualTo(rows.get());
      }
    }
  }

  /** Something that ends the node that reads. */
  @FunctionalInterface
  private interface Blow {
    void strike() throws IOException, InterruptedException;
  }

  /** How many milliseconds later new rows are posted again. */
  private long takenOver(PurchaseTable table, Blow blow) throws Exception {
    long epoch = table.state("epoch");
    blow.strike();
    long start = System.nanoTime();
    Eventually.until("another node takes over", TAKEN_OVER, () -> table.state("epoch") > epoch);
    int known = rows.get();
    Eventually.until(
        "it posts again", TAKEN_OVER, () -> table.number("select count(*) from activity") >= known);
    return (System.nanoTime() - start) / 1_000_000;
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

  private static void awaitPosted(PurchaseTable table, int posts) {
    Eventually.until(
        posts + " rows are posted",
        Duration.ofSeconds(60),
        () -> table.number("select count(*) from activity") >= posts);
  }
}
