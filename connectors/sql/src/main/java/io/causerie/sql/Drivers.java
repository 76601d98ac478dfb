package io.causerie.sql;

import io.causerie.spi.Plugins;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * JDBC drivers, the application's and added ones. They are asked directly: {@code DriverManager}
 * passes over drivers of other loaders than its caller's.
 */
final class Drivers {
  /** By what stands after {@code jdbc:}, of databases that people run. */
  private static final Map<String, String> ARTIFACTS =
      Map.ofEntries(
          Map.entry("as400", "net.sf.jt400:jt400"),
          Map.entry("clickhouse", "com.clickhouse:clickhouse-jdbc"),
          Map.entry("db2", "com.ibm.db2:jcc"),
          Map.entry("derby", "org.apache.derby:derbyclient"),
          Map.entry("duckdb", "org.duckdb:duckdb_jdbc"),
          Map.entry("exa", "com.exasol:exasol-jdbc"),
          Map.entry("firebirdsql", "org.firebirdsql.jdbc:jaybird"),
          Map.entry("h2", "com.h2database:h2"),
          Map.entry("hsqldb", "org.hsqldb:hsqldb"),
          Map.entry("informix-sqli", "com.ibm.informix:jdbc"),
          Map.entry("jtds", "net.sourceforge.jtds:jtds"),
          Map.entry("mariadb", "org.mariadb.jdbc:mariadb-java-client"),
          Map.entry("mysql", "com.mysql:mysql-connector-j"),
          Map.entry("oracle", "com.oracle.database.jdbc:ojdbc11"),
          Map.entry("postgresql", "org.postgresql:postgresql"),
          Map.entry("redshift", "com.amazon.redshift:redshift-jdbc42"),
          Map.entry("sap", "com.sap.cloud.db.jdbc:ngdbc"),
          Map.entry("snowflake", "net.snowflake:snowflake-jdbc"),
          Map.entry("sqlite", "org.xerial:sqlite-jdbc"),
          Map.entry("sqlserver", "com.microsoft.sqlserver:mssql-jdbc"),
          Map.entry("teradata", "com.teradata.jdbc:terajdbc"),
          Map.entry("trino", "io.trino:trino-jdbc"),
          Map.entry("vertica", "com.vertica.jdbc:vertica-jdbc"));

  private Drivers() {}

  /** The driver that takes a URL. */
  static Optional<Driver> find(String url, Plugins plugins) {
    Iterator<Driver> drivers = ServiceLoader.load(Driver.class, plugins.loader()).iterator();
    while (true) {
      try {
        if (!drivers.hasNext()) {
          return Optional.empty();
        }
        Driver driver = drivers.next();
        if (driver.acceptsURL(url)) {
          return Optional.of(driver);
        }
      } catch (ServiceConfigurationError | SQLException e) {
        // One that cannot be loaded, or does not know the URL, hides no other.
        continue;
      }
    }
  }

  /** What is missing where no driver takes a URL, and what to do. */
  static String missing(String url, Plugins plugins) {
    String scheme = url.replaceFirst("(?s)^jdbc:([^:]*).*$", "$1");
    String artifact = ARTIFACTS.get(scheme);
    return "there is no driver for jdbc:%s:; %s"
        .formatted(
            scheme, plugins.remedy(artifact == null ? "the database's JDBC driver" : artifact));
  }

  /** Connections of one driver, for a pool. */
  static final class Source implements DataSource {
    private final Driver driver;
    private final String url;
    private final Properties properties;
    private volatile int loginTimeout;

    Source(Driver driver, String url, Properties properties) {
      this.driver = driver;
      this.url = url;
      this.properties = properties;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = driver.connect(url, properties);
      if (connection == null) {
        throw new SQLException("the driver does not take this URL", "08001");
      }
      return connection;
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password)
        throws SQLException {
      return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
      // Nothing is written.
    }

    @Override
    public void setLoginTimeout(int seconds) {
      // Kept for the pool, which asks it back; DriverManager's would count for the whole process.
      loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
      return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException("nothing is logged here");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("this is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }

    /** Without what may hold a password. */
    @Override
    public String toString() {
      return "Source[" + driver.getClass().getName() + "]";
    }
  }
}
