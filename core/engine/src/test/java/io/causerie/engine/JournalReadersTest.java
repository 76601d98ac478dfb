package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.journal.CountingReader;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.store.Database;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What readers make of the journal is made once, whoever runs them. */
@ParameterizedClass
@EnumSource(Databases.class)
class JournalReadersTest {
  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private final AtomicLong lines = new AtomicLong();
  private final List<Causerie> nodes = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TestDatabase database;
  private Database direct;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
    direct = Database.over(database.source());
    direct.writing(CountingReader::table);
  }

  @AfterEach
  void close() {
    nodes.forEach(Causerie::close);
    database.close();
  }

  private Causerie node(Steps steps, JournalReader... readers) {
    Causerie node =
        Causerie.builder()
            .pace(Desk.BRISK)
            .dataSource(database.source())
            .readers(database.reads())
            .clock(clock)
            .meters(meters)
            .journalReaders(List.of(readers))
            .steps(steps)
            .build();
    nodes.add(node);
    return node;
  }

  private void change(int some) {
    change(some, clock.instant());
  }

  private void change(int some, Instant at) {
    direct.writing(
        h -> {
          PreparedBatch batch =
              h.prepareBatch(
                  """
                  insert into journal (id, what, record_id, lane, at) values (:id, 0, 1, 0, :at)
                  """);
          for (int i = 0; i < some; i++) {
            batch.bind("id", lines.incrementAndGet()).bind("at", at).add();
          }
          batch.execute();
        });
  }

  private long count(String sql) {
    return direct.read(h -> h.createQuery(sql).mapTo(Long.class).one());
  }

  private long seen(String reader) {
    return count("select count(*) from seen_line where reader = '" + reader + "'");
  }

  private void untilSeen(String reader, int count) {
    Eventually.until(reader + " has read " + count + " lines", () -> seen(reader) == count);
  }

  private void untilRegistered(String reader) {
    Eventually.until(
        reader + " is registered",
        () -> count("select count(*) from journal_reader where name = '" + reader + "'") == 1);
  }

  @Test
  void eachLineIsReadOnceThoughTwoNodesRunTheReader() {
    node(Steps.UNWATCHED, new CountingReader("index", false));
    untilRegistered("index");
    node(Steps.UNWATCHED, new CountingReader("index", false));

    for (int i = 0; i < 5; i++) {
      change(300);
      clock.tick(Duration.ofSeconds(20));
    }

    untilSeen("index", 1500);
  }

  @Test
  void aNewReaderBeginsAtTheHead() {
    node(Steps.UNWATCHED).close();
    change(10);
    Causerie first = node(Steps.UNWATCHED);
    Eventually.until(
        "all are numbered",
        () -> count("select count(*) from journal where position is null") == 0);
    first.close();

    node(Steps.UNWATCHED, new CountingReader("late", false));
    untilRegistered("late");
    change(3);

    untilSeen("late", 3);
  }

  @Test
  void aNewReaderRebuildsFromWhatIsThereAndThenReadsOn() {
    change(5);

    node(Steps.UNWATCHED, new CountingReader("index", true));
    Eventually.until(
        "it has rebuilt",
        () ->
            count("select count(*) from journal_reader where name = 'index' and not rebuilding")
                == 1);
    change(3);

    Eventually.until("it has read on", () -> seenSince() == 3);
    assertThat(count("select count(*) from seen_id")).isEqualTo(5);
  }

  /** Earlier lines may have been numbered after it registered: it rebuilds and reads those. */
  private long seenSince() {
    return count(
        "select count(*) from seen_line s join journal j on j.position = s.position"
            + " where s.reader = 'index' and j.id > 5");
  }

  @Test
  void oneThatFailsHoldsUpNoOtherAndNothingItHasNotReadIsRemoved() {
    CountingReader broken = new CountingReader("broken", false);
    broken.breaks(true);
    Causerie node = node(Steps.UNWATCHED, broken, new CountingReader("whole", false));
    untilRegistered("broken");
    untilRegistered("whole");
    change(4);
    untilSeen("whole", 4);
    clock.tick(Duration.ofDays(40));

    node.clean();
    assertThat(count("select count(*) from journal")).as("it has yet to read them").isEqualTo(4);
    assertThat(meters.get("causerie.journal.slowest.lag.seconds").gauge().value())
        .isEqualTo(Duration.ofDays(40).toSeconds());
    assertThat(node.dead()).isEmpty();

    broken.breaks(false);
    untilSeen("broken", 4);
    node.clean();
    assertThat(count("select count(*) from journal")).isZero();
    assertThat(meters.get("causerie.journal.slowest.lag.seconds").gauge().value()).isZero();
  }

  @Test
  void aReaderThatNoNodeRunsAnyMoreHoldsItsLines() {
    Causerie first = node(Steps.UNWATCHED, new CountingReader("given-up", false));
    untilRegistered("given-up");
    first.close();
    Causerie second = node(Steps.UNWATCHED);
    change(4);
    Eventually.until(
        "all are numbered",
        () -> count("select count(*) from journal where position is null") == 0);
    clock.tick(Duration.ofDays(40));

    second.clean();
    assertThat(count("select count(*) from journal")).isEqualTo(4);

    direct.writing(h -> h.execute("delete from journal_reader"));
    second.clean();
    assertThat(count("select count(*) from journal")).isZero();
  }

  @Test
  void whoWasFrozenBetweenReadingAndWritingDoesNothingAgain() {
    CountDownLatch frozen = new CountDownLatch(1);
    CountDownLatch wakes = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    // Before the engine's own reader, by its name, so that it is this one that is frozen.
    node(
        step -> {
          if (step == Step.READER_FOUND && wakes.getCount() > 0) {
            frozen.countDown();
            await(wakes);
          } else if (step == Step.READER_COMMITTED) {
            woken.countDown();
          }
        },
        new CountingReader("counted", false));
    untilRegistered("counted");
    change(3);
    await(frozen);
    clock.tick(Duration.ofSeconds(16));

    node(Steps.UNWATCHED, new CountingReader("counted", false));
    untilSeen("counted", 3);
    wakes.countDown();
    await(woken);

    change(2);
    untilSeen("counted", 5);
    assertThat(count("select max(epoch) from journal_reader where name = 'counted'"))
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void twoReadersOfOneNameAreRefused() {
    assertThatThrownBy(
            () ->
                node(
                    Steps.UNWATCHED, new CountingReader("a", false), new CountingReader("a", true)))
        .hasMessageContaining("two readers");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, java.util.concurrent.TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
