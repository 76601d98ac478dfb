package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What it costs to look after connectors of which nothing is new. */
class IdlePollersTest {
  private static final int MANY = 50;
  private static final String RENEWS = "update connector_state set held_until";

  @ParameterizedTest
  @EnumSource(Databases.class)
  void lookCostsThreeStatementsHoweverManyConnectorsThereAre(Databases databases) {
    try (TestDatabase database = Desk.tables(databases)) {
      StatementLog log = StatementLog.over(database);
      SettableClock clock = new SettableClock(Desk.MONDAY);
      Queue<String> statements = new ConcurrentLinkedQueue<>();
      try (Causerie causerie = Desk.open(log.source(), log.reads(), clock, Desk.CEILING)) {
        List<TableSource> sources = new ArrayList<>();
        ConnectorRuntime.Builder builder = Brisk.of(causerie).clock(clock);
        for (int i = 0; i < MANY; i++) {
          TableSource source = new TableSource();
          sources.add(source);
          builder.connector("p" + i, source).poll("p" + i, PollSettings.DEFAULT);
        }
        try (ConnectorRuntime runtime = builder.start()) {
          read(sources, clock, 2);
          log.before(
              sql -> {
                if (Thread.currentThread().getName().startsWith("causerie-poll")) {
                  statements.add(sql);
                }
              });
          read(sources, clock, 5);
          log.before(sql -> {});

          List<String> counted =
              statements.stream()
                  .filter(sql -> !sql.equals("begin") && !sql.equals("commit"))
                  .toList();
          long looks = counted.stream().filter(sql -> sql.startsWith(RENEWS)).count();
          assertThat(looks).isPositive();
          assertThat(counted.size()).as("%s", counted).isLessThanOrEqualTo((int) looks * 3);
          assertThat(runtime.isReady()).isTrue();
        }
      }
    }
  }

  /** Lets each of them be read so often. */
  private static void read(List<TableSource> sources, SettableClock clock, int times) {
    List<Integer> before = sources.stream().map(source -> source.reads.get()).toList();
    Eventually.until(
        "each is read again",
        Duration.ofMinutes(2),
        () -> {
          clock.tick(Duration.ofSeconds(1));
          for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).reads.get() < before.get(i) + times) {
              return false;
            }
          }
          return true;
        });
  }
}
