package io.causerie.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;

/** What differs between databases; nothing else in the kind asks which one it is. */
enum Dialect {
  POSTGRES("postgresql", "select clock_timestamp()"),
  H2("h2", "select current_timestamp(9)"),
  MYSQL("mysql|mariadb", "select utc_timestamp(6)"),
  ORACLE("oracle", "select systimestamp from dual"),
  SQLSERVER("sqlserver", "select sysdatetimeoffset()"),
  DB2("db2", ""),
  OTHER(".*", "");

  private final String products;
  private final String clock;

  Dialect(String products, String clock) {
    this.products = products;
    this.clock = clock;
  }

  static Dialect of(String url) {
    return Arrays.stream(values())
        .filter(d -> url.matches("(?s)jdbc:(" + d.products + "):.*"))
        .findFirst()
        .orElse(OTHER);
  }

  /** What stands at the end of a query of which only the first rows are wanted. */
  String first(int rows) {
    return switch (this) {
      case MYSQL, OTHER -> " limit " + rows;
      case POSTGRES, H2, ORACLE, SQLSERVER, DB2 ->
          " offset 0 rows fetch next " + rows + " rows only";
    };
  }

  /**
   * What makes a session's zone the configured one: else a driver makes it this machine's, and a
   * cast in the query would depend on where the server runs. Empty: nothing is known.
   */
  String session(ZoneId zone) {
    return switch (this) {
      case POSTGRES, H2 -> "set time zone " + inSql(zone.normalized());
      case MYSQL, ORACLE, SQLSERVER, DB2, OTHER -> "";
    };
  }

  private static String inSql(ZoneId zone) {
    if (zone instanceof ZoneOffset offset) {
      int minutes = offset.getTotalSeconds() / 60;
      String sign = minutes < 0 ? "-" : "";
      return "interval '%s%d:%02d' hour to minute"
          .formatted(sign, Math.abs(minutes) / 60, Math.abs(minutes) % 60);
    }
    return "'" + zone.getId() + "'";
  }

  /**
   * The source's own clock, as it was before anything that is read afterwards on this connection.
   *
   * @param ours where the source's cannot be asked
   */
  Instant now(Connection connection, Clock ours) throws SQLException {
    if (clock.isEmpty()) {
      return ours.instant();
    }
    try (PreparedStatement statement = connection.prepareStatement(clock);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return this == MYSQL
          ? row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC)
          : row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}
