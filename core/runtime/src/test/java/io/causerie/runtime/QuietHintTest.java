package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.EventView;
import io.causerie.engine.ingest.Fate;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events of a bulk load that carry a key only: of what is read back for them nobody is told. */
@ParameterizedClass
@EnumSource(Databases.class)
class QuietHintTest {
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

  private ConnectorRuntime runtime() {
    return Brisk.of(desk.causerie)
        .connector("orders", table)
        .poll(
            "orders",
            new PollSettings(Schedule.every(Duration.ofSeconds(30)), null, 10, 1000, null))
        .clock(desk.clock)
        .start();
  }

  private static SourceEvent hint(String id, String key) {
    return Desk.event(id, "hint:" + key);
  }

  private EventView settled(EventOutcome event) {
    Eventually.until(
        "it is read back",
        () -> {
          desk.clock.tick(Duration.ofMillis(200));
          return find(event).fate() != Fate.PENDING;
        });
    return find(event);
  }

  private EventView find(EventOutcome event) {
    return desk.causerie.events().find("payroll", event.event()).orElseThrow();
  }

  @Test
  void recordIsKnownAndNobodyIsTold() {
    table.putUnseen("7", "Open", desk.clock.instant());
    EventOutcome quiet = desk.ingest("payroll", hint("h1", "7").asQuiet());
    try (ConnectorRuntime runtime = runtime()) {
      assertThat(settled(quiet).fate()).isEqualTo(Fate.IGNORED);
      assertThat(runtime.isReady()).isTrue();
    }

    assertThat(desk.feed("ada", "7")).isEmpty();
    assertThat(desk.record("ada", "7").state()).hasSize(1);
  }

  @Test
  void whatAnOperatorAnnouncedForItsSenderHoldsToo() {
    desk.causerie.connectors().register(Set.of("payroll", "orders"));
    desk.causerie.connectors().bulkLoads().announce("payroll", Duration.ofHours(1), "ada", null);
    table.putUnseen("7", "Open", desk.clock.instant());
    EventOutcome announced = desk.ingest("payroll", hint("h1", "7"));
    desk.causerie.connectors().bulkLoads().end("payroll");
    try (ConnectorRuntime runtime = runtime()) {
      assertThat(settled(announced).fate()).isEqualTo(Fate.IGNORED);
      assertThat(runtime.isReady()).isTrue();
    }

    assertThat(desk.feed("ada", "7")).isEmpty();
  }

  /** Somebody did something to it while it was loaded. */
  @Test
  void whereAnotherEventAsksForTheSameRecordPeopleAreTold() {
    table.putUnseen("7", "Open", desk.clock.instant());
    EventOutcome quiet = desk.ingest("payroll", hint("h1", "7").asQuiet());
    EventOutcome loud = desk.ingest("payroll", hint("h2", "7"));
    try (ConnectorRuntime runtime = runtime()) {
      assertThat(settled(quiet).fate()).isEqualTo(Fate.POSTED);
      assertThat(settled(loud).fate()).isEqualTo(Fate.POSTED);
      assertThat(runtime.isReady()).isTrue();
    }

    assertThat(desk.feed("ada", "7")).hasSize(1);
  }
}
