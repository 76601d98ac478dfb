package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the ways in which sources write dates: RFC 3339, ISO 8601 without a zone, a day alone,
 * OData V2's {@code /Date(1700000000000+0060)/}, and milliseconds since the epoch.
 */
final class Moments {
  private static final Pattern ODATA =
      Pattern.compile("/Date\\((-?[0-9]{1,18})([+-][0-9]{4})?\\)/");
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Moments() {}

  /**
   * A moment; nothing where the value is none of the forms, or lies outside the years 1 to 9999.
   */
  static Optional<Instant> instant(JsonNode node, ZoneId zone) {
    try {
      Instant instant = node.isNumber() ? millis(node) : parse(node.asText().strip(), zone);
      return Optional.of(instant).filter(i -> !i.isBefore(FIRST) && !i.isAfter(LAST));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Instant millis(JsonNode node) {
    return Instant.ofEpochMilli(node.decimalValue().longValueExact());
  }

  private static Instant parse(String text, ZoneId zone) {
    Matcher odata = ODATA.matcher(text);
    if (odata.matches()) {
      return Instant.ofEpochMilli(Long.parseLong(odata.group(1)));
    }
    String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
    if (iso.length() <= 10) {
      return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
    }
    return DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from)
            instanceof OffsetDateTime exact
        ? exact.toInstant()
        : LocalDateTime.parse(iso).atZone(zone).toInstant();
  }

  /** A calendar day: of a moment, the day it is in the zone. */
  static Optional<LocalDate> day(JsonNode node, ZoneId zone) {
    String text = node.asText().strip();
    if (node.isTextual() && text.length() == 10) {
      try {
        return Optional.of(LocalDate.parse(text));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
    return instant(node, zone).map(i -> i.atZone(zone).toLocalDate());
  }
}
