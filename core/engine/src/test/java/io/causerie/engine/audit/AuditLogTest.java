package io.causerie.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An act has one line, whatever else is written on its way. */
@ParameterizedClass
@EnumSource(Databases.class)
class AuditLogTest {
  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private TestDatabase tables;
  private Database database;
  private Ids ids;
  private AuditLog audit;

  @BeforeEach
  void open() {
    tables = Desk.tables(databases);
    database = Database.over(tables.source());
    ids = new Ids(database, clock);
    audit = new AuditLog(database, ids, clock);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private List<String> details() {
    return audit.list(null, 10).items().stream().map(AuditLog.Line::detail).toList();
  }

  private <T> T act(Database.Act<T, RuntimeException> work) {
    return audit.act("grace", Deed.RETRY, null, result -> result + " deliveries", work);
  }

  @Test
  void actAfterAPauseHasOneLineThoughIdsAreLeasedAnewForIt() {
    for (int pause = 1; pause <= 3; pause++) {
      clock.tick(Duration.ofMinutes(1));
      int number = 40 + pause;
      act(() -> database.write(h -> number));
    }

    assertThat(details()).containsExactly("43 deliveries", "42 deliveries", "41 deliveries");
  }

  @Test
  void idsThatAreLeasedBeforeTheActWritesCarryNoLineOfIt() {
    clock.tick(Duration.ofMinutes(1));

    assertThatThrownBy(
            () ->
                act(
                    () -> {
                      ids.next();
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");
    act(
        () -> {
          clock.tick(Duration.ofMinutes(1));
          ids.next();
          return database.write(h -> 4);
        });

    assertThat(details()).containsExactly("4 deliveries");
  }

  @Test
  void whatIsWrittenInsideOfTheTransactionOfAnActCarriesNoLine() {
    act(
        () ->
            database.write(
                h -> {
                  database.writing(inner -> inner.execute("select 1"));
                  h.afterCommit(() -> database.writing(after -> after.execute("select 1")));
                  return database.<Integer>write(inner -> 7) + 1;
                }));

    assertThat(details()).containsExactly("8 deliveries");
  }

  @Test
  void actOfSeveralTransactionsHasItsLineInTheFirstThatIsKept() {
    AtomicInteger tried = new AtomicInteger();
    act(
        () -> {
          assertThatThrownBy(
                  () ->
                      database.write(
                          h -> {
                            tried.incrementAndGet();
                            throw new IllegalStateException("not this one");
                          }))
              .hasMessage("not this one");
          database.write(h -> 1);
          return database.write(h -> 2);
        });

    assertThat(tried).hasValue(1);
    assertThat(details()).containsExactly("1 deliveries");
  }

  @Test
  void actThatWritesNothingHasItsLineNevertheless() {
    act(() -> 0);
    act(() -> act(() -> database.write(h -> 5)));

    assertThat(details())
        .as("an act inside of an act is its own")
        .containsExactlyInAnyOrder("null deliveries", "5 deliveries", "null deliveries");
  }

  @Test
  void leaseThatWasRolledBackIsTakenAgain() {
    clock.tick(Duration.ofMinutes(1));
    assertThatThrownBy(
            () ->
                database.write(
                    h -> {
                      ids.next();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    long id = ids.next();

    assertThat(until()).isAfter(Ids.timeOf(id));
  }

  private Instant until() {
    return database.read(
        h -> h.createQuery("select max(ids_until) from node_lease").mapTo(Instant.class).one());
  }

  @Test
  void retryOfAnOperatorAfterAPauseIsOneLine() {
    try (Desk desk = new Desk(databases)) {
      for (int pause = 0; pause < 3; pause++) {
        desk.clock.tick(Duration.ofMinutes(1));
        desk.causerie
            .audit()
            .act(
                "grace",
                Deed.RETRY,
                null,
                result -> result + " deliveries",
                () -> desk.causerie.deliveries().retry(Deliveries.Choice.of(List.of(4711L))));
      }

      assertThat(desk.causerie.audit().list(null, 10).items())
          .extracting(AuditLog.Line::detail)
          .containsExactly("0 deliveries", "0 deliveries", "0 deliveries");
    }
  }
}
