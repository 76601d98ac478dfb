package io.causerie.engine.preference;

import io.causerie.engine.home.Reason;
import io.causerie.engine.store.Holdings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of how persons want to be told. */
final class PreferenceStore {
  static final Holdings HOLDINGS =
      Holdings.none()
          .gone("preference.person")
          .words("preference", "id", "away_line")
          .stays("what clocks and calendars are called", "preference.zone")
          .stays("words of ours", "preference.page", "preference.webhook", "preference.days");

  private PreferenceStore() {}

  static Map<String, Preference> of(Handle h, Collection<String> persons) {
    Map<String, Preference> found = new HashMap<>();
    if (!persons.isEmpty()) {
      h.createQuery("select * from preference where person = any(:persons)")
          .bindArray("persons", String.class, persons.toArray())
          .map((r, c) -> Map.entry(r.getString("person"), preference(r)))
          .forEach(one -> found.put(one.getKey(), one.getValue()));
    }
    return found;
  }

  /** Makes sure that there is a row, and locks it; gives its version. */
  static int lock(Handle h, long id, String person) {
    Preference usual = Preference.USUAL;
    h.createUpdate(
            """
            insert into preference (id, person, version, zone, page, webhook, broad, days)
            values (:id, :person, 0, :zone, :page, :webhook, false, :days)
            on conflict do nothing
            """)
        .bind("id", id)
        .bind("person", person)
        .bind("zone", usual.time().zone().getId())
        .bind("page", reasons(usual, Channel.PAGE))
        .bind("webhook", reasons(usual, Channel.WEBHOOK))
        .bind("days", days(usual.time().days()))
        .execute();
    return h.createQuery("select version from preference where person = :person for update")
        .bind("person", person)
        .mapTo(Integer.class)
        .one();
  }

  /** Writes what she says, into the row that is locked. */
  static void write(Handle h, String person, Preference said) {
    WorkingTime time = said.time();
    Hours quiet = time.quiet();
    Absence absence = time.absence();
    h.createUpdate(
            """
            update preference set version = :version, zone = :zone, page = :page, webhook = :webhook,
              broad = :broad, days = :days, quiet_from = :quietFrom, quiet_until = :quietUntil, away_from = :awayFrom,
              away_until = :awayUntil, away_line = :line
            where person = :person
            """)
        .bind("version", said.version())
        .bind("zone", time.zone().getId())
        .bind("page", reasons(said, Channel.PAGE))
        .bind("webhook", reasons(said, Channel.WEBHOOK))
        .bind("broad", said.isBroad())
        .bind("days", days(time.days()))
        .bind("quietFrom", quiet == null ? null : minute(quiet.from()))
        .bind("quietUntil", quiet == null ? null : minute(quiet.until()))
        .bind("awayFrom", absence == null ? null : absence.from())
        .bind("awayUntil", absence == null ? null : absence.until())
        .bind("line", absence == null ? null : absence.line())
        .bind("person", person)
        .execute();
  }

  /** Whether anybody is told more than what is meant for her. */
  static boolean isAnyBroad(Handle h) {
    return h.createQuery("select exists (select 1 from preference where broad)")
        .mapTo(Boolean.class)
        .one();
  }

  private static Integer minute(LocalTime time) {
    return time.toSecondOfDay() / 60;
  }

  private static String reasons(Preference said, Channel channel) {
    return said.told().getOrDefault(channel, Set.of()).stream()
        .map(Reason::word)
        .collect(Collectors.joining(" "));
  }

  private static Set<Reason> reasons(String stored) {
    Map<String, Reason> known =
        Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::word, r -> r));
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    // A word that is unknown was written by a later release.
    Arrays.stream(stored.split(" "))
        .filter(known::containsKey)
        .map(known::get)
        .forEach(reasons::add);
    return reasons;
  }

  private static String days(Set<DayOfWeek> days) {
    return days.stream()
        .map(day -> day.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  private static Set<DayOfWeek> days(String stored) {
    return Arrays.stream(stored.split(" "))
        .map(day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(DayOfWeek.class)));
  }

  private static Preference preference(ResultSet r) throws SQLException {
    return new Preference(
        r.getInt("version"),
        Map.of(
            Channel.PAGE,
            reasons(r.getString("page")),
            Channel.WEBHOOK,
            reasons(r.getString("webhook"))),
        new WorkingTime(
            zone(r.getString("zone")), quiet(r), days(r.getString("days")), absence(r)));
  }

  /** A zone may be given up by a later Java. */
  private static ZoneId zone(String stored) {
    try {
      return ZoneId.of(stored);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  private static @Nullable Hours quiet(ResultSet r) throws SQLException {
    int from = r.getInt("quiet_from");
    return r.wasNull() ? null : new Hours(time(from), time(r.getInt("quiet_until")));
  }

  private static LocalTime time(int minute) {
    return LocalTime.ofSecondOfDay(minute * 60L);
  }

  private static @Nullable Absence absence(ResultSet r) throws SQLException {
    LocalDate from = r.getObject("away_from", LocalDate.class);
    return from == null
        ? null
        : new Absence(from, r.getObject("away_until", LocalDate.class), r.getString("away_line"));
  }
}
