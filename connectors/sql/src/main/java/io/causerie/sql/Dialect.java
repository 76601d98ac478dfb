package io.causerie.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** What differs between databases; nothing else in the kind asks which one it is. */
enum Dialect {
  POSTGRES("postgresql", "select clock_timestamp()", "the PostgreSQL driver"),
  H2("h2", "select current_timestamp(9)", "the H2 driver"),
  MYSQL("mysql|mariadb", "select utc_timestamp(6)", "mysql-connector-j or mariadb-java-client"),
  ORACLE("oracle", "select systimestamp from dual", "ojdbc11"),
  SQLSERVER("sqlserver", "select sysdatetimeoffset()", "mssql-jdbc"),
  DB2("db2", "", "jcc"),
  OTHER(".*", "", "the JDBC driver of the database");

  private final String products;
  private final String clock;
  private final String driver;

  Dialect(String products, String clock, String driver) {
    this.products = products;
    this.clock = clock;
    this.driver = driver;
  }

  static Dialect of(String url) {
    return Arrays.stream(values())
        .filter(d -> url.matches("(?s)jdbc:(" + d.products + "):.*"))
        .findFirst()
        .orElse(OTHER);
  }

  /** What the integrator must put beside the server. */
  String driver() {
    return driver;
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
