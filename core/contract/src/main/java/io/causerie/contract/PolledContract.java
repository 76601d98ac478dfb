package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.RequestStore;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.runtime.PollSettings;
import io.causerie.spi.Capability;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for every kind that polls. */
public abstract class PolledContract extends LiveContract<PolledContract.LiveSource> {
  private static final Pattern STATUS = Pattern.compile("field: (\\w+)(?:, value: \\.(\\w+))?");

  /** A source with rows that are read. */
  public interface LiveSource extends Live {
    void remove(int number);

    /** From now on its user sees no row, and no error either. */
    void hide();

    /** She sees them again. */
    void show();
  }

  /** A fresh source without rows. */
  protected abstract LiveSource source();

  @Override
  final LiveSource opened() {
    return source();
  }

  @Override
  final void nudge(ConnectorRuntime runtime) {
    runtime.run("contract");
  }

  @Test
  void restartInTheMiddleOfAWalkGoesOnAndDoublesNothing() {
    fill();
    try (ConnectorRuntime runtime = runtime()) {
      Eventually.until("some pages are read", SOON, () -> posts("Create") >= 5);
      assertThat(runtime.isReady()).isTrue();
    }
    String cursor = state().poll().progress().cursor();
    try (ConnectorRuntime runtime = runtime()) {
      untilPosted("Create", ROWS);
      // As if the last pages had been read, but the cursor had not been moved before a crash.
      engine.causerie().connectors().reset("contract", cursor);
      live.put(1, "done", Instant.now());
      nudge(runtime);
      Eventually.until(
          "it is read again", SOON, () -> engine.count("select count(*) from contribution") > ROWS);
      assertThat(posts("Create")).isEqualTo(ROWS);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void itCountsWhatIsToBeReadIfItClaimsTo() {
    fill();
    try (ConnectorRuntime runtime = runtime()) {
      RequestStore.Answer counted =
          runtime.answer(runtime.countFrom("contract", null), SOON).orElseThrow();

      assertThat(counted.failure()).isNull();
      assertThat(counted.rows()).isEqualTo(can(Capability.COUNT) ? Long.valueOf(ROWS) : null);
    }
  }

  @Test
  void recordsAreReadBackAsTheyWerePolledIfItClaimsTo() throws Exception {
    live.put(1, "open", Instant.now());
    live.put(2, "open", Instant.now());
    try (Connector connector = connector()) {
      assertThat(connector.readBack().isPresent()).isEqualTo(can(Capability.READ_BACK));
      assumeTrue(can(Capability.READ_BACK), "not claimed, and not returned");
      ReadBack readBack = connector.readBack().orElseThrow();
      Poller poller = connector.intake().polled().orElseThrow();
      List<SourceRow> polled = poller.read(poller.beginning(), null, 10).rows();
      List<String> keys = polled.stream().map(SourceRow::key).toList();

      List<SourceRow> back = readBack.read(keys);
      live.remove(2);
      List<SourceRow> rest = readBack.read(keys);

      assertThat(keys).hasSize(2);
      assertThat(back)
          .extracting(SourceRow::key, SourceRow::version, PolledContract::data)
          .containsExactlyInAnyOrderElementsOf(
              polled.stream().map(row -> tuple(row.key(), row.version(), data(row))).toList());
      assertThat(rest).extracting(SourceRow::key).containsExactly(keys.get(0));
    }
  }

  private static String data(SourceRow row) {
    return new String(row.event().data(), StandardCharsets.UTF_8);
  }

  @Test
  void censusRepairsWhatTheCursorHasMissedAndFindsWhatIsGone() {
    assumeTrue(can(Capability.CENSUS), "refused, as ConnectorContract sees");
    fill();
    try (ConnectorRuntime runtime = runtime(engine.causerie(), Duration.ofMillis(300))) {
      untilPosted("Create", ROWS);
      // Far behind the cursor and its overlap: a row that no poll will ever show.
      live.put(1000, "open", Instant.now().minus(Duration.ofDays(3)));
      untilPosted("Create", ROWS + 1);
      live.remove(7);
      untilPosted("Delete", 1);

      ConnectorState.CensusReport report = Objects.requireNonNull(state().census());
      assertThat(report.sourceRows()).isPositive();
      assertThat(runtime.isReady()).isTrue();
    }
  }

  private ConnectorState.CensusReport reconciled(Runnable ask) {
    Instant before = state().census() == null ? Instant.MIN : state().census().started();
    ask.run();
    Eventually.until(
        "the reconciliation has come to its end",
        SOON,
        () -> {
          ConnectorState.CensusReport now = state().census();
          return now != null && now.started().isAfter(before) && !now.running();
        });
    return Objects.requireNonNull(state().census());
  }

  @Test
  void sourceThatShowsTooLittleIsNotBelievedAndWhatIsBackIsRestored() {
    assumeTrue(can(Capability.CENSUS), "refused, as ConnectorContract sees");
    Instant then = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    for (int i = 1; i <= ROWS; i++) {
      live.put(i, "open", then.plusSeconds(1));
    }
    try (ConnectorRuntime runtime = runtime()) {
      untilPosted("Create", ROWS);
      Runnable ask = () -> runtime.reconcile("contract");

      live.hide();
      ConnectorState.CensusReport hidden = reconciled(ask);
      assertThat(hidden.stopped()).as("emptied").isNotNull();
      assertThat(List.of(hidden.sourceRows(), hidden.gone())).containsExactly(0L, (long) ROWS);
      live.show();
      ConnectorState.CensusReport shown = reconciled(ask);
      assertThat(List.of(shown.known(), shown.wrong())).containsExactly((long) ROWS, 0L);
      assertThat(shown.failure()).as("it is itself again").isNull();
      assertThat(posts("Delete")).isZero();

      for (int i = 1; i <= ROWS / 2; i++) {
        live.remove(i);
      }
      ConnectorState.CensusReport half = reconciled(ask);
      assertThat(half.stopped()).as("half emptied").isNotNull();
      assertThat(half.gone()).isEqualTo(ROWS / 2);
      ConnectorState.CensusReport confirmed =
          reconciled(() -> runtime.confirmGone("contract", Objects.requireNonNull(half.stopped())));
      assertThat(List.of(confirmed.gone(), confirmed.repaired()))
          .containsExactly(ROWS / 2L, ROWS / 2L);
      assertThat(posts("Delete")).isEqualTo(ROWS / 2);

      // A backup is played back: the same rows in the same versions, and one older than before.
      for (int i = 1; i <= ROWS / 2; i++) {
        live.put(i, "open", then.plusSeconds(1));
      }
      live.put(ROWS, "held", then);
      ConnectorState.CensusReport refilled = reconciled(ask);
      // What lies within the overlap of a poll may be put right by it first.
      assertThat(refilled.repaired()).isEqualTo(refilled.wrong());
      assertThat(refilled.failure()).isNull();
      assertThat(posts("Undo")).as("restored").isEqualTo(ROWS / 2);
      assertThat(posts("Create")).isEqualTo(ROWS);
      assertThat(engine.count("select count(*) from activity where late = true")).isZero();
      assertThat(engine.count("select count(*) from record where state like '%\"held\"%'"))
          .isEqualTo(1);
      assertThat(reconciled(ask).wrong()).isZero();
    }
  }

  @Test
  void contentIsComparedWhereItIsAskedForAndTheTimeOfChangeStays() {
    assumeTrue(can(Capability.CENSUS), "refused, as ConnectorContract sees");
    Instant then = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    for (int i = 1; i <= 5; i++) {
      live.put(i, "open", then);
    }
    var contents = new PollSettings.Comparison(PollSettings.Share.TENTH, true);
    try (ConnectorRuntime runtime = runtime(engine.causerie(), null, contents)) {
      untilPosted("Create", 5);
      // A later row, so that no overlap reaches back to the one that is changed.
      live.put(6, "open", then.plusSeconds(50));
      untilPosted("Create", 6);
      live.put(3, "held", then);

      ConnectorState.CensusReport report = reconciled(() -> runtime.reconcile("contract"));

      assertThat(List.of(report.known(), report.changed(), report.repaired()))
          .containsExactly(5L, 1L, 1L);
      assertThat(engine.count("select count(*) from record where state like '%\"held\"%'"))
          .isEqualTo(1);
      assertThat(reconciled(() -> runtime.reconcile("contract")).wrong()).isZero();
    }
  }

  @Test
  void firstReconciliationTakesHistoryInSilently() {
    assumeTrue(can(Capability.CENSUS), "refused, as ConnectorContract sees");
    Instant longBefore = LONG_AGO.minus(Duration.ofDays(30));
    for (int i = 1; i <= ROWS; i++) {
      live.put(i, "open", longBefore.plusSeconds(i));
    }
    try (ConnectorRuntime runtime = runtime()) {
      Eventually.until("it has read", SOON, () -> state().poll().runs().success() != null);

      ConnectorState.CensusReport report = reconciled(() -> runtime.reconcile("contract"));

      assertThat(List.of(report.missing(), report.repaired()))
          .containsExactly((long) ROWS, (long) ROWS);
      assertThat(engine.count("select count(*) from activity")).isZero();
      assertThat(engine.count("select count(*) from record where known = true")).isEqualTo(ROWS);
      live.put(1, "done", Instant.now());
      untilPosted("Update", 1);
    }
  }

  /** As {@link LiveSource#mapping()}, to records whose id is the status: no part of the key. */
  private String mappedByStatus() {
    Matcher status = STATUS.matcher(live.mapping());
    assertThat(status.find()).isTrue();
    return live.mapping()
        .replaceFirst(
            "(record: \\{.*?\\bid: )[^,}]+",
            "$1." + Objects.requireNonNullElse(status.group(2), status.group(1)))
        .replaceFirst("(?m)^track:.*$", "");
  }

  private long deleted(String record) {
    return engine.count(
        "select count(*) from record where deleted is not null and source_id = '%s'"
            .formatted(record));
  }

  @Test
  void rowThatIsGoneTakesItsRecordAlongWhateverItsKeyIs() {
    assumeTrue(can(Capability.CENSUS), "refused, as ConnectorContract sees");
    engine.close();
    engine = new Posted.Engine(mapper(mappedByStatus()), Clock.systemUTC());
    Instant then = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    for (int i = 1; i <= ROWS; i++) {
      live.put(i, "r" + i, then);
    }
    live.put(101, "shared", then);
    live.put(102, "shared", then);
    // Its id is the key of another row.
    live.put(103, "7", then);
    try (ConnectorRuntime runtime = runtime()) {
      untilPosted("Create", ROWS + 2);
      Runnable ask = () -> runtime.reconcile("contract");

      live.remove(7);
      live.remove(101);
      ConnectorState.CensusReport first = reconciled(ask);

      assertThat(List.of(first.gone(), first.repaired())).containsExactly(2L, 2L);
      assertThat(deleted("r7")).isEqualTo(1);
      assertThat(deleted("7")).as("another row's record").isZero();
      assertThat(deleted("shared")).as("it has a row still").isZero();
      assertThat(posts("Delete")).isEqualTo(1);

      live.remove(102);
      ConnectorState.CensusReport second = reconciled(ask);
      assertThat(List.of(second.gone(), second.repaired())).containsExactly(1L, 1L);
      assertThat(deleted("shared")).isEqualTo(1);
      assertThat(posts("Delete")).isEqualTo(2);
      assertThat(engine.count("select count(*) from event where fate = 3")).as("failed").isZero();

      live.put(102, "shared", then);
      ConnectorState.CensusReport back = reconciled(ask);
      assertThat(back.repaired()).isEqualTo(back.wrong());
      assertThat(deleted("shared")).isZero();
      assertThat(reconciled(ask).wrong()).isZero();
    }
  }
}
