package io.causerie.sapfake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of the types of V2, kept as texts, numbers, truths, instants (a time without a zone as if
 * in UTC) and times of day, and their three forms: JSON, literals of a URL, ETags.
 */
final class Values {
  private static final Pattern LITERAL =
      Pattern.compile("(datetimeoffset|datetime|time|guid|X|binary)?'((?:[^']|'')*)'");
  private static final Pattern JSON_DATE = Pattern.compile("/Date\\((-?\\d+)([+-]\\d+)?\\)/");
  private static final DateTimeFormatter SEVEN_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Values() {}

  static JsonNode json(Edm.Property property, @Nullable Object value) {
    if (value == null) {
      return NullNode.getInstance();
    }
    return switch (property.type()) {
      case "Edm.Boolean" -> BooleanNode.valueOf((Boolean) value);
      case "Edm.DateTime" -> TextNode.valueOf("/Date(" + ((Instant) value).toEpochMilli() + ")/");
      case "Edm.DateTimeOffset" ->
          TextNode.valueOf("/Date(" + ((Instant) value).toEpochMilli() + "+0000)/");
      case "Edm.Time" -> TextNode.valueOf(duration((LocalTime) value));
      case "Edm.Decimal" -> TextNode.valueOf(((BigDecimal) value).toPlainString());
      default -> TextNode.valueOf(value.toString());
    };
  }

  private static String duration(LocalTime time) {
    return "PT%02dH%02dM%02dS".formatted(time.getHour(), time.getMinute(), time.getSecond());
  }

  /** What a client sends in JSON. */
  static @Nullable Object read(Edm.Property property, JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    String text = node.asText();
    try {
      return switch (property.type()) {
        case "Edm.Boolean" -> node.asBoolean();
        case "Edm.DateTime", "Edm.DateTimeOffset" -> date(text);
        case "Edm.Time" -> LocalTime.MIDNIGHT.plus(Duration.parse(text));
        case "Edm.Decimal" -> new BigDecimal(text);
        default -> text;
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw new Refusal(
          400, "005056A509B11EE1B9A8FEC11C21578E", "Invalid value for " + property.name());
    }
  }

  private static Instant date(String text) {
    Matcher matcher = JSON_DATE.matcher(text);
    return matcher.matches()
        ? Instant.ofEpochMilli(Long.parseLong(matcher.group(1)))
        : instant(text);
  }

  private static Instant instant(String text) {
    String whole = text.matches(".*T\\d\\d:\\d\\d(Z?)") ? text.replaceFirst("Z?$", ":00") : text;
    return Instant.parse(whole.endsWith("Z") ? whole : whole + "Z");
  }

  /** What stands in a URL. */
  static @Nullable Object literal(String text) {
    if (text.equals("null")) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    Matcher matcher = LITERAL.matcher(text);
    try {
      if (!matcher.matches()) {
        return new BigDecimal(text.replaceFirst("[LMDFlmdf]$", ""));
      }
      String value = matcher.group(2).replace("''", "'");
      String type = matcher.group(1);
      if (type == null) {
        return value;
      }
      return switch (type) {
        case "datetimeoffset", "datetime" -> instant(value);
        case "time" -> LocalTime.MIDNIGHT.plus(Duration.parse(value));
        default -> value;
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw new Refusal(400, "/IWCOR/CX_DS_EXPR_SYNTAX_ERROR/022", "Invalid literal: " + text);
    }
  }

  /** As it stands in a key. */
  static String key(Edm.Property property, Object value) {
    String quoted = "'" + value.toString().replace("'", "''") + "'";
    return property.type().equals("Edm.Guid") ? "guid" + quoted : quoted;
  }

  /** S/4HANA's ETag is the time of change with all its digits. */
  static String etag(Object value) {
    return value instanceof Instant at
        ? "W/\"datetimeoffset'" + SEVEN_DIGITS.format(at).replace(":", "%3A") + "'\""
        : "W/\"'" + value + "'\"";
  }
}
