package io.causerie.engine.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.ObservationBuilder;
import io.causerie.engine.store.Database;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Configured, green, and nothing arrives: who is told of, and when. */
@ParameterizedClass
@EnumSource(Databases.class)
class LifeSignsTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private int orders;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    desk.causerie.connectors().register(List.of("orders"));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private Optional<Stillness> still(Watching how) {
    return Optional.ofNullable(
        desk.causerie
            .lifeSigns()
            .still(desk.causerie.connectors().all(), Map.of("orders", how))
            .get("orders"));
  }

  private Optional<Stillness> still() {
    return still(Watching.HABIT);
  }

  private Optional<Stillness.Reason> reason() {
    return still().map(Stillness::reason);
  }

  private void order() {
    desk.ingest(ObservationBuilder.order("o" + ++orders).status("Open"));
  }

  /** An order in the middle of each of so many hours from nine on, on so many days. */
  private void work(int days) {
    Instant morning = desk.clock.instant();
    for (int day = 0; day < days; day++) {
      for (int hour = 0; hour < 6; hour++) {
        desk.clock.set(
            morning.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(60L * hour + 90)));
        order();
        still();
      }
    }
    desk.clock.set(morning.plus(Duration.ofDays(days)));
    // What was before is counted little by little.
    for (int i = 0; i < 30; i++) {
      still();
    }
  }

  @Test
  void connectorOfWhichNothingEverCameIsToldOfAfterAnHour() {
    desk.clock.tick(Duration.ofMinutes(59));
    assertThat(still()).isEmpty();
    desk.clock.tick(Duration.ofMinutes(1));

    Stillness still = still().orElseThrow();
    assertThat(still.reason()).isEqualTo(Stillness.Reason.NEVER);
    assertThat(still.since()).isEqualTo(Desk.MONDAY);
    assertThat(still.said()).asString().startsWith("nothing has come since it was set up");
    assertThat(still(Watching.OFF)).isEmpty();
    desk.causerie.connectors().pause("orders", "ada", null);
    assertThat(still()).as("it rests").isEmpty();
  }

  @Test
  void connectorOfWhichNothingIsPostedIsToldOfThoughEventsCome() {
    desk.ingest("orders", Desk.event("e", "nonsense"));
    desk.clock.tick(Duration.ofHours(1));

    assertThat(still().map(Stillness::said))
        .hasValueSatisfying(said -> assertThat(said).asString().contains("none was ever posted"));
    order();
    assertThat(still()).isEmpty();
  }

  @Test
  void sourceThatIsSilentForLongerThanItsHabitIsToldOf() {
    work(28);
    desk.clock.tick(Duration.ofHours(1));
    order();
    assertThat(still()).isEmpty();
    desk.clock.tick(Duration.ofMinutes(239));
    assertThat(reason()).as("two hours").isEmpty();
    desk.clock.tick(Duration.ofMinutes(1));

    Stillness still = still().orElseThrow();
    assertThat(still.reason()).isEqualTo(Stillness.Reason.SILENT);
    assertThat(still.said()).asString().contains("for 3 hours of the week");
    assertThat(still(Watching.OFF)).isEmpty();
    assertThat(still(Watching.after(Duration.ofHours(6)))).isEmpty();
    order();
    assertThat(still()).isEmpty();
  }

  @Test
  void fixedTimeStandsInPlaceOfTheHabit() {
    order();
    Watching how = Watching.after(Duration.ofMinutes(10));
    desk.clock.tick(Duration.ofMinutes(10));
    assertThat(still(how)).isEmpty();
    desk.clock.tick(Duration.ofSeconds(1));

    assertThat(still(how).map(Stillness::reason)).contains(Stillness.Reason.SILENT);
  }

  @Test
  void hoursAreCountedOnceByWhicheverNodeAndOldOnesAreForgotten() {
    order();
    order();
    desk.clock.tick(Duration.ofHours(2));
    for (int i = 0; i < 30; i++) {
      still();
    }
    LifeSigns other = new LifeSigns(Database.over(desk.source()), desk.clock, 1);
    other.still(desk.causerie.connectors().all(), Map.of());

    assertThat(desk.count("select events from event_hour")).isEqualTo(2);
    desk.clock.tick(Duration.ofDays(60));
    still();
    assertThat(desk.count("select count(*) from event_hour")).isZero();
  }
}
