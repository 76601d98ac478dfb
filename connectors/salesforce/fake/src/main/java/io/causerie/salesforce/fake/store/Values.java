package io.causerie.salesforce.fake.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values as the store holds them, and as the REST API writes them. */
public final class Values {
  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();
  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

  private Values() {}

  /**
   * What a field holds when this is written into it.
   *
   * @throws Refused if it cannot be
   */
  public static @Nullable Object of(Field field, @Nullable Object value) {
    if (value == null || "".equals(value)) {
      return null;
    }
    try {
      return switch (field.type()) {
        case ID, REFERENCE -> Ids.full(value.toString());
        case BOOLEAN -> value instanceof Boolean b ? b : Boolean.valueOf(value.toString());
        case INT ->
            value instanceof Number n ? n.intValue() : (int) Double.parseDouble(value.toString());
        case DOUBLE, PERCENT, CURRENCY ->
            value instanceof Number n ? n.doubleValue() : Double.parseDouble(value.toString());
        case DATE -> value instanceof LocalDate d ? d : LocalDate.parse(value.toString());
        case DATETIME -> stamp(value instanceof Instant i ? i : instant(value.toString()));
        case ADDRESS, PERSON_NAME ->
            throw new Refused(
                400,
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                "Unable to create/update fields: " + field.name(),
                field.name());
        default -> text(field, value.toString());
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw new Refused(
          400,
          "JSON_PARSER_ERROR",
          "Cannot deserialize instance of "
              + field.type().described()
              + " from VALUE_STRING value "
              + value,
          field.name());
    }
  }

  private static String text(Field field, String text) {
    if (field.length() > 0 && text.length() > field.length()) {
      throw new Refused(
          400,
          "STRING_TOO_LONG",
          "%s: data value too large: %s (max length=%d)"
              .formatted(
                  field.name(), text.substring(0, Math.min(40, text.length())), field.length()),
          field.name());
    }
    return text;
  }

  public static Instant instant(String text) {
    return OffsetDateTime.parse(text, READ).toInstant();
  }

  /** Times have whole seconds: many records share one. */
  public static Instant stamp(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  /** As an answer of the REST API has it. */
  public static @Nullable Object written(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return WRITTEN.format(instant);
    }
    return value instanceof LocalDate ? value.toString() : value;
  }
}
