package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.model.RecordId;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Statements that hang hold up whoever sent them, and nobody who would have been asked with her.
 */
class HangingGatesTest {
  private static final int HANGING = 4;

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger hang = new AtomicInteger(HANGING);
  private final AtomicInteger hanging = new AtomicInteger();

  private void hang(String sql) {
    if (sql.contains("from rights_version") && hang.getAndDecrement() > 0) {
      hanging.incrementAndGet();
      try {
        end.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static CompletableFuture<Void> soon(Runnable work) {
    return CompletableFuture.runAsync(work, task -> new Thread(task).start());
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whoComesAfterThemIsAnswered(Databases databases) {
    TestDatabase database = Desk.tables(databases);
    StatementLog log = StatementLog.over(database);
    try (Desk desk = new Desk(database, log.source(), log.reads())) {
      desk.ingest(order("1").status("Open"));
      RecordId record = desk.id("1");
      Runnable page =
          () -> desk.causerie.reads().page(Desk.as("grace"), record, (h, in) -> in.person());
      desk.position();
      page.run();
      page.run();
      log.before(this::hang);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      try {
        for (int i = 1; i <= HANGING; i++) {
          int now = i;
          all.add(soon(page));
          Eventually.until(now + " hang", () -> hanging.get() == now);
        }

        soon(page).join();

        assertThat(all).noneMatch(CompletableFuture::isDone);
      } finally {
        end.countDown();
      }
      all.forEach(CompletableFuture::join);
    }
  }
}
