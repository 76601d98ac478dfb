package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static Instant next(Schedule schedule, String after) {
    return schedule.next(Instant.parse(after), bound -> bound - 1);
  }

  @Test
  void intervalCountsFromTheEndOfARun() {
    assertThat(next(Schedule.every(Duration.ofSeconds(30)), "2026-11-23T08:00:10Z"))
        .isEqualTo("2026-11-23T08:00:40Z");
  }

  @ParameterizedTest
  @CsvSource({
    // An ordinary day: 02:30 in Paris is 01:30 UTC in winter.
    "2026-11-22T12:00:00Z, 2026-11-23T01:30:00Z",
    // On 29 March 2026 there is no 02:30 in Paris: the first moment after the gap.
    "2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
    // On 25 October 2026 there are two: the first one,
    "2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
    // and not the second one again.
    "2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
  })
  void cronKeepsToTheWallClockOverDaylightSaving(String after, Instant expected) {
    assertThat(next(Schedule.cron("30 2 * * *", PARIS), after)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T18:59:50Z, 2026-11-23T19:00:20Z",
    "2026-11-23T04:00:00Z, 2026-11-23T04:00:30Z",
    "2026-11-23T05:00:00Z, 2026-11-23T19:00:00Z",
    "2026-11-23T12:00:00Z, 2026-11-23T19:00:00Z",
  })
  void windowOverMidnightIsWaitedFor(String after, Instant expected) {
    Schedule nightly =
        new Schedule(
            Duration.ofSeconds(30),
            null,
            PARIS,
            new Schedule.Window(LocalTime.of(20, 0), LocalTime.of(6, 0)),
            Duration.ZERO);

    assertThat(next(nightly, after)).isEqualTo(expected);
  }

  @Test
  void jitterAddsLessThanItsBound() {
    Schedule schedule =
        new Schedule(Duration.ofMinutes(1), null, PARIS, null, Duration.ofSeconds(10));

    assertThat(next(schedule, "2026-11-23T08:00:00Z")).isEqualTo("2026-11-23T08:01:09.999Z");
  }

  @Test
  void badCronIsRefusedWithAReason() {
    assertThatThrownBy(() -> Schedule.cron("every day", PARIS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 parts");
  }

  @Test
  void jitterStaysInsideTheWindow() {
    Schedule nightly =
        new Schedule(
            Duration.ofMinutes(1),
            null,
            PARIS,
            new Schedule.Window(LocalTime.of(20, 0), LocalTime.of(6, 0)),
            Duration.ofHours(2));

    // In Paris it is an hour later.
    assertThat(next(nightly, "2026-11-23T04:30:00Z")).isBefore("2026-11-23T05:00:00Z");
    assertThat(next(nightly, "2026-11-23T12:00:00Z")).isBefore("2026-11-23T21:00:00Z");
  }

  @Test
  void cronThatIsNeverDueWithinItsWindowIsRefused() {
    Schedule.Window day = new Schedule.Window(LocalTime.of(8, 0), LocalTime.of(18, 0));

    assertThatThrownBy(() -> new Schedule(null, "0 3 * * *", PARIS, day, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never due within the window 08:00-18:00");
    assertThat(
            next(
                new Schedule(null, "*/30 * * * *", PARIS, day, Duration.ZERO),
                "2026-11-23T20:00:00Z"))
        .isEqualTo("2026-11-24T07:00:00Z");
  }
}
