package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.RequestStore;
import io.causerie.engine.connector.Stillness;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.EventView;
import io.causerie.engine.ingest.Fate;
import io.causerie.spi.SourceException;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each duty has its own failures, its own rest, and ends without effect when the lease is lost. */
@ParameterizedClass
@EnumSource(Databases.class)
class DutiesTest {
  private static final Instant EARLIER = Desk.MONDAY.minus(Duration.ofDays(30));
  private static final Duration LONG = Duration.ofSeconds(30);

  /** So often it is looked for connectors of which nothing comes. */
  private static final Duration LOOKED = Duration.ofMinutes(1);

  @Parameter Databases databases = Databases.H2;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
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

  private ConnectorRuntime runtime() {
    PollSettings settings =
        new PollSettings(Schedule.every(Duration.ofSeconds(30)), null, 10, 1000, null);
    ConnectorRuntime runtime =
        Brisk.of(desk.causerie)
            .connector("orders", table)
            .poll("orders", settings)
            .clock(desk.clock)
            .meters(meters)
            .start();
    until("it has run", () -> state().poll().runs().success() != null);
    return runtime;
  }

  /** The clock goes on meanwhile. */
  private void until(String what, java.util.function.BooleanSupplier holds) {
    Eventually.until(
        what,
        () -> {
          desk.clock.tick(Duration.ofMillis(200));
          return holds.getAsBoolean();
        });
  }

  private ConnectorState state() {
    return desk.causerie.connectors().find("orders").orElseThrow();
  }

  private Duty.Runs runs(DutyKind kind) {
    return state().duty(kind).runs();
  }

  private static SourceException away(SourceException.Fault fault) {
    return new SourceException(fault, "no answer", "Look whether it runs.", null);
  }

  private EventView found(EventOutcome event) {
    return desk.causerie.events().find("payroll", event.event()).orElseThrow();
  }

  private EventOutcome hint(String key) {
    return desk.ingest("payroll", Desk.event("h" + key, "hint:" + key));
  }

  @Test
  void failingCensusHoldsUpNoPollAndIsTriedAgainLaterAndLater() {
    try (ConnectorRuntime runtime = runtime()) {
      table.keysFailure = away(SourceException.Fault.TEMPORARY);
      runtime.reconcile("orders");
      until("it has failed twice", () -> runs(DutyKind.CENSUS).failures() == 2);
      table.put("1", "Open", desk.clock.instant());
      runtime.run("orders");
      until(
          "what is new is posted",
          () -> !desk.causerie.records().find(Desk.as("ada"), Desk.order("1")).isEmpty());

      assertThat(runs(DutyKind.POLL).failures()).isZero();
      assertThat(Objects.requireNonNull(runs(DutyKind.CENSUS).failure()).message())
          .asString()
          .isEqualTo("no answer");
      assertThat(runs(DutyKind.CENSUS).next()).isAfter(desk.clock.instant());
      table.keysFailure = null;
      runtime.run("orders", DutyKind.CENSUS);
      until("it has come to its end", () -> runs(DutyKind.CENSUS).success() != null);
      assertThat(runs(DutyKind.CENSUS).failures()).isZero();
    }
  }

  @Test
  void othersWaitWhileThePollFindsTheSourceAway() {
    try (ConnectorRuntime runtime = runtime()) {
      table.failure = away(SourceException.Fault.CREDENTIALS);
      runtime.run("orders");
      until("the poll has failed", () -> runs(DutyKind.POLL).failures() > 0);
      int before = table.readBacks.get();
      EventOutcome waits = hint("1");
      table.put("1", "Open", desk.clock.instant());
      until("some time passes", new Times(20));

      assertThat(table.readBacks.get()).isEqualTo(before);
      assertThat(found(waits).fate()).isEqualTo(Fate.PENDING);
      table.failure = null;
      runtime.run("orders");
      until("it is read back", () -> found(waits).fate() == Fate.POSTED);
    }
  }

  /** True after it was asked so often. */
  private static final class Times implements java.util.function.BooleanSupplier {
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
  void badHintBlocksNoOtherAndIsGivenUpWithItsReasonAndReplayed() {
    try (ConnectorRuntime runtime = runtime()) {
      List<EventOutcome> good = new ArrayList<>();
      table.unreadable.add("k7");
      EventOutcome bad = hint("k7");
      for (int i = 0; i < 20; i++) {
        if (i != 7) {
          table.put("k" + i, "Open", desk.clock.instant());
          good.add(hint("k" + i));
        }
      }
      until(
          "the good ones are read back",
          () -> good.stream().allMatch(event -> found(event).fate() == Fate.POSTED));
      until("the bad one was tried", () -> said(bad).contains("tried 1 times"));
      assertThat(found(bad).fate()).isEqualTo(Fate.PENDING);
      assertThat(said(bad)).contains("500 for [k7]").contains("Look at its log.");
      assertThat(state().duty(DutyKind.READ_BACK).progress().behind()).isEqualTo(1);

      for (int i = 1; found(bad).fate() == Fate.PENDING; i++) {
        assertThat(i).as("attempts").isLessThanOrEqualTo(HintReader.ATTEMPTS);
        int before = table.readBacks.get();
        runtime.run("orders", DutyKind.READ_BACK);
        until(
            "it is tried again",
            () -> table.readBacks.get() > before || found(bad).fate() == Fate.FAILED);
      }
      assertThat(said(bad)).contains("k7").contains("500 for [k7]");
      assertThat(desk.causerie.events().causes("payroll").get(0).cause())
          .asString()
          .isEqualTo("could not be read back");
      assertThat(desk.count("select count(*) from hint")).isZero();

      table.unreadable.clear();
      table.put("k7", "Open", desk.clock.instant());
      Desk.await(desk.causerie.events().replay("payroll", bad.event()));
      until("it is read back after all", () -> found(bad).fate() == Fate.POSTED);
      assertThat(runs(DutyKind.READ_BACK).failures()).isZero();
    }
  }

  private String said(EventOutcome event) {
    return String.valueOf(found(event).reason());
  }

  /**
   * As if another node had taken it over: nothing counts any more that is written under the old
   * lease.
   */
  private Runnable loseTheLease() {
    return () -> {
      table.afterRead = () -> {};
      table.afterKeys = () -> {};
      table.afterReadBack = () -> {};
      desk.causerie
          .connectors()
          .reset("orders", Objects.requireNonNull(state().poll().progress().cursor()));
    };
  }

  @Test
  void leaseThatIsLostDuringAPageOfHistoryLeavesItUncounted() {
    for (int i = 0; i < 35; i++) {
      table.put("h" + i, "Open", EARLIER);
    }
    try (ConnectorRuntime runtime = runtime()) {
      long epoch = state().epoch();
      table.afterRead = loseTheLease();
      runtime.backfill("orders");
      until(
          "the backfill ends",
          () -> state().history() != null && !Objects.requireNonNull(state().history()).running());

      assertThat(state().epoch()).isGreaterThan(epoch);
      assertThat(Objects.requireNonNull(state().history()).rows()).isEqualTo(35);
      assertThat(desk.count("select count(*) from event")).isEqualTo(35);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void leaseThatIsLostDuringAReconciliationLetsItBeginAnew() {
    for (int i = 0; i < 15; i++) {
      table.put("h" + i, "Open", EARLIER);
    }
    try (ConnectorRuntime runtime = runtime()) {
      long epoch = state().epoch();
      table.afterKeys = loseTheLease();
      runtime.reconcile("orders");
      until("it has come to its end", () -> runs(DutyKind.CENSUS).success() != null);

      assertThat(state().epoch()).isGreaterThan(epoch);
      ConnectorState.CensusReport report = Objects.requireNonNull(state().census());
      assertThat(List.of(report.sourceRows(), report.missing(), report.repaired()))
          .containsExactly(15L, 15L, 15L);
    }
  }

  @Test
  void leaseThatIsLostDuringAReadBackSettlesNothingTwice() {
    try (ConnectorRuntime runtime = runtime()) {
      long epoch = state().epoch();
      table.put("1", "Open", desk.clock.instant());
      table.afterReadBack = loseTheLease();
      EventOutcome event = hint("1");
      until("it is read back", () -> found(event).fate() == Fate.POSTED);
      until("another lease is taken", () -> state().epoch() > epoch + 1);

      assertThat(desk.feed("ada", "1")).hasSize(1);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void sourceIsAskedByTheWorkerAloneAlsoWhileTheConnectorRests() {
    for (int i = 0; i < 12; i++) {
      table.put("h" + i, "Open", EARLIER);
    }
    try (ConnectorRuntime runtime = runtime()) {
      runtime.pause("orders", "ada", null);
      long count = runtime.countFrom("orders", null);
      assertThat(runtime.answer(count, LONG).map(RequestStore.Answer::rows)).contains(12L);
      long reset = runtime.reset("orders", null);
      assertThat(runtime.answer(reset, LONG)).isPresent();
      assertThat(state().poll().progress().cursor()).isEqualTo("0");
      long backfill = runtime.backfill("orders");
      assertThat(runtime.answer(backfill, LONG)).isPresent();
      assertThat(state().history()).isNotNull();

      assertThat(table.askers).isNotEmpty().doesNotContain(Thread.currentThread());
      assertThat(state().requests()).isZero();
    }
  }

  @Test
  void whatASourceDoesNotAnswerIsSaidInItsWordsAndIsNoFailureOfADuty() {
    try (ConnectorRuntime runtime = runtime()) {
      runtime.pause("orders", "ada", null);
      table.startFailure = away(SourceException.Fault.TEMPORARY);
      long reset = runtime.reset("orders", Desk.MONDAY);

      Optional<RequestStore.Answer> answer = runtime.answer(reset, LONG);

      assertThat(answer.map(RequestStore.Answer::failure)).isPresent();
      assertThat(Objects.requireNonNull(answer.orElseThrow().failure()).remedy())
          .asString()
          .isEqualTo("Look whether it runs.");
      assertThat(runs(DutyKind.POLL).failures()).isZero();
    }
  }

  @Test
  void requestThatNobodyServesIsStillAskedFor() {
    try (ConnectorRuntime runtime = runtime()) {
      long request =
          desk.causerie.connectors().requests().ask("nobody's", RequestStore.What.COUNT, null);

      assertThat(runtime.answer(request, Duration.ofMillis(20))).isEmpty();
      runtime.withdraw(request);
      assertThat(desk.count("select count(*) from duty_request")).isZero();
    }
  }

  private Optional<Stillness.Reason> still(ConnectorRuntime runtime) {
    return runtime.still("orders").map(Stillness::reason);
  }

  private double meter(String reason) {
    return meters.get("causerie.connector.still").tag("reason", reason).gauge().value();
  }

  @Test
  void cursorThatStandsWhileTheSourceHasMoreIsToldOf() {
    try (ConnectorRuntime runtime = runtime()) {
      table.put("1", "Open", desk.clock.instant());
      runtime.run("orders");
      until("it is posted", () -> desk.count("select count(*) from activity") == 1);
      table.notShown = 4;
      pass(Duration.ofMinutes(9));
      assertThat(still(runtime)).isEmpty();
      pass(Duration.ofMinutes(9));

      desk.clock.tick(LOOKED);
      until("it is told of", () -> still(runtime).isPresent());
      assertThat(still(runtime)).contains(Stillness.Reason.STANDS);
      assertThat(runtime.still("orders").orElseThrow().said()).asString().contains("4 newer rows");
      until("the metric tells", () -> meter("stands") == 1);
      assertThat(meter("never")).isZero();

      table.notShown = 0;
      table.put("2", "Open", desk.clock.instant());
      runtime.run("orders");
      until("it is posted, too", () -> desk.count("select count(*) from activity") == 2);
      desk.clock.tick(LOOKED);
      until("it gets on", () -> meter("stands") == 0);
      assertThat(still(runtime)).isEmpty();
    }
  }

  @Test
  void quietSourceIsCountedNowAndThenAndIsWell() {
    try (ConnectorRuntime runtime = runtime()) {
      table.put("1", "Open", desk.clock.instant());
      runtime.run("orders");
      until("it is posted", () -> desk.count("select count(*) from activity") == 1);
      table.counts.set(0);
      pass(Duration.ofMinutes(40));

      assertThat(table.counts.get()).isBetween(1, 3);
      assertThat(still(runtime)).isEmpty();
    }
  }

  /** Time passes, and the source is asked as its schedule says. */
  private void pass(Duration time) {
    Instant end = desk.clock.instant().plus(time);
    while (desk.clock.instant().isBefore(end)) {
      int before = table.reads.get();
      desk.clock.tick(Duration.ofMinutes(2));
      until("it is asked again", () -> table.reads.get() > before);
    }
  }

  @Test
  void oneDutyRestsWhileTheOthersGoOn() {
    for (int i = 0; i < 12; i++) {
      table.put("h" + i, "Open", EARLIER);
    }
    try (ConnectorRuntime runtime = runtime()) {
      runtime.pause("orders", DutyKind.BACKFILL, "ada", "at night only");
      runtime.answer(runtime.backfill("orders"), LONG);
      table.put("1", "Open", desk.clock.instant());
      runtime.run("orders");
      until("what is new is posted", () -> desk.count("select count(*) from activity") == 1);
      until("some time passes", new Times(20));
      assertThat(Objects.requireNonNull(state().history()).rows()).isZero();
      assertThat(paused()).isEqualTo("at night only");

      runtime.resume("orders", DutyKind.BACKFILL);
      until("history is read", () -> !Objects.requireNonNull(state().history()).running());
      assertThatThrownBy(() -> runtime.run("no such", DutyKind.POLL))
          .isInstanceOf(NotFoundException.class);
    }
  }

  private @Nullable String paused() {
    ConnectorState.Pause pause = state().duty(DutyKind.BACKFILL).paused();
    return pause == null ? null : pause.reason();
  }
}
