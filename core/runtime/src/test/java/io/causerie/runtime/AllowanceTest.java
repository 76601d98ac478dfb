package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Fate;
import io.causerie.model.SourceLimit;
import io.causerie.model.SourceLimit.Left;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.SourceSystem;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a source says of how much may be used is shown, and the last of it is not spent. */
class AllowanceTest {
  private static final PollSettings SETTINGS =
      new PollSettings(Schedule.every(Duration.ofSeconds(30)), null, 10, 1000, null);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TableSource table = new TableSource();
  private final TableSource other = new TableSource();
  private volatile List<SourceLimit> said = List.of();
  private volatile boolean broken;
  private Desk desk;
  private ConnectorRuntime runtime;

  @BeforeEach
  void open() {
    desk = new Desk(Databases.H2);
    runtime = runtime();
  }

  private ConnectorRuntime runtime() {
    SourceSystem system =
        new SourceSystem() {
          @Override
          public List<SourceLimit> limits() {
            if (broken) {
              throw new NoClassDefFoundError("of the kind");
            }
            return said;
          }
        };
    return ConnectorRuntime.of(desk.causerie)
        .connector("orders", table)
        .poll("orders", SETTINGS)
        .system("orders", system)
        .connector("history", other)
        .poll("history", SETTINGS)
        .clock(desk.clock)
        .meters(meters)
        .start();
  }

  @AfterEach
  void close() {
    runtime.close();
    desk.close();
  }

  private ConnectorState state() {
    return desk.causerie.connectors().find("orders").orElseThrow();
  }

  /** The clock goes on meanwhile. */
  private void until(String what, BooleanSupplier holds) {
    Eventually.until(
        what,
        () -> {
          desk.clock.tick(Duration.ofSeconds(1));
          return holds.getAsBoolean();
        });
  }

  private void said(long used) {
    said =
        List.of(
            new SourceLimit(
                "Requests", Phrase.quoted("Requests"), used, 100, desk.clock.instant(), true));
  }

  private void said(Left left, long used) {
    said(used);
    until("it is written down", () -> isSaid(left));
  }

  private boolean isSaid(Left left) {
    return state().limits().stream().anyMatch(limit -> limit.left() == left);
  }

  /** Lets some runs of the other connector go by. */
  private void otherRuns() {
    int before = other.reads.get();
    until("the other one has run", () -> other.reads.get() >= before + 3);
  }

  @Test
  void whatIsSaidIsWrittenDownAndMeasured() {
    said(Left.ENOUGH, 18);
    said(Left.LITTLE, 80);
    said(81);
    until("figures that move follow", () -> state().limits().get(0).used() == 81);

    assertThat(state().limits()).isEqualTo(said);
    until("it is measured", () -> figure("limit.used") == 81);
    assertThat(figure("limit")).isEqualTo(100);
    otherRuns();
    assertThat(table.reads.get()).as("little is enough to go on").isPositive();
  }

  private double figure(String name) {
    return meters.get("causerie.connector." + name).tag("limit", "Requests").gauge().value();
  }

  @Test
  void lastOfItIsSpentOnNeitherPollsNorReadingBack() {
    until("it has run", () -> table.reads.get() > 0);
    table.putUnseen("8", "Open", desk.clock.instant());
    said(Left.LAST, 96);
    EventOutcome hint = desk.ingest("payroll", Desk.event("h1", "hint:8"));
    int reads = table.reads.get();

    otherRuns();

    assertThat(table.reads.get()).isEqualTo(reads);
    assertThat(table.readBacks.get()).isZero();
    said(10);
    until("it is read", () -> fate(hint) == Fate.POSTED);
    until("it is polled", () -> table.reads.get() > reads);
  }

  private Fate fate(EventOutcome event) {
    return desk.causerie.events().find("payroll", event.event()).orElseThrow().fate();
  }

  @Test
  void onceInAQuarterOfAnHourItIsAskedWhetherThereIsMore() {
    until("it has run", () -> table.reads.get() > 0);
    table.afterRead = () -> said(97);
    said(Left.LAST, 96);
    otherRuns();
    int reads = table.reads.get();

    desk.clock.tick(Duration.ofMinutes(16));
    until("it looks", () -> table.reads.get() > reads);
    otherRuns();

    assertThat(table.reads.get()).isEqualTo(reads + 1);
  }

  @Test
  void whatAnOperatorAsksForGoesThrough() {
    until("it has run", () -> table.reads.get() > 0);
    said(Left.LAST, 100);
    otherRuns();
    int reads = table.reads.get();

    runtime.run("orders");

    until("it is polled", () -> table.reads.get() == reads + 1);
  }

  @Test
  void nodeThatHasHeardNothingYetGoesByWhatIsWrittenDown() {
    until("it has run", () -> table.reads.get() > 0);
    said(Left.LAST, 99);
    runtime.close();
    said = List.of();
    int reads = table.reads.get();

    runtime = runtime();
    otherRuns();

    assertThat(table.reads.get()).isEqualTo(reads);
  }

  @Test
  void faultOfAKindThatTellsItsLimitsHoldsUpNobody() {
    said(Left.ENOUGH, 1);
    broken = true;
    otherRuns();

    assertThat(runtime.isAlive()).isTrue();
  }
}
