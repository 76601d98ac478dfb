package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Fate;
import io.causerie.engine.ingest.Ingest;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of the database, and what becomes of others while it does not answer. */
@ParameterizedClass
@EnumSource(Databases.class)
class StatementsTest {
  @Parameter Databases databases = Databases.H2;
  private TestDatabase database;
  private StatementLog log;
  private Desk desk;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
    log = StatementLog.over(database.source());
    desk = new Desk(database, log.source());
  }

  @AfterEach
  void close() {
    log.before(sql -> {});
    desk.close();
  }

  @Test
  void recordThatIsHiddenIsAskedForAsOneThatIsNotThere() {
    desk.ingest(order("1").status("Open").audience(Audience.internal(Readers.groups("finance"))));
    RecordId hidden = desk.record("katherine", "1").id();
    RecordId absent = new RecordId(hidden.value() + 1);
    // What is read once and kept would be seen in the first of them only.
    asked(hidden);

    assertThat(asked(hidden)).isNotEmpty().isEqualTo(asked(absent));
    assertThat(found("1")).isNotEmpty().isEqualTo(found("2"));
  }

  private List<String> asked(RecordId record) {
    return log.during(
        () -> {
          assertThat(desk.causerie.records().get(Desk.as("ada"), record)).isEmpty();
          Assertions.assertThatThrownBy(() -> desk.feed("ada", record))
              .isInstanceOf(NotFoundException.class);
        });
  }

  private List<String> found(String number) {
    return log.during(
        () ->
            assertThat(desk.causerie.records().find(Desk.as("ada"), Desk.order(number))).isEmpty());
  }

  @Test
  void errorWhileAnEventIsWrittenFailsThatEventAndNoOther() {
    log.before(
        sql -> {
          if (sql.startsWith("insert into contribution")) {
            throw new StackOverflowError();
          }
        });

    EventOutcome failed = desk.ingest(order("1").status("Open"));
    log.before(sql -> {});
    EventOutcome next = desk.ingest(order("2").status("Open"));

    assertThat(failed.fate()).isEqualTo(Fate.FAILED);
    assertThat(failed.reason()).asString().contains("StackOverflowError");
    assertThat(next.fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.causerie.ingest().isAlive()).isTrue();
  }

  @Test
  void slowAuditHoldsUpNoEvent() {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    log.before(
        sql -> {
          if (sql.startsWith("insert into audit")) {
            reached.countDown();
            await(slow);
          }
        });
    SourceEvent event = desk.event(order("1").status("Open").build());
    CompletableFuture<Void> audited =
        desk.causerie
            .ingest()
            .accept("orders", Ingest.keyOf(event), event)
            .toCompletableFuture()
            .thenAccept(
                o ->
                    desk.causerie
                        .audit()
                        .add("ada", io.causerie.engine.audit.Deed.REPLAY, "orders", "event"));
    await(reached);

    assertThat(desk.ingest(order("2").status("Open")).fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.ingest(order("3").status("Open")).fate()).isEqualTo(Fate.POSTED);
    assertThat(audited).isNotDone();
    slow.countDown();
    Desk.await(audited);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void silentLateEventReadsNothingOfThePast() {
    desk.ingest("history", desk.event(order("1").version(2).status("Paid").build()));
    List<String> seen = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
    log.before(
        sql -> {
          if (Thread.currentThread().getName().equals("causerie-ingest")) {
            seen.add(sql);
          }
        });

    EventOutcome late =
        desk.ingest(
            "history",
            desk.event(
                order("1").version(1).status("Open").at(Desk.MONDAY.minusSeconds(9)).build()));

    assertThat(late.reason()).asString().startsWith("late, and older than the connector's since");
    assertThat(seen)
        .isNotEmpty()
        .noneMatch(sql -> sql.startsWith("select id, version, taken, seen from event"));
  }
}
