package io.causerie.sql;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of changed-on values: which of them the next walk must begin with, so that a row
 * is read that was stamped before the last one read but became visible after it. Points are
 * instants (or, of a numbered source, numbers) as text. Pure.
 *
 * @param zone of times without one
 */
record Timeline(ColumnType type, ZoneId zone, Duration overlap, long overlapNumbers) {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** The moment a value stands for, if it does and lies in the years 1 to 9999. */
  Optional<Instant> moment(String value) {
    return type.isNumber()
        ? Optional.empty()
        : Optional.of(unbounded(value)).filter(m -> !m.isBefore(FIRST) && !m.isAfter(LAST));
  }

  /** Whether one value stands behind another. */
  boolean isLater(String value, String than) {
    return type.isNumber()
        ? new BigDecimal(value).compareTo(new BigDecimal(than)) > 0
        : switch (type) {
          case DATE -> ColumnType.date(value).isAfter(ColumnType.date(than));
          case LOCAL -> ColumnType.local(value).isAfter(ColumnType.local(than));
          case INSTANT -> ColumnType.instant(value).isAfter(ColumnType.instant(than));
          case INTEGER, DECIMAL, FLOATING, BOOLEAN, UUID, TEXT, BYTES, JSON, ARRAY, OTHER ->
              throw new IllegalStateException("not a time: " + type);
        };
  }

  private Instant unbounded(String value) {
    return switch (type) {
      case DATE -> ColumnType.date(value).atStartOfDay(zone).toInstant();
      // Of an hour that comes twice the first: the walk then begins too early, never too late.
      case LOCAL -> ColumnType.local(value).atZone(zone).toInstant();
      case INSTANT -> ColumnType.instant(value).toInstant();
      case INTEGER, DECIMAL, FLOATING, BOOLEAN, UUID, TEXT, BYTES, JSON, ARRAY, OTHER ->
          throw new IllegalStateException("not a time: " + type);
    };
  }

  /**
   * The point from which the overlap reaches back: the last value read, or where the source stood
   * when the walk began, if that is earlier (as it is after a long walk, or behind a row from the
   * future).
   */
  String back(String reached, @Nullable String mark) {
    if (type.isNumber()) {
      BigDecimal number = new BigDecimal(reached);
      return (mark == null ? number : number.min(new BigDecimal(mark))).toPlainString();
    }
    Instant moment = unbounded(reached);
    Instant end = mark == null ? moment : earlier(moment, Instant.parse(mark));
    return (end.isBefore(FIRST) ? FIRST : end).toString();
  }

  /**
   * The value with which a walk begins; empty: with the first there is.
   *
   * @param now by the source's clock
   */
  Optional<String> begin(Cursor cursor, Instant now) {
    String back = cursor.back();
    String floor = cursor.floor();
    if (back == null) {
      return Optional.ofNullable(floor).map(f -> type.isNumber() ? f : value(point(f), now));
    }
    if (type.isNumber()) {
      BigDecimal begin = new BigDecimal(back).subtract(BigDecimal.valueOf(overlapNumbers));
      return Optional.of((floor == null ? begin : begin.max(new BigDecimal(floor))).toPlainString())
          .filter(this::isInRange);
    }
    Instant begin = point(back).minus(overlap);
    return Optional.of(value(floor == null ? begin : later(begin, point(floor)), now));
  }

  /** Below the least long lies no whole number: then everything is wanted. */
  private boolean isInRange(String number) {
    return type == ColumnType.DECIMAL
        || new BigDecimal(number).compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
  }

  /** Of a numbered source the floor is a number already. */
  static Instant point(String text) {
    return Instant.parse(text);
  }

  /** The least value that a change at or after a moment can have been stamped with, until now. */
  String value(Instant moment, Instant now) {
    Instant from = moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
    return switch (type) {
      case DATE -> day(from).toString();
      case LOCAL -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local(from, now));
      case INSTANT -> from.toString();
      case INTEGER, DECIMAL, FLOATING, BOOLEAN, UUID, TEXT, BYTES, JSON, ARRAY, OTHER ->
          throw new IllegalStateException("not a time: " + type);
    };
  }

  private LocalDate day(Instant from) {
    return from.atZone(zone).toLocalDate();
  }

  /** Where clocks were put back since, the hour after that was stamped with earlier times. */
  private LocalDateTime local(Instant from, Instant now) {
    LocalDateTime least = from.atZone(zone).toLocalDateTime();
    ZoneOffsetTransition next = zone.getRules().nextTransition(from.minusNanos(1));
    while (next != null && !next.getInstant().isAfter(now)) {
      if (next.isOverlap() && next.getDateTimeAfter().isBefore(least)) {
        least = next.getDateTimeAfter();
      }
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return least;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
