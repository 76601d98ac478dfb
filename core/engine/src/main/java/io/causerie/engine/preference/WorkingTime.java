package io.causerie.engine.preference;

import io.causerie.engine.InvalidInputException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When somebody may be disturbed: on her working days, not in her quiet hours, not while she is
 * away. All of it is what calendar and clock on her wall show, so a night in which clocks are
 * changed is as long as it is.
 *
 * @param quiet absent: none
 * @param days one at least
 * @param absence absent: she is there
 */
public record WorkingTime(
    ZoneId zone, @Nullable Hours quiet, Set<DayOfWeek> days, @Nullable Absence absence) {
  /** Always. */
  public static final WorkingTime ALWAYS =
      new WorkingTime(ZoneOffset.UTC, null, EnumSet.allOf(DayOfWeek.class), null);

  /** A week, and another for what clock changes may take away. */
  private static final int DAYS = 15;

  public WorkingTime {
    if (days.isEmpty()) {
      throw new InvalidInputException("workingDays", "name one working day at least");
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /** Whether she may be disturbed at a moment. */
  public boolean covers(Instant moment) {
    ZonedDateTime there = moment.atZone(zone);
    return days.contains(there.getDayOfWeek())
        && (quiet == null || !quiet.cover(there.toLocalTime()))
        && (absence == null || !absence.covers(moment, zone));
  }

  /** The first moment, from one on, at which she may be disturbed. */
  public Instant next(Instant moment) {
    if (covers(moment)) {
      return moment;
    }
    Instant from = absence != null && absence.covers(moment, zone) ? absence.end(zone) : moment;
    return begins(from).stream()
        .filter(one -> !one.isBefore(from) && covers(one))
        .findFirst()
        .orElseGet(() -> absent(from));
  }

  /** Whoever goes away before she would work again is told when she is back. */
  private Instant absent(Instant from) {
    return absence != null && absence.end(zone).isAfter(from) ? next(absence.end(zone)) : from;
  }

  /** The moments at which working time may begin: nothing else makes a clock show other hours. */
  private Set<Instant> begins(Instant from) {
    Set<Instant> begins = new TreeSet<>();
    begins.add(from);
    ZoneRules rules = zone.getRules();
    LocalDate first = from.atZone(zone).toLocalDate();
    for (int day = 0; day <= DAYS; day++) {
      LocalDate date = first.plusDays(day);
      add(begins, date.atStartOfDay(), rules);
      if (quiet != null) {
        add(begins, date.atTime(quiet.until()), rules);
      }
    }
    Instant last = first.plusDays(DAYS).atTime(LocalTime.MAX).atZone(zone).toInstant();
    for (ZoneOffsetTransition change = rules.nextTransition(from);
        change != null && change.getInstant().isBefore(last);
        change = rules.nextTransition(change.getInstant())) {
      begins.add(change.getInstant());
    }
    return begins;
  }

  /** A clock that is put back shows a time twice, one that is put on may never show it. */
  private static void add(Set<Instant> begins, LocalDateTime shown, ZoneRules rules) {
    rules.getValidOffsets(shown).forEach(offset -> begins.add(shown.toInstant(offset)));
  }
}
