package io.causerie.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class IdsTest {
  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private final Set<Long> drawn = new HashSet<>();
  private TestDatabase tables;
  private Database database;

  @BeforeEach
  void open() {
    tables = Desk.tables(databases);
    database = Database.over(tables.source());
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private Instant draw(Ids ids) {
    long id = ids.next();
    assertThat(drawn.add(id)).as("drawn once").isTrue();
    return Ids.timeOf(id);
  }

  @Test
  void reloadsDoNotRunAheadOfTheClock() {
    for (int reload = 0; reload < 50; reload++) {
      try (Ids ids = new Ids(database, clock)) {
        for (int i = 0; i < 10; i++) {
          // A reload begins in the next millisecond, and one may be full before its end.
          assertThat(draw(ids)).isBeforeOrEqualTo(clock.instant().plusMillis(2L * reload + 1));
        }
      }
    }
    clock.tick(Duration.ofSeconds(1));
    try (Ids ids = new Ids(database, clock)) {
      assertThat(draw(ids)).isEqualTo(clock.instant());
    }
  }

  @Test
  void whoWasKilledLeavesItsMomentsToNobody() {
    new Ids(database, clock).next();
    try (Ids next = new Ids(database, clock)) {
      assertThat(draw(next)).as("another number, the same moment").isEqualTo(clock.instant());
    }
    clock.tick(Duration.ofMinutes(10));
    try (Ids later = new Ids(database, clock);
        Ids beside = new Ids(database, clock)) {
      assertThat(draw(later)).isEqualTo(clock.instant());
      assertThat(draw(beside)).isEqualTo(clock.instant());
    }
  }

  @Test
  void manyOfOneMomentStayUniqueOverAReload() {
    for (int reload = 0; reload < 3; reload++) {
      try (Ids ids = new Ids(database, clock)) {
        for (int i = 0; i < 10_000; i++) {
          draw(ids);
        }
      }
    }
  }

  @Test
  void clockThatIsPutBackGivesNoIdTwice() {
    try (Ids ids = new Ids(database, clock)) {
      draw(ids);
    }
    clock.tick(Duration.ofHours(-1));
    for (int reload = 0; reload < 3; reload++) {
      try (Ids ids = new Ids(database, clock)) {
        for (int i = 0; i < 100; i++) {
          draw(ids);
        }
      }
    }
  }
}
