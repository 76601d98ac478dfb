package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.store.Database;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real processes on one PostgreSQL read one journal that grows all the time. The one that reads
 * is frozen wherever it stands, the other takes over, and the first is woken: three times, each
 * line is read once.
 */
@Tag("chaos")
class FrozenReaderTest {
  @TempDir Path folder;
  private final AtomicInteger lines = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void aNodeThatWasFrozenDoesNothingAgain() throws Exception {
    try (TestDatabase database = Desk.tables(Databases.POSTGRES)) {
      Database direct = Database.over(database.source());
      direct.writing(h -> h.execute("create table counted (position bigint not null)"));
      try (ReaderProcess first = start(database, "first");
          ReaderProcess second = start(database, "second")) {
        Eventually.until("it is registered", () -> count(direct, "journal_reader") == 4);
        Thread writer = new Thread(() -> write(direct), "writer");
        writer.start();
        for (int i = 0; i < 3; i++) {
          long before = count(direct, "counted");
          Eventually.until("lines are read", () -> count(direct, "counted") > before + 20);
          ReaderProcess frozen = i % 2 == 0 ? first : second;
          frozen.freeze();
          long at = count(direct, "counted");
          Eventually.until("the other reads on", () -> count(direct, "counted") > at + 20);
          frozen.wake();
        }
        enough.set(true);
        writer.join();

        Eventually.until("all are read", () -> count(direct, "counted") >= lines.get());
        assertThat(
                direct.<Long>read(
                    h ->
                        h.createQuery("select count(distinct position) from counted")
                            .mapTo(Long.class)
                            .one()))
            .isEqualTo(lines.get());
        assertThat(count(direct, "counted")).isEqualTo(lines.get());
      }
    }
  }

  private ReaderProcess start(TestDatabase database, String name) throws Exception {
    return ReaderProcess.start(
        database.url(), database.user(), database.password(), folder.resolve(name + ".log"));
  }

  private void write(Database direct) {
    while (!enough.get()) {
      direct.writing(
          h ->
              h.createUpdate(
                      """
                      insert into journal (id, what, record_id, lane, at)
                      values (:id, 0, 1, 0, :at)
                      """)
                  .bind("id", lines.incrementAndGet())
                  .bind("at", Instant.now())
                  .execute());
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  private static long count(Database direct, String table) {
    return direct.read(h -> h.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }
}
