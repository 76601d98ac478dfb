package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The primitive types that keys and times have, and how each version of OData writes them. */
enum EdmType {
  STRING("Edm.String"),
  GUID("Edm.Guid"),
  BOOLEAN("Edm.Boolean"),
  BYTE("Edm.Byte"),
  SBYTE("Edm.SByte"),
  INT16("Edm.Int16"),
  INT32("Edm.Int32"),
  INT64("Edm.Int64"),
  DECIMAL("Edm.Decimal"),
  /** V2: a day and a time without a zone. */
  DATE_TIME("Edm.DateTime"),
  DATE_TIME_OFFSET("Edm.DateTimeOffset"),
  /** V4: a day. */
  DATE("Edm.Date"),
  /** V4: a time of day. */
  TIME_OF_DAY("Edm.TimeOfDay"),
  /** V2: a time of day, as a duration. */
  TIME("Edm.Time"),
  /** Anything else: neither a key nor a time. */
  OTHER("");

  private static final Pattern LITERAL =
      Pattern.compile("[A-Za-z]*'(?:[^']|'')*'|[A-Za-z0-9:.+_-]+");

  private final String name;

  EdmType(String name) {
    this.name = name;
  }

  static EdmType of(String name) {
    return Arrays.stream(values()).filter(t -> t.name.equals(name)).findFirst().orElse(OTHER);
  }

  boolean isMoment() {
    return switch (this) {
      case DATE_TIME, DATE_TIME_OFFSET, DATE -> true;
      case STRING, GUID, BOOLEAN, BYTE, SBYTE, INT16, INT32, INT64, DECIMAL, TIME_OF_DAY, TIME ->
          false;
      case OTHER -> false;
    };
  }

  /** A value as people write it; absent where the node holds none that could be part of a key. */
  Optional<String> text(JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return Optional.empty();
    }
    return isMoment() ? Moment.of(node, this).map(Moment::text) : Optional.of(node.asText());
  }

  /** A value as a URL has it, before it is encoded. */
  String literal(String text, ODataVersion version) {
    String plain =
        switch (this) {
          case STRING -> quoted(text);
          case TIME -> "time" + quoted(text);
          case DATE_TIME -> "datetime" + quoted(text);
          case DATE_TIME_OFFSET -> version.isV2() ? "datetimeoffset" + quoted(text) : text;
          case GUID -> version.isV2() ? "guid" + quoted(text) : text;
          case INT64 -> version.isV2() ? text + "L" : text;
          case DECIMAL -> version.isV2() ? text + "M" : text;
          case BOOLEAN, BYTE, SBYTE, INT16, INT32, DATE, TIME_OF_DAY -> text;
          case OTHER -> quoted(text);
        };
    return plain;
  }

  /** Whether a literal is one value and nothing else, whoever wrote it. */
  static boolean isLiteral(String literal) {
    return LITERAL.matcher(literal).matches();
  }

  /** The value a literal was made of. */
  static String plain(String literal) {
    int quote = literal.indexOf('\'');
    if (quote >= 0) {
      return literal.substring(quote + 1, literal.length() - 1).replace("''", "'");
    }
    return literal.matches("-?[0-9.]+[LlMm]")
        ? literal.substring(0, literal.length() - 1)
        : literal;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
