package io.causerie.sql;

import io.causerie.model.time.Written;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How values of a column are read, written as text and handed back to the database, exactly: no
 * number passes through a double, and no time through a zone of this machine.
 */
enum ColumnType {
  INTEGER,
  DECIMAL,
  FLOATING,
  BOOLEAN,
  DATE,
  /** A date and time without zone. */
  LOCAL,
  /** A date and time with zone. */
  INSTANT,
  UUID,
  TEXT,
  BYTES,
  JSON,
  ARRAY,
  /** Whatever else: as the database writes it as text. */
  OTHER;

  private static final int ORACLE_ZONED = -101;
  private static final int ORACLE_LOCAL_ZONED = -102;
  private static final int SQLSERVER_OFFSET = -155;
  private static final String LAST = "infinity";
  private static final String FIRST = "-infinity";

  static ColumnType of(ResultSetMetaData meta, int column, Dialect dialect) throws SQLException {
    String name = String.valueOf(meta.getColumnTypeName(column)).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "json", "jsonb" -> JSON;
      case "uuid" -> UUID;
      case "timestamptz", "timestamp with time zone", "datetimeoffset" -> INSTANT;
      case "money", "year" -> dialect == Dialect.SQLSERVER ? DECIMAL : OTHER;
      default -> of(meta, column, name, dialect);
    };
  }

  private static ColumnType of(ResultSetMetaData meta, int column, String name, Dialect dialect)
      throws SQLException {
    return switch (meta.getColumnType(column)) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> INTEGER;
      case Types.BIGINT -> meta.isSigned(column) ? INTEGER : DECIMAL;
      case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> FLOATING;
      case Types.BIT -> dialect == Dialect.POSTGRES && !name.equals("bool") ? OTHER : BOOLEAN;
      case Types.BOOLEAN -> BOOLEAN;
      case Types.DATE -> DATE;
      case Types.TIMESTAMP -> LOCAL;
      case Types.TIMESTAMP_WITH_TIMEZONE, ORACLE_ZONED, ORACLE_LOCAL_ZONED, SQLSERVER_OFFSET ->
          INSTANT;
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB,
          Types.SQLXML ->
          TEXT;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BYTES;
      case Types.ARRAY -> ARRAY;
      default -> OTHER;
    };
  }

  /** Whether rows can be read in the order of such a column. */
  boolean isOrdered() {
    return isNumber() || isTime();
  }

  boolean isNumber() {
    return this == INTEGER || this == DECIMAL;
  }

  boolean isTime() {
    return this == DATE || this == LOCAL || this == INSTANT;
  }

  /** Whether such a column can tell one row from all others. */
  boolean isKey() {
    return switch (this) {
      case INTEGER, DECIMAL, DATE, LOCAL, INSTANT, UUID, TEXT, BYTES, OTHER -> true;
      case FLOATING, BOOLEAN, JSON, ARRAY -> false;
    };
  }

  /** The value as exact text; absent: it is NULL. */
  @Nullable String read(ResultSet row, int column) throws SQLException {
    return switch (this) {
      case DATE -> date(row.getObject(column, LocalDate.class));
      case LOCAL -> local(row.getObject(column, LocalDateTime.class));
      case INSTANT -> instant(row.getObject(column, OffsetDateTime.class));
      case DECIMAL -> decimal(row, column);
      case BYTES -> hex(row.getBytes(column));
      case INTEGER, FLOATING, BOOLEAN, UUID, TEXT, JSON, ARRAY, OTHER -> row.getString(column);
    };
  }

  /**
   * Hands text written by {@link #read} to a statement.
   *
   * @throws IllegalArgumentException or a DateTimeException, if it cannot be a value of the column
   */
  void bind(PreparedStatement statement, int parameter, String text, Dialect dialect)
      throws SQLException {
    switch (this) {
      case INTEGER -> statement.setLong(parameter, Long.parseLong(text));
      case DECIMAL -> statement.setBigDecimal(parameter, new BigDecimal(text));
      case DATE -> statement.setObject(parameter, date(text));
      case LOCAL -> statement.setObject(parameter, local(text));
      case INSTANT -> statement.setObject(parameter, instant(text));
      case UUID -> statement.setObject(parameter, java.util.UUID.fromString(text));
      case BYTES -> statement.setBytes(parameter, HexFormat.of().parseHex(text));
      case FLOATING, BOOLEAN, TEXT, JSON, ARRAY, OTHER -> {
        if (dialect == Dialect.POSTGRES) {
          // Left without a type, so that it is compared as the column is: char(n), citext, an enum.
          statement.setObject(parameter, text, Types.OTHER);
        } else {
          statement.setString(parameter, text);
        }
      }
    }
  }

  /** Whether the text can be a value of such a column. */
  boolean fits(String text) {
    try {
      switch (this) {
        case INTEGER -> Long.parseLong(text);
        case DECIMAL -> new BigDecimal(text);
        case DATE -> date(text);
        case LOCAL -> local(text);
        case INSTANT -> instant(text);
        case UUID -> java.util.UUID.fromString(text);
        case BYTES -> HexFormat.of().parseHex(text);
        case FLOATING, BOOLEAN, TEXT, JSON, ARRAY, OTHER -> {}
      }
      return true;
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }

  static LocalDate date(String text) {
    return switch (text) {
      case LAST -> LocalDate.MAX;
      case FIRST -> LocalDate.MIN;
      default -> written(text).day();
    };
  }

  static LocalDateTime local(String text) {
    return switch (text) {
      case LAST -> LocalDateTime.MAX;
      case FIRST -> LocalDateTime.MIN;
      default -> written(text).local();
    };
  }

  static OffsetDateTime instant(String text) {
    return switch (text) {
      case LAST -> OffsetDateTime.MAX;
      case FIRST -> OffsetDateTime.MIN;
      default -> {
        Written written = written(text);
        if (written.offset() == null) {
          throw new DateTimeException("a time of a column with zone has an offset");
        }
        yield written.local().atOffset(written.offset());
      }
    };
  }

  private static Written written(String text) {
    return Written.read(text)
        .orElseThrow(() -> new DateTimeException("expected " + Written.FORMS.english()));
  }

  private static @Nullable String date(@Nullable LocalDate date) {
    if (date == null) {
      return null;
    }
    return date.equals(LocalDate.MAX) ? LAST : date.equals(LocalDate.MIN) ? FIRST : date.toString();
  }

  private static @Nullable String local(@Nullable LocalDateTime time) {
    if (time == null) {
      return null;
    }
    return time.equals(LocalDateTime.MAX)
        ? LAST
        : time.equals(LocalDateTime.MIN)
            ? FIRST
            : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  private static @Nullable String instant(@Nullable OffsetDateTime time) {
    if (time == null) {
      return null;
    }
    return time.equals(OffsetDateTime.MAX)
        ? LAST
        : time.equals(OffsetDateTime.MIN)
            ? FIRST
            : time.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString();
  }

  private static @Nullable String decimal(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    try {
      return text == null ? null : new BigDecimal(text).toPlainString();
    } catch (NumberFormatException e) {
      return text; // PostgreSQL's NaN and Infinity
    }
  }

  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }
}
