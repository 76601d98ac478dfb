package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorState.CensusReport;
import io.causerie.engine.feed.ActivityView;
import io.causerie.runtime.PollSettings.Comparison;
import io.causerie.runtime.PollSettings.Share;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that loses, regains and changes records behind the back of the cursor. */
@ParameterizedClass
@EnumSource(Databases.class)
class ReconciliationTest {
  private static final Instant SOON = Desk.MONDAY.plusSeconds(1);
  private static final Instant EARLIER = Desk.MONDAY.minus(Duration.ofDays(30));
  private static final int ROWS = 20;

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

  private ConnectorRuntime runtime(Comparison comparison) {
    return runtime(comparison, null);
  }

  private ConnectorRuntime runtime(Comparison comparison, @Nullable Schedule census) {
    PollSettings settings =
        new PollSettings(
            Schedule.every(Duration.ofSeconds(30)), null, 10, 1000, census, comparison);
    ConnectorRuntime runtime =
        Brisk.of(desk.causerie)
            .connector("orders", table)
            .poll("orders", settings)
            .clock(desk.clock)
            .meters(meters)
            .start();
    Eventually.until("it has run", () -> ticked() && state().poll().runs().success() != null);
    return runtime;
  }

  private ConnectorRuntime runtime() {
    return runtime(Comparison.DEFAULT);
  }

  private boolean ticked() {
    desk.clock.tick(Duration.ofMillis(50));
    return true;
  }

  private void fill(ConnectorRuntime runtime, int rows) {
    // All at once: a poll in between would pass over keys that come later and sort before.
    synchronized (table) {
      for (int i = 0; i < rows; i++) {
        table.put("o" + i, "Open", SOON);
      }
    }
    poll(runtime);
    Eventually.until("all of them are posted", () -> ticked() && posts("Create") == rows);
  }

  private void poll(ConnectorRuntime runtime) {
    Instant before = Objects.requireNonNull(state().poll().runs().success());
    desk.clock.tick(Duration.ofSeconds(1));
    runtime.run("orders");
    Eventually.until(
        "it has run again",
        () -> ticked() && Objects.requireNonNull(state().poll().runs().success()).isAfter(before));
  }

  private ConnectorState state() {
    return desk.causerie.connectors().find("orders").orElseThrow();
  }

  private CensusReport report() {
    return Objects.requireNonNull(state().census());
  }

  private CensusReport reconciled(ConnectorRuntime runtime) {
    Instant before = desk.clock.instant();
    desk.clock.tick(Duration.ofSeconds(1));
    runtime.reconcile("orders");
    return settled(before);
  }

  private CensusReport settled(Instant before) {
    Eventually.until(
        "the reconciliation has come to its end",
        () -> {
          ticked();
          CensusReport now = state().census();
          return now != null && now.started().isAfter(before) && !now.running();
        });
    return report();
  }

  private OptionalLong confirm(ConnectorRuntime runtime) {
    return runtime.confirmGone("orders", Objects.requireNonNull(report().stopped()));
  }

  private long posts(String type) {
    return desk.count("select count(*) from activity where type = '" + type + "'");
  }

  private double meter(String name) {
    return meters.get("causerie.connector." + name).tag("connector", "orders").gauge().value();
  }

  @Test
  void emptiedSourceStopsItWholeUntilAnOperatorConfirms() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      table.hidden = true;

      CensusReport stopped = reconciled(runtime);
      poll(runtime);

      assertThat(stopped.stopped()).isNotNull();
      assertThat(List.of(stopped.sourceRows(), stopped.gone(), stopped.repaired()))
          .containsExactly(0L, (long) ROWS, 0L);
      assertThat(Objects.requireNonNull(stopped.failure()).message())
          .asString()
          .contains("20 of the 20 records");
      assertThat(report()).as("a poll that goes well changes nothing of it").isEqualTo(stopped);
      assertThat(posts("Delete")).isZero();
      Eventually.until("the metric tells", () -> ticked() && meter("reconciliation.stopped") == 1);
      assertThat(meter("reconciliation.gone")).isEqualTo(ROWS);

      Instant before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      assertThat(confirm(runtime)).isEqualTo(OptionalLong.of(ROWS));
      CensusReport confirmed = settled(before);
      assertThat(List.of(confirmed.gone(), confirmed.repaired()))
          .containsExactly((long) ROWS, (long) ROWS);
      assertThat(confirmed.failure()).isNull();
      assertThat(posts("Delete")).isEqualTo(ROWS);
      assertThat(runtime.confirmGone("orders", Objects.requireNonNull(stopped.stopped())))
          .as("nothing is stopped")
          .isEmpty();
    }
  }

  @Test
  void whatGoesAfterItWasCountedIsNotDeletedUnasked() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      halfLeavesTheQuery();
      table.afterGone = this::goneMeanwhile;

      CensusReport stopped = reconciled(runtime);

      assertThat(stopped.stopped()).isNotNull();
      assertThat(stopped.gone()).isEqualTo(ROWS / 2);
      assertThat(posts("Delete")).isZero();
      Instant before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      assertThat(confirm(runtime)).isEqualTo(OptionalLong.of(ROWS / 2));
      assertThat(settled(before).repaired()).isEqualTo(ROWS / 2);
      assertThat(posts("Delete")).isEqualTo(ROWS / 2);
    }
  }

  @Test
  void whatGoesWhileRecordsAreRepairedIsCountedAnew() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      table.putUnseen("new", "Open", SOON);
      halfLeavesTheQuery();
      table.afterReadBack = this::goneMeanwhile;

      CensusReport stopped = reconciled(runtime);

      assertThat(stopped.stopped()).isNotNull();
      assertThat(stopped.repaired()).as("what was missing was taken in").isEqualTo(1);
      assertThat(posts("Delete")).isZero();
    }
  }

  private void halfLeavesTheQuery() {
    for (int i = 0; i < ROWS / 2; i++) {
      table.leftQuery.add("o" + i);
    }
  }

  private void goneMeanwhile() {
    table.afterGone = () -> {};
    table.afterReadBack = () -> {};
    for (int i = 0; i < ROWS / 2; i++) {
      table.remove("o" + i);
    }
  }

  @Test
  void fewRecordsThatAreAllGoneStopItToo() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, 2);
      table.hidden = true;

      assertThat(reconciled(runtime).stopped()).isNotNull();
      assertThat(posts("Delete")).isZero();
    }
  }

  @Test
  void halfEmptiedSourceStopsItAndADismissalLeavesAllAsItIs() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      for (int i = 0; i < ROWS / 2; i++) {
        table.remove("o" + i);
      }
      table.putUnseen("new", "Open", SOON);

      CensusReport stopped = reconciled(runtime);
      assertThat(List.of(stopped.sourceRows(), stopped.gone(), stopped.missing()))
          .containsExactly(11L, 10L, 1L);
      assertThat(posts("Create")).as("nothing is taken in before the word").isEqualTo(ROWS);

      assertThat(runtime.dismissGone("orders")).isEqualTo(OptionalLong.of(10));
      assertThat(report().failure()).isNull();
      assertThat(report().stopped()).isNull();
      assertThat(posts("Delete")).isZero();
    }
  }

  @Test
  void moreGoneThanWasConfirmedStopsItAgain() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      for (int i = 0; i < 8; i++) {
        table.remove("o" + i);
      }
      assertThat(reconciled(runtime).gone()).isEqualTo(8);
      removeOthers();

      Instant before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      confirm(runtime);
      CensusReport again = settled(before);

      assertThat(again.stopped()).isNotNull();
      assertThat(again.gone()).isEqualTo(14);
      assertThat(posts("Delete")).isZero();
    }
  }

  /** One more than may be gone of twenty. */
  private void removeOthers() {
    for (int i = 9; i < 15; i++) {
      table.remove("o" + i);
    }
  }

  @Test
  void fewThatGoAfterTheStopDoNotStopWhatWasConfirmed() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      for (int i = 0; i < 8; i++) {
        table.remove("o" + i);
      }
      assertThat(reconciled(runtime).stopped()).isNotNull();
      table.remove("o9");

      Instant before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      confirm(runtime);
      CensusReport again = settled(before);

      assertThat(again.stopped()).isNull();
      assertThat(again.gone()).isEqualTo(9);
      assertThat(posts("Delete")).isEqualTo(9);
    }
  }

  @Test
  void emptySourceStopsWhatWasConfirmedForAPartOfIt() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      for (int i = 0; i < 16; i++) {
        table.remove("o" + i);
      }
      assertThat(reconciled(runtime).stopped()).isNotNull();
      table.hidden = true;

      Instant before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      confirm(runtime);
      CensusReport again = settled(before);

      assertThat(again.stopped()).as("four others are gone, and with them all").isNotNull();
      assertThat(posts("Delete")).isZero();
    }
  }

  @Test
  void confirmedWordOutlivesARunThatFails() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      for (int i = 0; i < 8; i++) {
        table.remove("o" + i);
      }
      assertThat(reconciled(runtime).stopped()).isNotNull();
      Instant shown = Objects.requireNonNull(report().stopped());
      table.keysFailure =
          new SourceException(
              SourceException.Fault.TEMPORARY, "no answer", "Look whether it runs.", null);

      Instant before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      assertThat(runtime.confirmGone("orders", shown)).isNotEmpty();
      CensusReport failed = settled(before);
      assertThat(failed.failure()).isNotNull();
      assertThat(failed.stopped()).isNull();
      table.keysFailure = null;
      before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      runtime.reconcile("orders");
      CensusReport again = settled(before);

      assertThat(again.stopped()).isNull();
      assertThat(posts("Delete")).isEqualTo(8);
    }
  }

  @Test
  void otherRecordsThanThoseThatWereConfirmedStopItAgain() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, ROWS);
      for (int i = 0; i < 8; i++) {
        table.remove("o" + i);
      }
      CensusReport first = reconciled(runtime);
      assertThat(first.stopped()).isNotNull();
      assertThat(missed()).containsExactly("o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7");
      table.putUnseen("o0", "Open", SOON);
      table.put("o7", "Back", SOON.plusSeconds(1));
      poll(runtime);
      assertThat(missed()).as("one is back").doesNotContain("o7");
      table.remove("o7");
      removeOthers();

      Instant before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      confirm(runtime);
      CensusReport again = settled(before);

      assertThat(again.stopped()).as("too many others").isNotNull();
      assertThat(again.gone()).isEqualTo(13);
      assertThat(missed())
          .containsExactly(
              "o1", "o10", "o11", "o12", "o13", "o14", "o2", "o3", "o4", "o5", "o6", "o7", "o9");
      assertThat(posts("Delete")).isZero();

      assertThat(runtime.confirmGone("orders", Objects.requireNonNull(first.stopped())))
          .as("a word about what was shown before")
          .isEmpty();
      before = desk.clock.instant();
      desk.clock.tick(Duration.ofSeconds(1));
      table.putUnseen("o1", "Open", SOON);
      confirm(runtime);
      assertThat(settled(before).gone()).as("those that are gone still").isEqualTo(12);
      assertThat(posts("Delete")).isEqualTo(12);
      assertThat(missed()).isEmpty();
    }
  }

  private List<String> missed() {
    return desk.causerie.connectors().reconciliations().missed("orders", 50);
  }

  @Test
  void stoppedReconciliationWaitsForAWordWhateverTheScheduleSays() {
    try (ConnectorRuntime runtime =
        runtime(Comparison.DEFAULT, Schedule.every(Duration.ofMinutes(1)))) {
      fill(runtime, ROWS);
      table.hidden = true;
      CensusReport stopped = reconciled(runtime);
      assertThat(stopped.stopped()).isNotNull();

      desk.clock.tick(Duration.ofHours(1));
      poll(runtime);
      desk.clock.tick(Duration.ofHours(1));
      poll(runtime);

      assertThat(report()).isEqualTo(stopped);
    }
  }

  @Test
  void asManyMayBeGoneAsIsConfigured() {
    try (ConnectorRuntime runtime = runtime(new Comparison(new Share(null, 12), false))) {
      fill(runtime, ROWS);
      for (int i = 0; i < 12; i++) {
        table.remove("o" + i);
      }
      assertThat(reconciled(runtime).repaired()).isEqualTo(12);
      assertThat(posts("Delete")).isEqualTo(12);
    }
  }

  @Test
  void recordThatIsBackInTheSameVersionIsRestoredAndNeverCreatedAgain() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, 6);
      SourceRow row = table.row("o3");
      for (int round = 1; round <= 2; round++) {
        table.remove("o3");
        assertThat(reconciled(runtime).repaired()).isEqualTo(1);
        assertThat(desk.record("ada", "o3").deleted()).isNotNull();

        table.restore(row);
        CensusReport report = reconciled(runtime);

        assertThat(desk.record("ada", "o3").deleted()).as("round " + round).isNull();
        assertThat(posts("Undo")).isEqualTo(round);
        assertThat(posts("Delete")).isEqualTo(round);
        assertThat(report.gone()).isZero();
      }
      assertThat(posts("Create")).isEqualTo(6);
    }
  }

  @Test
  void recordOfBeforeTheConnectorIsToldToBeBackWhereItsEndWasTold() {
    table.put("h1", "Open", Desk.MONDAY.minus(Duration.ofDays(900)));
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, 6);
      reconciled(runtime);
      SourceRow row = table.row("h1");
      assertThat(posts("Create")).as("it is history").isEqualTo(6);
      table.remove("h1");
      reconciled(runtime);
      assertThat(posts("Delete")).isEqualTo(1);

      table.restore(row);
      reconciled(runtime);

      assertThat(desk.record("ada", "h1").deleted()).isNull();
      assertThat(posts("Undo")).isEqualTo(1);
      assertThat(posts("Create") + posts("Update")).as("and nothing else of it").isEqualTo(6);
    }
  }

  @Test
  void rowThatIsAsItWasBeforeIsTakenInAndOneThatIsReadAgainIsNot() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, 1);
      SourceRow open = table.row("o0");
      table.put("o0", "Shipped", SOON.plus(Duration.ofHours(1)));
      poll(runtime);
      SourceRow shipped = table.row("o0");

      table.restore(open);
      poll(runtime);
      table.restore(shipped);
      poll(runtime);
      table.restore(open);
      poll(runtime);

      assertThat(desk.feed("ada", "o0"))
          .extracting(ActivityView::kind)
          .filteredOn(kind -> kind == ActivityView.Kind.CHANGE)
          .isNotEmpty();
      assertThat(desk.count("select count(*) from record where state like '%Open%'")).isEqualTo(1);
      assertThat(desk.count("select count(*) from activity where late = true")).isZero();
      long events = desk.count("select count(*) from event");
      assertThat(events).isEqualTo(5);
      desk.causerie.connectors().reset("orders", "0");
      poll(runtime);
      assertThat(desk.count("select count(*) from event")).isEqualTo(events);
    }
  }

  @Test
  void contentIsComparedWhereTheVersionStaysIfItIsAskedFor() {
    try (ConnectorRuntime runtime = runtime(new Comparison(Share.TENTH, true))) {
      fill(runtime, 3);
      table.putBehind("o1", "Shipped", SOON.plus(Duration.ofHours(1)));

      CensusReport report = reconciled(runtime);
      assertThat(List.of(report.known(), report.changed(), report.repaired()))
          .containsExactly(2L, 1L, 1L);
      assertThat(posts("Update")).isEqualTo(1);
      assertThat(reconciled(runtime).wrong()).isZero();
    }
  }

  @Test
  void firstReconciliationOfALongTableIsSilentAndKeepsToTheRate() {
    for (int i = 0; i < 250; i++) {
      table.put("h" + i, "Open", EARLIER);
    }
    PollSettings slow = new PollSettings(Schedule.every(Duration.ofHours(30)), null, 10, 100, null);
    try (ConnectorRuntime runtime =
        Brisk.of(desk.causerie)
            .connector("orders", table)
            .poll("orders", slow)
            .clock(desk.clock)
            .start()) {
      Eventually.until("it has run", () -> ticked() && state().poll().runs().success() != null);
      Instant began = desk.clock.instant();
      CensusReport report = reconciled(runtime);

      assertThat(report.repaired()).isEqualTo(250);
      assertThat(desk.count("select count(*) from activity")).isZero();
      assertThat(Duration.between(began, desk.clock.instant()))
          .isGreaterThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void onlyWhatIsRightAfterwardsIsCalledRepaired() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, 10);
      table.deletionsSayNothing = true;
      table.remove("o3");

      for (int night = 0; night < 2; night++) {
        CensusReport report = reconciled(runtime);
        assertThat(List.of(report.gone(), report.repaired())).containsExactly(1L, 0L);
      }
      assertThat(desk.count("select count(*) from event")).as("told once").isEqualTo(11);
    }
  }

  @Test
  void rowThatComesWhileTheKeysAreReadIsNotTakenForGone() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, 3);
      table.afterKeys =
          () -> {
            table.afterKeys = () -> {};
            table.put("a-first", "Open", SOON.plusSeconds(5));
          };
      reconciled(runtime);
      poll(runtime);

      assertThat(reconciled(runtime).wrong()).isZero();
      assertThat(posts("Delete")).isZero();
    }
  }

  @Test
  void sourceThatFailsDuringAReconciliationIsAskedAgainAndSaysSo() {
    try (ConnectorRuntime runtime = runtime()) {
      fill(runtime, 3);
      table.keysFailure =
          new SourceException(
              SourceException.Fault.TEMPORARY, "no answer", "Look whether it runs.", null);
      CensusReport failed = reconciled(runtime);
      assertThat(Objects.requireNonNull(failed.failure()).message())
          .asString()
          .isEqualTo("no answer");
      assertThat(failed.stopped()).isNull();

      Instant before = report().started();
      table.keysFailure = null;
      Eventually.until(
          "it is tried again",
          () -> {
            desk.clock.tick(Duration.ofMillis(500));
            return report().started().isAfter(before) && report().ended() != null;
          });
      assertThat(report().failure()).isNull();
    }
  }
}
