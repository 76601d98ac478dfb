package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.ingest.Fate;
import io.causerie.spi.Poller;
import io.causerie.spi.Subscription;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a source delivers by itself is posted once each, whatever the source and the nodes do. */
@ParameterizedClass
@EnumSource(Databases.class)
class SubscriptionTest {
  private static final Instant SOON = Desk.MONDAY.plusSeconds(1);

  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private StreamSource source;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    source = new StreamSource();
  }

  @AfterEach
  void close() {
    assertThat(source.faults).isEmpty();
    desk.close();
  }

  private ConnectorRuntime runtime() {
    return runtime(desk.causerie);
  }

  private ConnectorRuntime runtime(Causerie causerie) {
    return Brisk.of(causerie)
        .connector("orders", source)
        .poll(
            "orders",
            new PollSettings(Schedule.every(Duration.ofSeconds(30)), null, 10, 1000, null))
        .clock(desk.clock)
        .start();
  }

  private ConnectorRuntime standing() {
    ConnectorRuntime runtime = runtime();
    until("the line stands", () -> state().since() != null);
    return runtime;
  }

  /** The clock goes on meanwhile. */
  private void until(String what, BooleanSupplier holds) {
    Eventually.until(
        what,
        () -> {
          desk.clock.tick(Duration.ofMillis(100));
          return holds.getAsBoolean();
        });
  }

  private void untilFailed(int times) {
    for (int n = line().runs().failures(); n < times; n++) {
      int before = n;
      pass();
      until("it fails again", () -> line().runs().failures() > before);
    }
  }

  /** The time passes until it is tried again. */
  private void pass() {
    Instant now = desk.clock.instant();
    Instant next = Objects.requireNonNullElse(line().runs().next(), now);
    desk.clock.tick(Duration.between(now, next.isAfter(now) ? next : now));
  }

  private ConnectorState state() {
    return desk.causerie.connectors().find("orders").orElseThrow();
  }

  private Duty line() {
    return state().duty(DutyKind.SUBSCRIBE);
  }

  private long posts() {
    return desk.count("select count(*) from activity");
  }

  private void untilPosted(long posts) {
    until(posts + " posts", () -> posts() >= posts);
    assertThat(posts()).isEqualTo(posts);
  }

  private void untilTaken() {
    until("all of it is taken", () -> source.end().equals(line().progress().cursor()));
  }

  @Test
  void whatIsDeliveredIsPostedAndTheOperatorSeesThatTheLineStands() {
    try (ConnectorRuntime runtime = standing()) {
      for (int i = 0; i < 10; i++) {
        source.put("o" + i, "Open", SOON);
      }
      source.put("o3", "Shipped", SOON.plusSeconds(5));
      untilTaken();

      assertThat(runtime.duties("orders"))
          .containsExactlyInAnyOrder(DutyKind.SUBSCRIBE, DutyKind.READ_BACK, DutyKind.CENSUS);
      assertThat(state().since()).isNotNull();
      assertThat(line().progress().moved()).isNotNull();
      assertThat(state().lag(desk.clock.instant())).contains(Duration.ZERO);
      assertThat(desk.count("select count(*) from contribution")).isEqualTo(11);
      assertThat(source.runs).hasValue(1);
      assertThatThrownBy(() -> runtime.backfill("orders")).isInstanceOf(NotFoundException.class);
    }
    assertThat(state().since()).as("nobody has it").isNull();
  }

  @Test
  void aliveIsWhatMovesAndALineThatIsSilentIsOpenedAnew() {
    source.patience = Duration.ofSeconds(30);
    try (ConnectorRuntime runtime = standing()) {
      Instant first = Objects.requireNonNull(state().since());
      desk.clock.tick(source.patience);
      until("nothing is heard for long", () -> source.runs.get() == 2);
      until("it stands again", () -> state().since() != null);

      assertThat(state().since()).isAfter(first);
      assertThat(runtime.isAlive()).isTrue();
      source.saysItIsAlive = false;
      desk.clock.tick(source.patience);
      until("nothing is heard of it", () -> line().runs().failures() > 0);
      assertThat(Objects.requireNonNull(line().runs().failure()).message())
          .asString()
          .isEqualTo("nothing was heard of the source for 30 s; the line was closed");
    }
  }

  @Test
  void crashBetweenPageAndCursorLosesNothingAndDoublesNothing() {
    try (ConnectorRuntime runtime = standing()) {
      source.put("1", "Open", SOON);
      untilPosted(1);
      assertThat(runtime.isReady()).isTrue();
    }
    String cursor = line().progress().cursor();
    try (ConnectorRuntime runtime = runtime()) {
      source.put("2", "Open", SOON);
      source.put("2", "Shipped", SOON.plusSeconds(700));
      untilTaken();
      untilPosted(3);
      // As if the rows had been committed, and the node had died before the cursor was.
      desk.causerie.connectors().reset("orders", cursor);
      source.put("3", "Open", SOON);
      untilTaken();
      untilPosted(4);
      assertThat(desk.count("select count(*) from event")).isEqualTo(4);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void endInTheMiddleOfAPageLeavesItToTheNextRun() throws Exception {
    AtomicInteger pages = new AtomicInteger();
    CountDownLatch given = new CountDownLatch(1);
    source.before =
        sink -> {
          if (pages.incrementAndGet() == 2) {
            given.countDown();
            new CountDownLatch(1).await();
          }
        };
    ConnectorRuntime runtime = standing();
    source.put("o0", "Open", SOON);
    untilPosted(1);
    for (int i = 1; i < 6; i++) {
      source.put("o" + i, "Open", SOON);
    }
    given.await();
    runtime.close();
    assertThat(posts()).isEqualTo(1);
    source.before = StreamSource.NOTHING;
    try (ConnectorRuntime second = runtime()) {
      untilPosted(6);
      assertThat(second.isReady()).isTrue();
    }
  }

  @Test
  void nodeThatWasFrozenWritesNothing() throws Exception {
    CountDownLatch frozen = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    AtomicReference<Throwable> said = new AtomicReference<>();
    source.before =
        sink -> {
          if (first.compareAndSet(true, false)) {
            frozen.countDown();
            awaitDeaf(woken);
            try {
              sink.page(
                  new Poller.Page(List.of(source.write("x", "Old", SOON)), "99", false, null));
            } catch (RuntimeException e) {
              said.set(e);
            }
          }
        };
    try (ConnectorRuntime runtime = standing()) {
      source.put("x", "Open", SOON);
      frozen.await();
      source.withdraw("x");
      long epoch = state().epoch();
      desk.causerie.connectors().reset("orders", "0");
      assertThat(state().epoch()).isGreaterThan(epoch);
      woken.countDown();
      until("it was refused", () -> said.get() != null);
      source.put("y", "Open", SOON);
      untilPosted(1);

      assertThat(desk.count("select count(*) from event where event_id like 'x@%'")).isZero();
      assertThat(line().progress().cursor()).isNotEqualTo("99");
      assertThat(runtime.isReady()).isTrue();
    }
  }

  /** Waits, and hears no interrupt. */
  private static void awaitDeaf(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anotherNodeTakesOverWhereTheFirstWas() {
    Causerie other = desk.beside(Desk.CEILING);
    ConnectorRuntime first = standing();
    try (ConnectorRuntime second = runtime(other)) {
      source.put("1", "Open", SOON);
      untilPosted(1);
      String node = String.valueOf(state().node());
      assertThat(source.runs).hasValue(1);
      first.close();
      source.put("2", "Open", SOON);
      untilPosted(2);

      assertThat(state().node()).isNotEqualTo(node);
      assertThat(desk.count("select count(*) from event")).isEqualTo(2);
      assertThat(second.isReady()).isTrue();
    } finally {
      other.close();
    }
  }

  @Test
  void pausedLineIsClosedAndGoesOnWhereItWas() {
    try (ConnectorRuntime runtime = standing()) {
      source.put("1", "Open", SOON);
      untilPosted(1);
      runtime.pause("orders", "ada", "the source is being moved");
      until("it is closed", () -> source.under() == 0);
      assertThat(state().since()).isNull();
      source.put("2", "Open", SOON);
      until("some time passes", new Times(20));
      assertThat(posts()).isEqualTo(1);

      runtime.resume("orders");
      untilPosted(2);
      runtime.pause("orders", DutyKind.SUBSCRIBE, "ada", null);
      until("it is closed again", () -> source.under() == 0);
      runtime.resume("orders", DutyKind.SUBSCRIBE);
      until("it is open again", () -> source.under() == 1);
    }
  }

  /** True after it was asked so often. */
  private static final class Times implements BooleanSupplier {
    private int left;

    Times(int times) {
      left = times;
    }

    @Override
    public boolean getAsBoolean() {
      return left-- <= 0;
    }
  }

  @Test
  void sourceThatFailsIsLeftAloneAsItAsksAndWhatItHadGivenIsKept() {
    AtomicInteger after = new AtomicInteger();
    source.after =
        sink -> {
          if (after.incrementAndGet() == 1) {
            throw StreamSource.away(Duration.ofMinutes(7));
          }
        };
    try (ConnectorRuntime runtime = standing()) {
      source.put("1", "Open", SOON);
      until("it has failed", () -> line().runs().failures() == 1);
      Instant failed = Objects.requireNonNull(line().runs().failure()).at();
      assertThat(line().runs().next()).isEqualTo(failed.plus(Duration.ofMinutes(7)));
      assertThat(state().since()).isNull();
      assertThat(posts()).isEqualTo(1);
      source.put("2", "Open", SOON);
      until("some time passes", new Times(20));
      assertThat(posts()).isEqualTo(1);

      runtime.run("orders");
      untilPosted(2);
      until("it is well", () -> line().runs().failures() == 0 && state().since() != null);
      assertThat(source.runs).hasValue(2);
    }
  }

  @Test
  void sourceThatLetsNobodyInIsAskedLaterAndLater() {
    source.opening =
        sink -> {
          throw StreamSource.away(Duration.ZERO);
        };
    try (ConnectorRuntime runtime = runtime()) {
      untilFailed(3);
      Instant failed = Objects.requireNonNull(line().runs().failure()).at();
      assertThat(line().runs().next()).isAfterOrEqualTo(failed.plusSeconds(20));
      source.opening = StreamSource.NOTHING;
      source.put("1", "Open", SOON);
      pass();
      untilPosted(1);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void sourceThatEndsTheLineAtOnceIsNotAskedInALoop() {
    AtomicBoolean ends = new AtomicBoolean(true);
    source.opening =
        sink -> {
          if (ends.get()) {
            throw new InterruptedException("as if it had ended");
          }
        };
    try (ConnectorRuntime runtime = runtime()) {
      untilFailed(2);
      assertThat(Objects.requireNonNull(line().runs().failure()).message())
          .asString()
          .isEqualTo("the source has ended the line at once");
      ends.set(false);
      pass();
      until("it stands", () -> state().since() != null);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void errorEndsTheRunAndNotTheNode() {
    AtomicInteger runs = new AtomicInteger();
    source.opening =
        sink -> {
          if (runs.incrementAndGet() == 1) {
            throw new NoClassDefFoundError("of the kind");
          }
        };
    try (ConnectorRuntime runtime = runtime()) {
      source.put("1", "Open", SOON);
      until("it has failed", () -> line().runs().failures() == 1);
      until("it stands all the same", () -> state().since() != null);
      source.put("2", "Open", SOON);
      until("what comes is posted", () -> posts() > 0);
      assertThat(runtime.isAlive()).isTrue();
    }
  }

  @Test
  void pageThatComesAfterTheEndIsRefusedAndOneThatComesTwiceIsTakenOnce() {
    AtomicReference<Subscription.Sink> old = new AtomicReference<>();
    source.opening = sink -> old.compareAndSet(null, sink);
    source.after = sink -> sink.page(source.last());
    try (ConnectorRuntime runtime = standing()) {
      source.put("1", "Open", SOON);
      untilPosted(1);
      runtime.pause("orders", "ada", null);
      until("it is closed", () -> source.under() == 0);
      Poller.Page late =
          new Poller.Page(List.of(source.write("late", "Open", SOON)), "7", false, null);

      Subscription.Sink sink = Objects.requireNonNull(old.get());
      assertThatThrownBy(() -> sink.page(late)).isInstanceOf(IllegalStateException.class);
      assertThat(sink.ending()).isTrue();
      sink.alive();
      assertThat(desk.count("select count(*) from event")).isEqualTo(1);
      assertThat(state().since()).isNull();
    }
  }

  @Test
  void runThatHearsNoInterruptAtFirstIsAskedAgainAndHasNoSecondBesideIt() throws Exception {
    CountDownLatch twice = new CountDownLatch(3);
    CountDownLatch given = new CountDownLatch(1);
    source.before =
        sink -> {
          given.countDown();
          while (twice.getCount() > 0) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              twice.countDown();
            }
          }
        };
    try (ConnectorRuntime runtime = standing()) {
      source.put("1", "Open", SOON);
      given.await();
      runtime.pause("orders", "ada", null);
      until("it is closed after all", () -> source.under() == 0);
      // The page in hand was its last one.
      assertThat(posts()).isEqualTo(1);
      runtime.resume("orders");
      until("it stands", () -> state().since() != null);
      assertThat(source.faults).isEmpty();
    }
  }

  @Test
  void fullIntakeMakesTheSourceWaitAndNothingIsLost() {
    Causerie narrow =
        Desk.builder(desk.source(), desk.database().reads(), desk.clock, Desk.CEILING)
            .queueCapacity(1)
            .build();
    source.page = 40;
    try (ConnectorRuntime runtime = runtime(narrow)) {
      until("the line stands", () -> state().since() != null);
      for (int i = 0; i < 100; i++) {
        source.put("o" + i, "Open", SOON);
      }
      untilTaken();
      untilPosted(100);
      assertThat(source.runs).hasValue(1);
      assertThat(runtime.isReady()).isTrue();
    } finally {
      narrow.close();
    }
  }

  @Test
  void recordThatIsOnlyNamedIsReadBackAndWhatIsNoEventIsKept() {
    try (ConnectorRuntime runtime = standing()) {
      source.garble("g");
      source.putNamed("1", "Open", SOON);
      source.put("2", "Open", SOON);
      untilPosted(2);

      assertThat(desk.feed("ada", "1")).hasSize(1);
      assertThat(desk.causerie.events().list("orders", Fate.FAILED, null, null, 10).items())
          .singleElement()
          .satisfies(event -> assertThat(event.reason()).asString().isEqualTo("byte 0 is odd"));
      assertThat(desk.count("select count(*) from hint")).isZero();
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void breakIsToldAndTheConnectorIsComparedByItself() {
    try (ConnectorRuntime runtime = standing()) {
      source.put("stays", "Open", SOON);
      source.put("goes", "Open", SOON);
      untilPosted(2);
      source.write("missed", "Open", SOON);
      source.write("stays", "Shipped", SOON.plusSeconds(700));
      source.dropSilently("goes");
      source.overflow();
      until("it is told", () -> state().broken() != null);
      until("it is mended", () -> Objects.requireNonNull(state().broken()).mended() != null);

      assertThat(Objects.requireNonNull(state().broken()).why())
          .asString()
          .isEqualTo("too much at once");
      assertThat(desk.record("ada", "missed").known()).isTrue();
      assertThat(desk.record("ada", "goes").deleted()).isNotNull();
      assertThat(desk.feed("ada", "stays")).hasSize(2);
      assertThat(line().runs().failures()).isZero();
      source.put("after", "Open", SOON);
      until("it goes on", () -> desk.count("select count(*) from activity") == 5);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void cursorThatIsTooOldIsToldOfAndNeverASilentJump() {
    try (ConnectorRuntime runtime = standing()) {
      source.put("1", "Open", SOON);
      untilPosted(1);
      assertThat(runtime.isReady()).isTrue();
    }
    source.put("2", "Open", SOON);
    source.forget();
    try (ConnectorRuntime runtime = runtime()) {
      until("it is told", () -> state().broken() != null);
      ConnectorState.Break told = Objects.requireNonNull(state().broken());
      assertThat(told.why()).asString().isEqualTo("the cursor is too old");
      assertThat(told.since()).isEqualTo(Desk.MONDAY);
      untilPosted(2);
      until("it is mended", () -> Objects.requireNonNull(state().broken()).mended() != null);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void whoCannotBeComparedMayNotTellOfABreak() {
    source.compares = false;
    try (ConnectorRuntime runtime = standing()) {
      source.overflow();
      until("it has failed", () -> line().runs().failures() > 0);
      assertThat(Objects.requireNonNull(line().runs().failure()).message())
          .asString()
          .contains("CENSUS is not claimed");
      assertThat(runtime.isAlive()).isTrue();
    }
  }

  @Test
  void whatWasReadMeanwhileIsNotUndoneByWhatComesLater() {
    CountDownLatch held = new CountDownLatch(1);
    try (ConnectorRuntime runtime = standing()) {
      source.put("1", "Open", SOON);
      untilPosted(1);
      source.before = sink -> held.await();
      source.put("1", "Held", SOON.plusSeconds(700));
      source.put("1", "Shipped", SOON.plusSeconds(1400));
      // The duties run beside the line, and read how the order is by now.
      runtime.reconcile("orders");
      until("it is compared", () -> state().census() != null && !state().census().running());
      assertThat(Objects.requireNonNull(state().census()).repaired()).isEqualTo(1);
      source.before = StreamSource.NOTHING;
      held.countDown();
      untilTaken();

      assertThat(desk.count("select count(*) from record where state like '%Shipped%'"))
          .isEqualTo(1);
      runtime.reconcile("orders");
      until(
          "it is compared again",
          () ->
              state().duty(DutyKind.CENSUS).asked() == null
                  && state().census() != null
                  && !state().census().running());
      assertThat(Objects.requireNonNull(state().census()).wrong()).isZero();
    }
  }

  @Test
  void orderThatIsMadeAndDeletedInOnePageIsMadeAndDeleted() {
    try (ConnectorRuntime runtime = standing()) {
      source.page = 10;
      source.put("1", "Open", SOON);
      source.remove("1", SOON.plusSeconds(1));
      source.put("2", "Open", SOON.plusSeconds(2));
      untilTaken();

      assertThat(desk.record("ada", "1").deleted()).isNotNull();
      assertThat(desk.record("ada", "2").deleted()).isNull();
      assertThat(runtime.isReady()).isTrue();
    }
  }
}
