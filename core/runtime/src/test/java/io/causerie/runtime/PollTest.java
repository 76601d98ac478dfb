package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Fate;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import io.causerie.spi.SourceException;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class PollTest {
  private static final Instant EARLIER = Desk.MONDAY.minus(Duration.ofDays(30));
  private static final Instant SOON = Desk.MONDAY.plusSeconds(1);

  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private TableSource table;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    table = new TableSource();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private ConnectorRuntime runtime(Causerie causerie, PollSettings settings) {
    return Brisk.of(causerie)
        .connector("orders", table)
        .poll("orders", settings)
        .clock(desk.clock)
        .start();
  }

  private ConnectorRuntime runtime() {
    return runtime(desk.causerie, settings(null));
  }

  private static PollSettings settings(@Nullable Schedule census) {
    return new PollSettings(Schedule.every(Duration.ofSeconds(30)), null, 10, 1000, census);
  }

  private ConnectorState state() {
    return desk.causerie.connectors().find("orders").orElseThrow();
  }

  private void untilRun(int failures) {
    Eventually.until(
        "it has run",
        () -> state().poll().runs().last() != null && state().poll().runs().failures() == failures);
  }

  /** Lets the schedule come round once. */
  private void next() {
    int before = table.reads.get();
    Eventually.until(
        "it runs again",
        () -> {
          desk.clock.tick(Duration.ofSeconds(5));
          return table.reads.get() > before;
        });
  }

  private void untilPosted(long posts) {
    Eventually.until(posts + " posts", () -> desk.count("select count(*) from activity") >= posts);
    assertThat(desk.count("select count(*) from activity")).isEqualTo(posts);
  }

  @Test
  void errorOfARoundEndsNoPolling() {
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      AtomicInteger thrown = new AtomicInteger();
      runtime.onChange(
          () -> {
            thrown.incrementAndGet();
            throw new NoClassDefFoundError("of whoever listens");
          });
      table.put("o1", "Open", SOON);
      next();
      untilPosted(1);
      Eventually.until("a round has broken", () -> thrown.get() > 0);
      table.put("o2", "Open", SOON);
      next();

      untilPosted(2);
      assertThat(runtime.isAlive()).isTrue();
    }
  }

  @Test
  void clockThatIsPutBackDelaysNoRun() {
    try (ConnectorRuntime runtime = runtime(desk.causerie, settings(daily()))) {
      untilRun(0);
      desk.clock.tick(Duration.ofDays(-2));
      table.put("o1", "Open", SOON);

      untilPosted(1);
      Eventually.until(
          "the next run is near",
          () ->
              Objects.requireNonNull(state().poll().runs().next())
                  .isBefore(desk.clock.instant().plusSeconds(31)));
      assertThat(runtime.isReady()).isTrue();
      desk.clock.tick(Duration.ofHours(25));
      Eventually.until("the reconciliation is not late", () -> state().census() != null);
    }
  }

  private static Schedule daily() {
    return Schedule.every(Duration.ofDays(1));
  }

  @Test
  void clockThatWasPutBackBeforeAStartDelaysNoRunEither() {
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      assertThat(runtime.isReady()).isTrue();
    }
    // As if another node had been killed: its lease and its next run lie far ahead.
    assertThat(desk.causerie.connectors().claim("orders", "killed", Duration.ofSeconds(8)))
        .isPresent();
    desk.clock.tick(Duration.ofDays(-2));
    table.put("o1", "Open", SOON);
    try (ConnectorRuntime runtime = runtime()) {
      untilPosted(1);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void rowsArePostedInPagesAndTheCursorMoves() {
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      for (int i = 0; i < 25; i++) {
        table.put("o" + i, "Open", SOON);
      }
      next();
      untilPosted(25);
      table.put("o3", "Shipped", SOON.plusSeconds(5));
      next();
      Eventually.until(
          "the change is folded or posted",
          () -> desk.count("select count(*) from contribution") == 26);

      assertThat(runtime.isPolled("orders")).isTrue();
      assertThat(state().poll().progress().behind()).isZero();
      assertThat(desk.count("select count(*) from source_row")).isEqualTo(25);
    }
  }

  @Test
  void restartGoesOnWhereItWasAndDoublesNothing() {
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      table.put("1", "Open", SOON);
      next();
      untilPosted(1);
      assertThat(runtime.isReady()).isTrue();
    }
    table.put("2", "Open", SOON);
    try (ConnectorRuntime runtime = runtime()) {
      next();
      untilPosted(2);
      // As after a crash between the rows and the cursor: all of it is read again.
      desk.causerie.connectors().reset("orders", "0");
      next();
      Eventually.until(
          "the cursor is back at the end", () -> "2".equals(state().poll().progress().cursor()));
      assertThat(desk.count("select count(*) from event")).isEqualTo(2);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void whatChangedBeforeTheBeginningIsKnownButSilent() {
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      table.put("old", "Open", EARLIER);
      table.put("new", "Open", SOON);
      next();
      untilPosted(1);

      assertThat(desk.record("ada", "old").known()).isTrue();
      assertThat(desk.feed("ada", "old")).isEmpty();
      assertThat(desk.feed("ada", "new")).hasSize(1);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void backfillIsSilentTellsItsProgressAndEnds() throws Exception {
    for (int i = 0; i < 35; i++) {
      table.put("h" + i, "Open", EARLIER);
    }
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      assertThat(desk.count("select count(*) from event")).as("begins with now").isZero();

      runtime.backfill("orders");
      Eventually.until(
          "the backfill ends",
          () -> {
            desk.clock.tick(Duration.ofSeconds(1));
            return state().history() != null && !state().history().running();
          });

      ConnectorState.History history = Objects.requireNonNull(state().history());
      assertThat(history.rows()).isEqualTo(35);
      assertThat(history.total()).isEqualTo(35);
      assertThat(desk.count("select count(*) from activity")).isZero();
      assertThat(desk.record("ada", "h7").known()).isTrue();
      table.put("h7", "Shipped", SOON);
      next();
      untilPosted(1);
      assertThat(desk.feed("ada", "h7").get(0).kind()).isEqualTo(ActivityView.Kind.CHANGE);
    }
  }

  @Test
  void brokenSourceIsLeftAloneLongerAndLongerAndRecovers() {
    table.failure =
        new SourceException(
            SourceException.Fault.TEMPORARY,
            "no answer within 30 s",
            "Look whether it runs.",
            Duration.ofMinutes(7),
            null);
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(1);
      assertThat(Objects.requireNonNull(state().poll().runs().failure()).remedy())
          .asString()
          .isEqualTo("Look whether it runs.");
      assertThat(state().poll().runs().next())
          .as("as the source asked")
          .isEqualTo(desk.clock.instant().plus(Duration.ofMinutes(7)));
      desk.clock.tick(Duration.ofMinutes(8));
      untilRun(2);

      table.failure = null;
      table.put("1", "Open", desk.clock.instant());
      runtime.run("orders");
      untilRun(0);
      untilPosted(1);
      assertThat(state().poll().runs().failure()).isNull();
    }
  }

  @Test
  void repairedPasswordIsTriedAtOnceAfterAStart() {
    table.failure =
        new SourceException(
            SourceException.Fault.CREDENTIALS, "refused", "Give the right password.", null);
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(1);
      assertThat(state().poll().runs().next())
          .isAfter(desk.clock.instant().plus(Duration.ofMinutes(4)));
      assertThat(runtime.isReady()).isTrue();
    }
    table.failure = null;
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  private Fate fate(EventOutcome event) {
    return desk.causerie.events().find("payroll", event.event()).orElseThrow().fate();
  }

  @Test
  void eventThatCarriesAKeyOnlyWaitsUntilItsRecordIsReadBack() {
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      table.put("7", "Open", SOON);

      EventOutcome known = desk.ingest("payroll", Desk.event("h1", "hint:7"));
      EventOutcome unknown = desk.ingest("payroll", Desk.event("h2", "hint:none"));
      assertThat(known.fate()).isEqualTo(Fate.PENDING);
      next();
      Eventually.until(
          "both have their fates",
          () -> {
            desk.clock.tick(Duration.ofSeconds(1));
            return fate(unknown) == Fate.IGNORED;
          });

      assertThat(fate(known)).isEqualTo(Fate.POSTED);
      assertThat(desk.feed("ada", "7")).hasSize(1);
      assertThat(desk.count("select count(*) from hint")).isZero();
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void whatACheckFindsIsShownAndStopsNothing() {
    table.finding =
        new SourceException(
            SourceException.Fault.CONFIGURATION,
            "`changed_at` is not a column of the query;",
            "did you mean `changed_on`?",
            null);
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      assertThat(state().warning())
          .asString()
          .isEqualTo("`changed_at` is not a column of the query; did you mean `changed_on`?");
      table.put("1", "Open", SOON);
      next();
      untilPosted(1);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void pausedConnectorRestsUntilItIsResumed() {
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      runtime.pause("orders", "ada", "the source is being moved");
      runtime.run("orders");
      int before = table.reads.get();
      table.put("1", "Open", SOON);
      desk.clock.tick(Duration.ofMinutes(5));
      Eventually.until("some rounds pass", new Rounds(4));
      assertThat(table.reads.get()).isLessThanOrEqualTo(before + 1);

      runtime.resume("orders");
      untilPosted(1);
    }
  }

  /** True after some rounds of the keeper. */
  private static final class Rounds implements java.util.function.BooleanSupplier {
    private final long end;

    Rounds(int rounds) {
      end = System.nanoTime() + rounds * 250_000_000L;
    }

    @Override
    public boolean getAsBoolean() {
      return System.nanoTime() > end;
    }
  }

  /** The keepers look at the rows every two seconds of the test's clock. */
  private boolean ticking() {
    desk.clock.tick(Duration.ofMillis(100));
    return true;
  }

  @Test
  void oneNodeRunsItAndAnotherTakesOverWhenItIsGone() {
    Causerie other =
        desk.beside(new Audience(Readers.groups("sales", "finance"), Readers.EVERYONE));
    ConnectorRuntime frozen = runtime();
    untilRun(0);
    String first = String.valueOf(state().node());
    long epoch = state().epoch();
    table.put("1", "Open", SOON);
    // The first node reads a page, and is frozen before it can note it; meanwhile its lease ends.
    table.afterRead =
        () -> {
          table.afterRead = () -> {};
          desk.causerie.connectors().reset("orders", "0");
        };
    try (ConnectorRuntime second = runtime(other, settings(null))) {
      next();
      Eventually.until("the epoch moves on", () -> state().epoch() > epoch);
      untilPosted(1);
      Eventually.until("somebody has it", () -> ticking() && state().node() != null);

      frozen.close();
      Eventually.until(
          "the second node has it",
          () -> ticking() && state().node() != null && !first.equals(state().node()));
      table.put("2", "Open", SOON);
      next();
      untilPosted(2);
      assertThat(desk.count("select count(*) from event")).isEqualTo(2);
      assertThat(second.isReady()).isTrue();
    } finally {
      other.close();
    }
  }

  /** It is cleared of the page then: of what is refused, nothing may be lost. */
  @Test
  void sourceIsToldThatAPageIsDurableWhenItIsAndNotBefore() {
    List<String> told = new CopyOnWriteArrayList<>();
    table.whenCommitted =
        page -> {
          if (!page.rows().isEmpty()) {
            told.add(
                "%d row, %d event, cursor %s of %s"
                    .formatted(
                        page.rows().size(),
                        desk.count("select count(*) from event"),
                        state().poll().progress().cursor(),
                        page.next()));
          }
        };
    try (ConnectorRuntime runtime = runtime()) {
      untilRun(0);
      table.put("1", "Open", SOON);
      // The lease ends while it reads, so that what it has read is refused.
      table.afterRead =
          () -> {
            table.afterRead = () -> {};
            desk.causerie.connectors().reset("orders", "0");
          };
      next();
      Eventually.until("it is told", () -> ticking() && !told.isEmpty());

      assertThat(told).containsExactly("1 row, 1 event, cursor 1 of 1");
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void censusFindsWhatIsMissingChangedAndGoneAndRepairsIt() {
    Schedule nightly = Schedule.cron("0 3 * * *", ZoneOffset.UTC);
    try (ConnectorRuntime runtime = runtime(desk.causerie, settings(nightly))) {
      untilRun(0);
      table.put("stays", "Open", SOON);
      table.put("moves", "Open", SOON);
      table.put("goes", "Open", SOON);
      next();
      untilPosted(3);
      table.putUnseen("missed", "Open", SOON);
      table.putUnseenNonsense("broken", SOON);
      table.putUnseen("moves", "Shipped", SOON.plusSeconds(700));
      table.remove("goes");

      desk.clock.set(Instant.parse("2026-11-24T03:00:01Z"));
      Eventually.until(
          "the census ends",
          () -> {
            desk.clock.tick(Duration.ofMillis(10));
            return state().census() != null && state().census().ended() != null;
          });

      ConnectorState.CensusReport report = Objects.requireNonNull(state().census());
      assertThat(List.of(report.sourceRows(), report.known(), report.missing()))
          .containsExactly(4L, 1L, 2L);
      assertThat(List.of(report.changed(), report.gone(), report.repaired()))
          .containsExactly(1L, 1L, 3L);
      assertThat(desk.causerie.events().failed("orders"))
          .as("what cannot be posted waits, and is not counted as repaired")
          .isEqualTo(1);
      assertThat(desk.record("ada", "missed").known()).isTrue();
      assertThat(desk.record("ada", "goes").deleted()).isNotNull();
      assertThat(desk.feed("ada", "moves")).hasSize(2);
      assertThat(runtime.isReady()).isTrue();
    }
  }
}
