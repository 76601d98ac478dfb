package io.causerie.sql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.causerie.model.phrase.PhraseException;
import io.causerie.model.phrase.Wording;
import io.causerie.spi.SourceException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/**
 * The integrator's database: a pool of two connections, made when first used. Used by many threads.
 */
final class Database implements AutoCloseable {
  private static final long CONNECT_MILLIS = 10_000;

  private final Settings settings;
  private final Dialect dialect;
  private final SqlFaults faults;
  private final Drivers.Source source;
  private final HikariDataSource pool;

  /** Something done on one connection, in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException, SourceException;
  }

  Database(Settings settings) {
    this.settings = settings;
    this.dialect = settings.dialect();
    this.faults = new SqlFaults(settings.secrets());
    this.source = source(settings);
    this.pool = pool(settings);
  }

  private Drivers.Source source(Settings settings) {
    Properties properties = properties();
    settings.username().ifPresent(user -> properties.setProperty("user", user));
    settings.password().ifPresent(password -> properties.setProperty("password", password));
    Driver driver =
        Drivers.find(settings.url(), settings.plugins())
            .orElseThrow(
                () ->
                    new IllegalStateException(Drivers.missing(settings.url(), settings.plugins())));
    return new Drivers.Source(driver, settings.url(), properties);
  }

  private HikariDataSource pool(Settings settings) {
    HikariDataSource made = new HikariDataSource();
    made.setPoolName("causerie-sql-" + settings.name());
    made.setDataSource(source);
    made.setMaximumPoolSize(2);
    made.setMinimumIdle(0);
    made.setAutoCommit(false);
    made.setConnectionTimeout(CONNECT_MILLIS);
    String session = dialect.session(settings.zone());
    if (!session.isEmpty()) {
      made.setConnectionInitSql(session);
      made.setIsolateInternalQueries(true); // else it leaves a transaction open
    }
    // A refused password is told at once: each further try could lock the user out.
    made.setInitializationFailTimeout(1);
    return made;
  }

  /** PostgreSQL's driver waits for ever on a connection that broke silently, unless told. */
  private Properties properties() {
    Properties properties = new Properties();
    if (dialect == Dialect.POSTGRES) {
      properties.setProperty("tcpKeepAlive", "true");
      properties.setProperty("loginTimeout", String.valueOf(CONNECT_MILLIS / 1000));
      properties.setProperty("ApplicationName", "causerie " + settings.name());
      if (!settings.url().contains("socketTimeout=")) {
        properties.setProperty("socketTimeout", String.valueOf(timeoutSeconds() + 10));
      }
    }
    return properties;
  }

  Dialect dialect() {
    return dialect;
  }

  SqlFaults faults() {
    return faults;
  }

  /** Reads in a transaction that may not write. */
  <T> T read(Wording doing, Work<T> work) throws SourceException {
    return run(doing, true, work);
  }

  /** Writes in a transaction. */
  void write(Wording doing, Work<Integer> work) throws SourceException {
    run(doing, false, work);
  }

  private <T> T run(Wording doing, boolean readOnly, Work<T> work) throws SourceException {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(readOnly);
      T result = work.on(connection);
      if (readOnly) {
        connection.rollback();
      } else {
        connection.commit();
      }
      return result;
    } catch (SQLException e) {
      throw faults.of(doing, e);
    } catch (HikariPool.PoolInitializationException e) {
      throw faults.configuration(
          SqlWording.REFUSED.with(doing, String.valueOf(e.getMessage())),
          SqlWording.CORRECT_URL.with());
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw faults.badAnswer(
          SqlWording.REFUSED.with(doing, PhraseException.of(e)),
          SqlWording.CORRECT_VALUE.with(),
          e);
    }
  }

  /** A statement with its time limit and fetch size. */
  PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(timeoutSeconds());
    statement.setFetchSize(settings.fetchSize());
    return statement;
  }

  private int timeoutSeconds() {
    Duration rounded = settings.queryTimeout().plusNanos(999_999_999);
    return (int) Math.min(Integer.MAX_VALUE / 2000, rounded.toSeconds());
  }

  Instant now(Connection connection) throws SQLException {
    return dialect.now(connection, settings.clock());
  }

  /** A connection of the caller's own, outside the pool, for as long as it likes. */
  Connection connect() throws SQLException {
    return source.getConnection();
  }

  @Override
  public void close() {
    pool.close();
  }
}
