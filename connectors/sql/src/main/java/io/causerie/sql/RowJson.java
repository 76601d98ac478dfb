package io.causerie.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.causerie.model.PlainText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as a JSON object: numbers exact, times in RFC 3339 (ISO 8601 without zone where they have
 * none), bytes in Base64, JSON as it is.
 */
final class RowJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int LONGEST_NUMBER = 1000;

  private RowJson() {}

  static byte[] of(ResultSet row, List<Column> columns) throws SQLException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Column column : columns) {
        json.writeFieldName(column.field());
        write(json, row, column.index(), column.type(), column.dialect());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return utf8(text.toString());
  }

  /** The values of a key alone: all there is to tell of a row that is gone. */
  static byte[] ofKey(List<Column> columns, List<String> values) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (int i = 0; i < columns.size(); i++) {
        json.writeFieldName(columns.get(i).field());
        if (columns.get(i).type().isNumber()) {
          number(json, values.get(i));
        } else {
          json.writeString(values.get(i));
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return utf8(text.toString());
  }

  private static void write(
      JsonGenerator json, ResultSet row, int index, ColumnType type, Dialect dialect)
      throws IOException, SQLException {
    if (type == ColumnType.ARRAY) {
      array(json, row.getArray(index), dialect);
      return;
    }
    String value = type == ColumnType.BYTES ? base64(row.getBytes(index)) : type.read(row, index);
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (type) {
      case INTEGER, DECIMAL, FLOATING -> number(json, value);
      case BOOLEAN -> json.writeBoolean(row.getBoolean(index));
      case JSON -> json.writeRawValue(value);
      case DATE, LOCAL, INSTANT, UUID, TEXT, BYTES, OTHER, ARRAY -> json.writeString(value);
    }
  }

  private static void number(JsonGenerator json, String value) throws IOException {
    try {
      BigDecimal number = new BigDecimal(value);
      if (Math.abs((long) number.scale()) <= LONGEST_NUMBER) {
        json.writeNumber(number.toPlainString());
        return;
      }
    } catch (NumberFormatException e) {
      // NaN and Infinity are no numbers in JSON
    }
    json.writeString(value);
  }

  private static void array(JsonGenerator json, @Nullable Array array, Dialect dialect)
      throws IOException, SQLException {
    if (array == null) {
      json.writeNull();
      return;
    }
    if (dialect == Dialect.POSTGRES) {
      typed(json, array, dialect);
    } else {
      object(json, array.getArray());
    }
    array.free();
  }

  /** As rows of (index, value), whose values are read as exactly as those of a column. */
  private static void typed(JsonGenerator json, Array array, Dialect dialect)
      throws IOException, SQLException {
    try (ResultSet elements = array.getResultSet()) {
      ResultSetMetaData meta = elements.getMetaData();
      ColumnType type = ColumnType.of(meta, 2, dialect);
      json.writeStartArray();
      while (elements.next()) {
        write(json, elements, 2, type, dialect);
      }
      json.writeEndArray();
    }
  }

  private static void object(JsonGenerator json, @Nullable Object value)
      throws IOException, SQLException {
    if (value instanceof Object[] elements) {
      json.writeStartArray();
      for (Object element : elements) {
        object(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Array inner) {
      object(json, inner.getArray());
    } else if (value instanceof Number number) {
      number(json, number.toString());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof byte[] bytes) {
      json.writeString(base64(bytes));
    } else if (value instanceof OffsetDateTime time) {
      json.writeString(time.toInstant().toString());
    } else if (value instanceof Timestamp time) {
      json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time.toLocalDateTime()));
    } else if (value instanceof Date date) {
      json.writeString(date.toLocalDate().toString());
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  /** A lone surrogate has no UTF-8: it is escaped, and the mapping refuses that one row by name. */
  private static byte[] utf8(String json) {
    if (PlainText.firstUnstorable(json) < 0) {
      return json.getBytes(StandardCharsets.UTF_8);
    }
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < json.length()
              && Character.isLowSurrogate(json.charAt(i + 1));
      if (pair) {
        escaped.append(c).append(json.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString().getBytes(StandardCharsets.UTF_8);
  }
}
