package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.time.Written;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of a source, as precise as it was told.
 *
 * @param text in ISO 8601: a day, a day with a time, or those with a zone, as the type is
 * @param type what the property's type is
 * @param exact false where the source may know it more precisely than it said
 */
record Moment(String text, EdmType type, boolean exact) {
  private static final String V2_JSON = "/Date(";
  private static final Pattern IN_ETAG =
      Pattern.compile(
          "datetimeoffset'([^'.]{10,20}\\.[0-9]{4,9}[^']{0,6})'", Pattern.CASE_INSENSITIVE);

  /** A value of an answer; absent where it is null or no time. */
  static Optional<Moment> of(JsonNode node, EdmType type) {
    if (!node.isTextual()) {
      return Optional.empty();
    }
    if (node.asText().startsWith(V2_JSON)) {
      return Written.read(node.asText())
          .flatMap(w -> w.instant(ZoneOffset.UTC))
          .map(instant -> at(instant, type, ZoneOffset.UTC, false));
    }
    Moment moment = new Moment(node.asText(), type, true);
    try {
      moment.instant(ZoneOffset.UTC);
      return Optional.of(moment);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A moment of ours as a value of that type. */
  static Moment at(Instant instant, EdmType type, ZoneId zone, boolean exact) {
    String text =
        switch (type) {
          case DATE -> LocalDate.ofInstant(instant, zone).toString();
          case DATE_TIME ->
              DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofInstant(instant, zone));
          default -> DateTimeFormatter.ISO_INSTANT.format(instant);
        };
    return new Moment(text, type, exact);
  }

  Instant instant(ZoneId zone) {
    Written written =
        Written.read(text)
            .orElseThrow(() -> new DateTimeException("expected " + Written.FORMS.english()));
    return switch (type) {
      case DATE -> written.day().atStartOfDay(zone).toInstant();
      case DATE_TIME -> written.local().atZone(zone).toInstant();
      default ->
          Written.exact(text)
              .orElseThrow(() -> new DateTimeException("a time of that type has an offset"));
    };
  }

  /**
   * The same, made exact: V2 answers in milliseconds, but S/4HANA repeats the time with all its
   * digits in the ETag; and a property declared with three digits or fewer has no others.
   */
  Moment sharpened(Optional<String> etag, int precision) {
    if (exact || precision <= 3) {
      return new Moment(text, type, true);
    }
    if (type != EdmType.DATE_TIME_OFFSET || etag.isEmpty()) {
      return this;
    }
    Matcher matcher = IN_ETAG.matcher(etag.get().replace("%3A", ":").replace("%3a", ":"));
    if (matcher.find()) {
      Moment full = new Moment(matcher.group(1), type, true);
      try {
        boolean same =
            full.instant(ZoneOffset.UTC).toEpochMilli() == instant(ZoneOffset.UTC).toEpochMilli();
        return same ? full : this;
      } catch (DateTimeException e) {
        return this;
      }
    }
    return this;
  }

  /** Later by a millisecond: the end of what an inexact moment may be. */
  Moment end() {
    return at(instant(ZoneOffset.UTC).plusMillis(1), type, ZoneOffset.UTC, true);
  }

  Moment minus(Duration duration) {
    return at(instant(ZoneOffset.UTC).minus(duration), type, ZoneOffset.UTC, true);
  }

  String literal(ODataVersion version) {
    return type.literal(text, version);
  }
}
