package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.delivery.FakeChannel;
import io.causerie.engine.store.Database;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a node asks of the database while nothing happens. */
class IdleTest {
  /** Asked once a second, for what a node committed that did not live to number it. */
  private static final String NUMBERS = "select position, exists (select 1 from journal";

  /** On both databases in the same eleven seconds. */
  @Test
  void anIdleNodeAsksForNumbersOnceASecondAndForLittleElse() {
    try (Idle h2 = new Idle(Databases.H2);
        Idle postgres = new Idle(Databases.POSTGRES)) {
      List<Idle> both = List.of(h2, postgres);
      Eventually.until("they have begun", () -> both.stream().allMatch(Idle::hasBegun));
      both.forEach(Idle::listen);

      both.forEach(
          idle -> {
            Eventually.until("eleven seconds have passed", () -> idle.numbers() >= 11);
            List<String> others = idle.others();
            assertThat(others.size()).as("%s", others).isLessThanOrEqualTo(8);
          });
    }
  }

  /** A node, and what it asks until it has asked for numbers eleven times. */
  private static final class Idle implements AutoCloseable {
    private final TestDatabase database;
    private final StatementLog log;
    private final Causerie causerie;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Idle(Databases databases) {
      database = Desk.tables(databases);
      log = StatementLog.over(database);
      causerie =
          Causerie.builder()
              .dataSource(log.source())
              .readers(log.reads())
              .clock(new SettableClock(Desk.MONDAY))
              .channels(List.of(new FakeChannel("mail", 4, false)))
              .build();
    }

    /** Whether its readers of the journal have their places, which each is given once. */
    boolean hasBegun() {
      return causerie.dead().isEmpty()
          && Database.over(database.source())
              .<Boolean>ask(
                  h ->
                      h.createQuery("select exists (select 1 from journal_reader)")
                          .mapTo(Boolean.class)
                          .one());
    }

    void listen() {
      log.before(
          sql -> {
            if (numbers() < 11) {
              asked.add(sql);
            }
          });
    }

    long numbers() {
      return asked.stream().filter(sql -> sql.startsWith(NUMBERS)).count();
    }

    List<String> others() {
      return asked.stream()
          .filter(sql -> !sql.startsWith(NUMBERS))
          .filter(sql -> !sql.equals("begin") && !sql.equals("commit"))
          // A connection that the pool opens is asked for once, whenever that is.
          .filter(sql -> !sql.startsWith("set session characteristics"))
          .toList();
    }

    @Override
    public void close() {
      causerie.close();
      database.close();
    }
  }
}
