package io.causerie.model.time;

import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.TextWording;
import io.causerie.model.phrase.Wording;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A day or a time as somebody else wrote it. Lenient in form, for every system has its own; strict
 * in value: a day that no calendar has, or a year outside 1 to 9999, is none.
 *
 * @param day the day that was written
 * @param time the time of day, absent where only a day was written
 * @param offset from UTC, absent where none was written
 */
public record Written(LocalDate day, @Nullable LocalTime time, @Nullable ZoneOffset offset) {
  /** What to tell who wrote something else. */
  public static final Wording FORMS = TextWording.TIME;

  private static final int LONGEST = 80;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final String FRACTION = "(?:[.,](?<fraction>[0-9]+))?";
  private static final String OFFSET =
      " ?(?<offset>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?)?(?:\\[[A-Za-z0-9/_+-]+\\])?";

  /** With hyphens and colons; ISO 8601, RFC 3339, and what databases and Jira make of them. */
  private static final Pattern SPACED =
      Pattern.compile(
          "(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})"
              + "(?:(?:T| {1,3})(?<hour>[0-9]{2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})"
              + FRACTION
              + ")?)?"
              + OFFSET);

  /** Without: ISO 8601's basic form, and the days and time stamps of SAP. */
  private static final Pattern COMPACT =
      Pattern.compile(
          "(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})"
              + "(?:T?(?<hour>[0-9]{2})(?<minute>[0-9]{2})(?<second>[0-9]{2})"
              + FRACTION
              + ")?"
              + OFFSET);

  private static final Pattern ODATA =
      Pattern.compile("/DATE\\((?<ms>-?[0-9]{1,18})(?<shift>[+-][0-9]{1,4})?\\)/");
  private static final Pattern MILLIS = Pattern.compile("[0-9]{13}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{10}");

  /** As a text of these digits is read, so is the number. */
  private static final Pattern NUMBERED = Pattern.compile("[0-9]{8}|[0-9]{10}|[0-9]{14}");

  private static final Pattern EMPTY =
      Pattern.compile("(?:[0:./ -]+(?:T[0:.]+)?(?:Z|[+-][0:]+)?)?");

  /** Reads a text; nothing where it is no day and no time. */
  public static Optional<Written> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String upper = text.strip().toUpperCase(Locale.ROOT);
    try {
      return Optional.of(parse(upper)).filter(Written::isWithinYears);
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * A number: a day or time in the compact form, of ten digits the seconds since 1970, else the
   * milliseconds. No record is of the first days of 1970, as these would be in milliseconds.
   */
  public static Optional<Written> of(long number) {
    String text = Long.toString(number);
    if (NUMBERED.matcher(text).matches()) {
      return read(text);
    }
    try {
      return Optional.of(of(Instant.ofEpochMilli(number))).filter(Written::isWithinYears);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The moment that was written; nothing where it lies outside the years 1 to 9999.
   *
   * @param zone of a time without an offset; a day alone begins in it
   */
  public static Optional<Instant> instant(String text, ZoneId zone) {
    return read(text).flatMap(w -> w.instant(zone));
  }

  /** As {@link #instant(String, ZoneId)}, and refuses what leaves open which moment is meant. */
  public static Optional<Instant> exact(String text) {
    return read(text)
        .filter(w -> w.time != null && w.offset != null)
        .flatMap(w -> w.instant(ZoneOffset.UTC));
  }

  /** Whether somebody wrote that there is no time: nothing, or zeros such as 0000-00-00. */
  public static boolean isEmpty(String text) {
    // A year is never zero, so that zeros alone are how some systems say that there is none.
    return text.length() <= LONGEST && EMPTY.matcher(text.strip()).matches();
  }

  /** How a text looks, without telling what it says: 99/99/9999. */
  public static Phrase formOf(String text) {
    String form = text.strip().replaceAll("[0-9]", "9");
    return form.length() <= LONGEST && form.matches("[9:/., TZ+-]+")
        ? TextWording.FORM.with(form)
        : TextWording.LENGTH.with(text.length());
  }

  private static Written parse(String text) {
    Matcher odata = ODATA.matcher(text);
    if (odata.matches()) {
      Written utc = of(Instant.ofEpochMilli(Long.parseLong(odata.group("ms"))));
      // The milliseconds are UTC whatever the shift says. Without one the type is Edm.DateTime,
      // which has no zone: what was written is the clock on the wall.
      return odata.group("shift") == null ? new Written(utc.day, utc.time, null) : utc;
    }
    if (SECONDS.matcher(text).matches()) {
      return of(Instant.ofEpochSecond(Long.parseLong(text)));
    }
    if (MILLIS.matcher(text).matches()) {
      return of(Instant.ofEpochMilli(Long.parseLong(text)));
    }
    Matcher spaced = SPACED.matcher(text);
    if (spaced.matches()) {
      return of(spaced);
    }
    Matcher compact = COMPACT.matcher(text);
    if (compact.matches()) {
      return of(compact);
    }
    OffsetDateTime mail = OffsetDateTime.parse(titled(text), DateTimeFormatter.RFC_1123_DATE_TIME);
    return new Written(mail.toLocalDate(), mail.toLocalTime(), mail.getOffset());
  }

  /** SUN, 01 FEB 2026 as Sun, 01 Feb 2026. */
  private static String titled(String text) {
    StringBuilder titled = new StringBuilder(text);
    for (int i = 1; i < titled.length(); i++) {
      if (Character.isLetter(text.charAt(i - 1)) && i < 12) {
        titled.setCharAt(i, Character.toLowerCase(text.charAt(i)));
      }
    }
    return titled.toString();
  }

  private static Written of(Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return new Written(utc.toLocalDate(), utc.toLocalTime(), ZoneOffset.UTC);
  }

  private static Written of(Matcher m) {
    LocalDate day = LocalDate.of(number(m, "year"), number(m, "month"), number(m, "day"));
    ZoneOffset offset = m.group("offset") == null ? null : offset(m.group("offset"));
    if (m.group("hour") == null) {
      return new Written(day, null, offset);
    }
    int hour = number(m, "hour");
    int minute = number(m, "minute");
    int second = number(m, "second");
    int nano = nano(m.group("fraction"));
    if (hour == 24 && minute == 0 && second == 0 && nano == 0) {
      return new Written(day.plusDays(1), LocalTime.MIDNIGHT, offset);
    }
    // A leap second: no clock of ours has it, and it is no reason to lose an event.
    boolean leap = hour == 23 && minute == 59 && second == 60;
    return new Written(day, LocalTime.of(hour, minute, leap ? 59 : second, nano), offset);
  }

  private static int number(Matcher m, String group) {
    return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
  }

  private static int nano(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static ZoneOffset offset(String text) {
    if (Character.isLetter(text.charAt(0))) {
      return ZoneOffset.UTC;
    }
    String digits = text.substring(1).replace(":", "") + "0000";
    int sign = text.charAt(0) == '-' ? -1 : 1;
    return ZoneOffset.ofHoursMinutesSeconds(
        sign * Integer.parseInt(digits.substring(0, 2)),
        sign * Integer.parseInt(digits.substring(2, 4)),
        sign * Integer.parseInt(digits.substring(4, Math.min(6, digits.length()))));
  }

  private boolean isWithinYears() {
    return day.getYear() >= 1
        && day.getYear() <= 9999
        && (offset == null || instant(ZoneOffset.UTC).isPresent());
  }

  /** The moment; nothing where it lies outside the years 1 to 9999. */
  public Optional<Instant> instant(ZoneId zone) {
    ZoneId of = offset == null ? zone : offset;
    Instant instant =
        time == null ? day.atStartOfDay(of).toInstant() : day.atTime(time).atZone(of).toInstant();
    return Optional.of(instant).filter(i -> !i.isBefore(FIRST) && !i.isAfter(LAST));
  }

  /** The clock on the wall as it was written; midnight of a day alone. */
  public LocalDateTime local() {
    return day.atTime(time == null ? LocalTime.MIDNIGHT : time);
  }

  /** The calendar day: of a moment the day it is in the zone, else the one that was written. */
  public LocalDate dayIn(ZoneId zone) {
    return offset == null || time == null
        ? day
        : day.atTime(time).atOffset(offset).atZoneSameInstant(zone).toLocalDate();
  }
}
