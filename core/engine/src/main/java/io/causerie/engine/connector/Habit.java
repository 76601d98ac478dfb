package io.causerie.engine.connector;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableSet;

/**
 * In which hours of the week something came from a source of late. An hour is usual if something
 * came in the same hour of the week in each of the last weeks that were watched, but for one of
 * four; three watched weeks are the least. A day likewise.
 *
 * @param hours in which something came, each by its beginning
 * @param watched since when it was looked at
 */
record Habit(NavigableSet<Instant> hours, Instant watched) {
  static final int WEEKS = 4;
  private static final int LEAST = 3;

  /** So many usual hours, or days, without an event are no chance. */
  static final int HOURS = 3;

  static final int DAYS = 2;

  private static final Duration WEEK = Duration.ofDays(7);

  /** How many usual hours have passed whole since the last event. */
  int missedHours(Instant last, Instant now) {
    return missed(last, now, ChronoUnit.HOURS);
  }

  /** How many usual days have passed whole since the last event. */
  int missedDays(Instant last, Instant now) {
    return missed(last, now, ChronoUnit.DAYS);
  }

  private int missed(Instant last, Instant now, ChronoUnit unit) {
    int missed = 0;
    // A week of silence is enough to tell.
    Instant from = last.isBefore(now.minus(WEEK)) ? now.minus(WEEK) : last;
    Instant begin = from.truncatedTo(unit).plus(1, unit);
    for (; !begin.plus(1, unit).isAfter(now); begin = begin.plus(1, unit)) {
      if (isUsual(begin, unit)) {
        missed++;
      }
    }
    return missed;
  }

  private boolean isUsual(Instant begin, ChronoUnit unit) {
    int seen = 0;
    int came = 0;
    for (int week = 1; week <= WEEKS; week++) {
      Instant then = begin.minus(WEEK.multipliedBy(week));
      if (!then.isBefore(watched)) {
        seen++;
        Instant hour = hours.ceiling(then);
        came += hour != null && hour.isBefore(then.plus(1, unit)) ? 1 : 0;
      }
    }
    return came >= LEAST && came >= seen - 1;
  }
}
