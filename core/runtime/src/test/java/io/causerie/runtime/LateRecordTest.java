package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.EventView;
import io.causerie.engine.ingest.Fate;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that carry a key only, and come before their records can be read. */
class LateRecordTest {
  private Desk desk;
  private TableSource table;

  @BeforeEach
  void open() {
    desk = new Desk(Databases.H2);
    table = new TableSource();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private ConnectorRuntime runtime() {
    return Brisk.of(desk.causerie)
        .connector("orders", table)
        .poll(
            "orders", new PollSettings(Schedule.every(Duration.ofHours(30)), null, 10, 1000, null))
        .clock(desk.clock)
        .start();
  }

  private EventOutcome hint(String id, String key) {
    return desk.ingest("payroll", Desk.event(id, "hint:" + key));
  }

  private EventView find(EventOutcome event) {
    return desk.causerie.events().find("payroll", event.event()).orElseThrow();
  }

  private void until(String what, java.util.function.BooleanSupplier holds) {
    Eventually.until(
        what,
        () -> {
          desk.clock.tick(Duration.ofMillis(500));
          return holds.getAsBoolean();
        });
  }

  private boolean isTried(EventOutcome event, int times) {
    return String.valueOf(find(event).reason()).contains("tried " + times + " times");
  }

  @Test
  void recordThatIsVisibleLaterIsReadThenAndHoldsUpNoOther() {
    EventOutcome early = hint("h1", "7");
    EventOutcome other = hint("h2", "8");
    table.putUnseen("8", "Open", desk.clock.instant());
    try (ConnectorRuntime runtime = runtime()) {
      until("the other is read", () -> find(other).fate() == Fate.POSTED);
      until("it is tried again", () -> isTried(early, 2));
      assertThat(find(early).fate()).isEqualTo(Fate.PENDING);
      assertThat(String.valueOf(find(early).reason())).contains("does not show it yet");

      table.putUnseen("7", "Open", desk.clock.instant());
      until("it is read", () -> find(early).fate() == Fate.POSTED);
      assertThat(runtime.isReady()).isTrue();
    }
    assertThat(desk.feed("ada", "7")).hasSize(1);
  }

  @Test
  void recordThatNeverComesIsNothingToPost() {
    EventOutcome nothing = hint("h1", "7");
    try (ConnectorRuntime runtime = runtime()) {
      until("it has a fate", () -> find(nothing).fate() != Fate.PENDING);
      assertThat(runtime.isReady()).isTrue();
    }

    assertThat(find(nothing).fate()).isEqualTo(Fate.IGNORED);
    assertThat(table.readBacks.get()).isEqualTo(HintReader.LOOKS);
  }

  @Test
  void manyEventsOfOneRecordAreOneQuestionAndTellOfItOnce() {
    table.putUnseen("7", "Open", desk.clock.instant());
    List<EventOutcome> all = List.of(hint("h1", "7"), hint("h2", "7"), hint("h3", "7"));
    try (ConnectorRuntime runtime = runtime()) {
      until(
          "all have their fates",
          () -> all.stream().allMatch(event -> find(event).fate() == Fate.POSTED));
      assertThat(runtime.isReady()).isTrue();
    }

    assertThat(table.readBacks.get()).isEqualTo(1);
    assertThat(desk.feed("ada", "7")).hasSize(1);
  }

  /** The first event waits, and is tried again after a later one has told how the record is now. */
  @Test
  void earlierEventThatWaitedTellsNothingOlder() {
    EventOutcome early = hint("h1", "7");
    try (ConnectorRuntime runtime = runtime()) {
      until("it waits", () -> isTried(early, 1));
      table.putUnseen("7", "Open", desk.clock.instant());
      table.putUnseen("7", "Packed", desk.clock.instant());
      EventOutcome late = hint("h2", "7");
      until("the later one is read", () -> find(late).fate() == Fate.POSTED);
      until("so is the earlier", () -> find(early).fate() != Fate.PENDING);
      assertThat(runtime.isReady()).isTrue();
    }

    assertThat(desk.feed("ada", "7")).hasSize(1);
    assertThat(desk.record("ada", "7").state().toString()).contains("Packed");
  }

  /**
   * The record is there and its change is not: what was read is older than the event, and known.
   */
  @Test
  void changeThatIsVisibleLaterIsReadThenAndNotWithTheNextPoll() {
    table.putUnseen("7", "Open", desk.clock.instant());
    EventOutcome first = hint("h1", "7");
    try (ConnectorRuntime runtime = runtime()) {
      until("it is known", () -> find(first).fate() == Fate.POSTED);
      EventOutcome early = hint("h2", "7");
      until("it was looked at", () -> isTried(early, 1));
      table.putUnseen("7", "Packed", desk.clock.instant());
      until("the change is read", () -> find(early).fate() == Fate.POSTED);

      assertThat(desk.record("ada", "7").state().toString()).contains("Packed");
      assertThat(table.readBacks.get()).isEqualTo(3);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void eventThatChangedNothingThatIsReadIsLookedAtThriceAtMost() {
    table.putUnseen("7", "Open", desk.clock.instant());
    EventOutcome first = hint("h1", "7");
    try (ConnectorRuntime runtime = runtime()) {
      until("it is known", () -> find(first).fate() == Fate.POSTED);
      EventOutcome nothing = hint("h2", "7");
      until("it has a fate", () -> find(nothing).fate() != Fate.PENDING);

      assertThat(table.readBacks.get()).isEqualTo(1 + HintReader.LOOKS_AT_KNOWN);
      assertThat(runtime.isReady()).isTrue();
    }
  }
}
