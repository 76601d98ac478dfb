package io.causerie.engine.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class HabitTest {
  /** A Monday. */
  private static final Instant BEGIN = Instant.parse("2026-10-26T00:00:00Z");

  private static NavigableSet<Instant> hours(int weeks, Predicate<ZonedDateTime> came) {
    NavigableSet<Instant> hours = new TreeSet<>();
    for (int hour = 0; hour < weeks * 7 * 24; hour++) {
      ZonedDateTime time = BEGIN.plus(Duration.ofHours(hour)).atZone(ZoneOffset.UTC);
      if (came.test(time)) {
        hours.add(time.toInstant());
      }
    }
    return hours;
  }

  private static boolean isWork(ZonedDateTime time) {
    boolean weekend =
        time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
    return !weekend && time.getHour() >= 8 && time.getHour() < 18;
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }

  @Test
  void hoursOfWorkAreMissedAndNightsAndWeekendsAreNot() {
    Habit habit = new Habit(hours(4, HabitTest::isWork), BEGIN);
    // The Friday of the fourth week, in the last hour of work.
    Instant last = at("2026-11-20T17:30:00Z");

    assertThat(habit.missedHours(last, at("2026-11-23T08:59:00Z"))).isZero();
    assertThat(habit.missedHours(last, at("2026-11-23T10:30:00Z"))).isEqualTo(2);
    assertThat(habit.missedHours(last, at("2026-11-23T11:00:00Z"))).isEqualTo(3);
  }

  @Test
  void oneWeekOfFourMayHaveBeenAnother() {
    NavigableSet<Instant> hours = hours(4, HabitTest::isWork);
    // A holiday.
    hours.removeIf(hour -> hour.toString().startsWith("2026-11-11"));
    Habit habit = new Habit(hours, BEGIN);

    assertThat(habit.missedHours(at("2026-11-24T17:30:00Z"), at("2026-11-25T11:00:00Z")))
        .isEqualTo(3);
  }

  @Test
  void lessThanThreeWeeksAreNoHabit() {
    Habit habit = new Habit(hours(2, HabitTest::isWork), BEGIN);

    assertThat(habit.missedHours(at("2026-11-06T17:30:00Z"), at("2026-11-10T17:00:00Z"))).isZero();
    assertThat(habit.missedDays(at("2026-11-06T17:30:00Z"), at("2026-11-12T17:00:00Z"))).isZero();
  }

  @Test
  void whatComesOnceADayAtAnyHourIsMissedByDays() {
    Habit habit = new Habit(hours(4, time -> time.getHour() == time.getDayOfMonth() % 24), BEGIN);
    Instant last = at("2026-11-22T22:10:00Z");

    assertThat(habit.missedHours(last, at("2026-11-25T12:00:00Z"))).isZero();
    assertThat(habit.missedDays(last, at("2026-11-24T12:00:00Z"))).isEqualTo(1);
    assertThat(habit.missedDays(last, at("2026-11-25T00:00:00Z"))).isEqualTo(2);
  }

  @Test
  void sourceThatComesSeldomHasNoHabit() {
    Habit habit =
        new Habit(hours(4, time -> time.getDayOfMonth() == 7 && time.getHour() == 9), BEGIN);

    assertThat(habit.missedHours(at("2026-11-07T09:30:00Z"), at("2026-11-23T09:00:00Z"))).isZero();
    assertThat(habit.missedDays(at("2026-11-07T09:30:00Z"), at("2026-11-23T09:00:00Z"))).isZero();
  }
}
