package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.delivery.FakeChannel;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node asks of the database while nothing happens. */
class IdleTest {
  /** Asked once a second, for what a node committed that did not live to number it. */
  private static final String NUMBERS = "select position, exists (select 1 from journal";

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anIdleNodeAsksForNumbersOnceASecondAndForLittleElse(Databases databases) {
    try (TestDatabase database = Desk.tables(databases)) {
      StatementLog log = StatementLog.over(database);
      try (Causerie causerie =
          Causerie.builder()
              .dataSource(log.source())
              .readers(log.reads())
              .clock(new SettableClock(Desk.MONDAY))
              .channels(List.of(new FakeChannel("mail", 4, false)))
              .build()) {
        Eventually.until("it has begun", () -> causerie.dead().isEmpty());
        List<String> asked = new CopyOnWriteArrayList<>();
        log.before(asked::add);

        Eventually.until(
            "eleven seconds have passed",
            () -> asked.stream().filter(sql -> sql.startsWith(NUMBERS)).count() == 11);

        List<String> others =
            asked.stream()
                .filter(sql -> !sql.startsWith(NUMBERS))
                .filter(sql -> !sql.equals("begin") && !sql.equals("commit"))
                // A connection that the pool opens is asked for once, whenever that is.
                .filter(sql -> !sql.startsWith("set session characteristics"))
                .toList();
        assertThat(others.size()).as("%s", others).isLessThanOrEqualTo(8);
      }
    }
  }
}
