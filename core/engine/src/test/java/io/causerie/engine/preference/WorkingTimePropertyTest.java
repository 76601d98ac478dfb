package io.causerie.engine.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Working time beside a model that looks at the clock on the wall minute by minute. */
class WorkingTimePropertyTest {
  /** With half an hour, at midnight, with a day that never was, and with none. */
  private static final Set<String> ZONES =
      Set.of(
          "Europe/Berlin",
          "America/New_York",
          "America/Sao_Paulo",
          "Asia/Kathmandu",
          "Australia/Lord_Howe",
          "Pacific/Apia");

  private static final LocalDate FIRST = LocalDate.of(2011, 1, 1);

  @Provide
  Arbitrary<WorkingTime> times() {
    Arbitrary<LocalTime> time =
        Arbitraries.integers().between(0, 24 * 60 - 1).map(m -> LocalTime.ofSecondOfDay(m * 60L));
    return Combinators.combine(
            Arbitraries.of(ZONES).map(ZoneId::of),
            Combinators.combine(time, time)
                .filter((from, until) -> !from.equals(until))
                .as(Hours::new)
                .injectNull(0.2),
            Arbitraries.of(DayOfWeek.class).set().ofMinSize(1),
            Combinators.combine(days(), Arbitraries.integers().between(0, 4))
                .as((from, more) -> new Absence(from, from.plusDays(more), null))
                .injectNull(0.5))
        .as(WorkingTime::new);
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Arbitraries.integers().between(0, 16 * 365).map(FIRST::plusDays);
  }

  /** About a moment at which something changes, or any other. */
  @Provide
  Arbitrary<Integer> seconds() {
    return Arbitraries.integers().between(-3 * 86_400, 3 * 86_400);
  }

  /**
   * Against a walk from minute to minute, which a hundred times as many tries would take minutes.
   */
  @Property(tries = 1000)
  void itBeginsAtTheFirstMinuteAtWhichTheClockOnTheWallSaysSo(
      @ForAll("times") WorkingTime time,
      @ForAll("days") LocalDate day,
      @ForAll("seconds") int seconds,
      @ForAll boolean atChange) {
    Instant about =
        time.absence() == null ? day.atStartOfDay(time.zone()).toInstant() : began(time);
    if (atChange && time.zone().getRules().nextTransition(about) != null) {
      about = time.zone().getRules().nextTransition(about).getInstant();
    }
    Instant from = about.plusSeconds(seconds);

    Instant next = time.next(from);

    assertThat(next).isEqualTo(byTheClock(time, from));
  }

  private static Instant began(WorkingTime time) {
    Absence absence = Objects.requireNonNull(time.absence());
    return absence.from().atStartOfDay(time.zone()).toInstant();
  }

  private static Instant byTheClock(WorkingTime time, Instant from) {
    Instant look = from;
    while (!works(time, look)) {
      Instant minute = look.truncatedTo(ChronoUnit.MINUTES);
      look = minute.plus(Duration.ofMinutes(1));
    }
    return look;
  }

  /** In words of its own. */
  private static boolean works(WorkingTime time, Instant at) {
    LocalDate date = at.atZone(time.zone()).toLocalDate();
    LocalTime clock = at.atZone(time.zone()).toLocalTime();
    Absence absence = time.absence();
    if (absence != null && !date.isBefore(absence.from()) && !date.isAfter(absence.until())) {
      return false;
    }
    Hours quiet = time.quiet();
    boolean rests =
        quiet != null
            && (quiet.from().isBefore(quiet.until())
                ? !clock.isBefore(quiet.from()) && clock.isBefore(quiet.until())
                : !(clock.isBefore(quiet.from()) && !clock.isBefore(quiet.until())));
    return time.days().contains(date.getDayOfWeek()) && !rests;
  }

  @Example
  void theNightInWhichClocksArePutOnIsAnHourShorter() {
    WorkingTime time =
        new WorkingTime(
            ZoneId.of("Europe/Berlin"),
            new Hours(LocalTime.of(20, 0), LocalTime.of(7, 0)),
            Set.of(DayOfWeek.values()),
            null);

    assertThat(time.next(Instant.parse("2026-03-28T19:00:00Z"))).isEqualTo("2026-03-29T05:00:00Z");
    assertThat(time.next(Instant.parse("2026-10-24T18:00:00Z"))).isEqualTo("2026-10-25T06:00:00Z");
  }

  @Example
  void whatFridayEveningBringsComesOnMonday() {
    WorkingTime time =
        new WorkingTime(
            ZoneId.of("Europe/Berlin"),
            new Hours(LocalTime.of(18, 0), LocalTime.of(8, 0)),
            Set.of(
                DayOfWeek.MONDAY,
                DayOfWeek.TUESDAY,
                DayOfWeek.WEDNESDAY,
                DayOfWeek.THURSDAY,
                DayOfWeek.FRIDAY),
            new Absence(
                LocalDate.of(2026, 11, 30), LocalDate.of(2026, 12, 1), "back on Wednesday"));

    assertThat(time.next(Instant.parse("2026-11-20T18:30:00Z"))).isEqualTo("2026-11-23T07:00:00Z");
    assertThat(time.next(Instant.parse("2026-11-27T18:30:00Z"))).isEqualTo("2026-12-02T07:00:00Z");
  }
}
