package io.causerie.engine.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.VersionConflictException;
import io.causerie.engine.home.Reason;
import io.causerie.testkit.db.Databases;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How people want to be told, on both databases. */
@ParameterizedClass
@EnumSource
class PreferencesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final WorkingTime OFFICE =
      new WorkingTime(
          BERLIN,
          new Hours(LocalTime.of(18, 0), LocalTime.of(8, 0)),
          Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
          new Absence(
              LocalDate.of(2026, 11, 24), LocalDate.of(2026, 11, 29), "Ask Katherine Johnson"));

  @Parameter Databases databases = Databases.H2;

  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static Preference preference(WorkingTime time) {
    return new Preference(0, Map.of(Channel.PAGE, Set.of(Reason.MENTION, Reason.REPLY)), time);
  }

  @Test
  void whatSheSaysIsKeptAndGivesWayToWhatSheSaysNext() {
    Preferences preferences = desk.causerie.preferences();
    assertThat(preferences.of(Desk.as("ada"))).isEqualTo(Preference.USUAL);

    Preference first = preferences.say(Desk.as("ada"), preference(OFFICE), 0);
    Preference second = preferences.say(Desk.as("ada"), preference(WorkingTime.ALWAYS), null);

    assertThat(first.time()).isEqualTo(OFFICE);
    assertThat(second.version()).isEqualTo(2);
    assertThat(preferences.of(Desk.as("ada"))).isEqualTo(second);
    assertThat(preferences.of(Desk.as("grace"))).isEqualTo(Preference.USUAL);
  }

  @Test
  void whoeverSawAnEarlierVersionIsRefused() {
    Preferences preferences = desk.causerie.preferences();
    preferences.say(Desk.as("ada"), preference(OFFICE), null);

    assertThatThrownBy(() -> preferences.say(Desk.as("ada"), preference(OFFICE), 0))
        .isInstanceOf(VersionConflictException.class);

    assertThat(preferences.of(Desk.as("ada")).version()).isEqualTo(1);
  }

  @Test
  void hersGoesWithHerAndHerNameGoesFromWhatOthersSay() {
    Preferences preferences = desk.causerie.preferences();
    preferences.say(Desk.as("ada"), preference(OFFICE), null);
    preferences.say(Desk.as("katherine"), preference(OFFICE), null);

    desk.causerie.people().erase("katherine");

    assertThat(preferences.of(Desk.as("katherine"))).isEqualTo(Preference.USUAL);
    assertThat(Objects.requireNonNull(preferences.of(Desk.as("ada")).time().absence()).line())
        .startsWith("Ask ")
        .doesNotContain("Katherine");
  }

  @Test
  void whoIsAwayIsToldUntilSheIsBack() {
    Preferences preferences = desk.causerie.preferences();
    preferences.say(Desk.as("ada"), preference(OFFICE), null);

    assertThat(preferences.away(List.of("ada", "grace"))).isEmpty();
    desk.clock.tick(Duration.ofHours(15));
    assertThat(preferences.away(List.of("ada", "grace"))).containsOnlyKeys("ada");
    assertThat(preferences.away(List.of())).isEmpty();
  }

  @Test
  void thePageTakesItAtAnyTimeAndTheWebhookWaits() {
    Instant evening = Instant.parse("2026-11-23T20:00:00Z");
    Preference said =
        new Preference(
            0,
            Map.of(
                Channel.PAGE,
                Set.of(Reason.MENTION),
                Channel.WEBHOOK,
                Set.of(Reason.MENTION, Reason.FOLLOW)),
            OFFICE);

    assertThat(said.telling(Reason.MENTION, Channel.PAGE, evening)).contains(evening);
    assertThat(said.telling(Reason.FOLLOW, Channel.PAGE, evening)).isEmpty();
    assertThat(said.telling(Reason.FOLLOW, Channel.WEBHOOK, evening))
        .contains(Instant.parse("2026-11-30T07:00:00Z"));
    assertThat(said.telling(Reason.RULE, Channel.WEBHOOK, evening)).isEmpty();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Preference(0, Map.of(), WorkingTime.ALWAYS))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new WorkingTime(BERLIN, null, Set.of(), null))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Hours(LocalTime.NOON, LocalTime.NOON))
        .isInstanceOf(InvalidInputException.class);
    LocalDate day = LocalDate.of(2026, 11, 24);
    assertThatThrownBy(() -> new Absence(day, day.minusDays(1), null))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Absence(day, day, "two\nlines"))
        .isInstanceOf(InvalidInputException.class);
  }
}
