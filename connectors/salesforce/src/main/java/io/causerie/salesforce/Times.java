package io.causerie.salesforce;

import io.causerie.model.time.Written;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Times as SOQL writes them, whichever way they came. */
final class Times {
  private static final DateTimeFormatter SOQL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'", Locale.ROOT);

  private Times() {}

  /** As it stands in an answer. */
  static String written(Instant moment) {
    return SOQL.format(moment);
  }

  /** As it stands in a query. */
  static String literal(Instant moment) {
    return LITERAL.format(moment);
  }

  static Optional<Instant> read(String text) {
    return Written.exact(text);
  }

  static Instant ofMillis(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  static String day(long millis) {
    return ofMillis(millis).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  static String timeOfDay(long millis) {
    return OF_DAY.format(LocalTime.ofNanoOfDay(Math.floorMod(millis, 86_400_000L) * 1_000_000L));
  }
}
