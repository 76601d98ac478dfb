package io.causerie.engine.connector;

import io.causerie.engine.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether connectors that look well are alive: whether anything comes, and whether what is read
 * gets on. What each source usually does is learnt from the hours in which its events came.
 */
public final class LifeSigns {
  /** A connector of which nothing came by then is asked about. */
  static final Duration FIRST = Duration.ofHours(1);

  /** A cursor that has not moved for so long stands. */
  public static final Duration STANDS = Duration.ofMinutes(15);

  private static final Duration KEPT = Duration.ofDays(7L * Habit.WEEKS + 8);

  /** So many hours are counted at once: the weeks before an upgrade, not in one transaction. */
  private static final int AT_ONCE = 48;

  private final Database database;
  private final Clock clock;
  private final int posted;
  private Map<String, NavigableSet<Instant>> hours = Map.of();
  private @Nullable Instant read;

  /**
   * @param posted the code of the fate of an event that was posted
   */
  public LifeSigns(Database database, Clock clock, int posted) {
    this.database = database;
    this.clock = clock;
    this.posted = posted;
  }

  /**
   * Which of some connectors are still.
   *
   * @param watching how each is watched; left out: by its habit
   */
  public synchronized Map<String, Stillness> still(
      Collection<ConnectorState> connectors, Map<String, Watching> watching) {
    Instant now = clock.instant();
    learn(now);
    Map<String, LifeSignSql.Sign> signs = database.read(h -> LifeSignSql.signs(h, posted));
    Map<String, Stillness> found = new HashMap<>();
    for (ConnectorState state : connectors) {
      LifeSignSql.Sign sign = signs.get(state.name());
      Watching how = watching.getOrDefault(state.name(), Watching.HABIT);
      boolean rests = state.paused() != null || state.live().paused() != null;
      if (sign != null && how.on() && !rests) {
        still(state, sign, how, now).ifPresent(still -> found.put(state.name(), still));
      }
    }
    return found;
  }

  private Optional<Stillness> still(
      ConnectorState state, LifeSignSql.Sign sign, Watching how, Instant now) {
    Optional<Stillness> stands = stands(state, now);
    if (stands.isPresent()) {
      return stands;
    }
    Duration first = how.after() == null ? FIRST : how.after();
    if (!sign.posted() && !now.isBefore(sign.since().plus(first))) {
      if (sign.last() == null) {
        return Optional.of(
            new Stillness(
                Stillness.Reason.NEVER, sign.since(), StillnessWording.NEVER_CAME.with()));
      }
      if (!sign.silent()) {
        return Optional.of(
            new Stillness(
                Stillness.Reason.NEVER, sign.since(), StillnessWording.NEVER_POSTED.with()));
      }
    }
    return sign.last() == null
        ? Optional.empty()
        : silent(state.name(), sign.since(), sign.last(), how, now);
  }

  /** It answers, and counts more than it gives. */
  private static Optional<Stillness> stands(ConnectorState state, Instant now) {
    Duty.Progress poll = state.live().progress();
    Instant moved = poll.moved() == null ? poll.began() : poll.moved();
    Long behind = poll.behind();
    if (state.live().runs().failures() > 0
        || behind == null
        || behind <= 0
        || moved == null
        || now.isBefore(moved.plus(STANDS))) {
      return Optional.empty();
    }
    return Optional.of(
        new Stillness(Stillness.Reason.STANDS, moved, StillnessWording.STANDS.with(behind)));
  }

  private Optional<Stillness> silent(
      String name, Instant since, Instant last, Watching how, Instant now) {
    if (how.after() != null) {
      return now.isAfter(last.plus(how.after()))
          ? Optional.of(
              new Stillness(
                  Stillness.Reason.SILENT,
                  last,
                  StillnessWording.SILENT_FOR.with(how.after().toString())))
          : Optional.empty();
    }
    Habit habit = new Habit(hours.getOrDefault(name, new TreeSet<>()), since);
    int missed = habit.missedHours(last, now);
    if (missed >= Habit.HOURS) {
      return Optional.of(
          new Stillness(Stillness.Reason.SILENT, last, StillnessWording.SILENT_HOURS.with(missed)));
    }
    int days = habit.missedDays(last, now);
    return days >= Habit.DAYS
        ? Optional.of(
            new Stillness(Stillness.Reason.SILENT, last, StillnessWording.SILENT_DAYS.with(days)))
        : Optional.empty();
  }

  /** Counts the hours that have passed since it was last done, on whichever node. */
  private void learn(Instant now) {
    Instant until = now.truncatedTo(ChronoUnit.HOURS);
    if (read != null && !read.isBefore(until)) {
      return;
    }
    Instant counted = database.read(LifeSignSql::counted);
    Instant oldest = until.minus(KEPT);
    Instant from = counted == null ? until : counted.truncatedTo(ChronoUnit.HOURS);
    List<Instant> open = new ArrayList<>();
    for (Instant hour = from.isBefore(oldest) ? oldest : from;
        hour.isBefore(until) && open.size() < AT_ONCE;
        hour = hour.plus(1, ChronoUnit.HOURS)) {
      open.add(hour);
    }
    boolean all = open.size() < AT_ONCE;
    if (!open.isEmpty()) {
      Instant done = open.get(open.size() - 1).plus(1, ChronoUnit.HOURS);
      database.writing(h -> LifeSignSql.count(h, open, done, oldest));
    }
    hours = database.read(h -> LifeSignSql.hours(h, oldest));
    read = all ? until : null;
  }
}
