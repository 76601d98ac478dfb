package io.causerie.testkit.db;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/**
 * A database for one test.
 *
 * @param url its JDBC URL, for a process that connects by itself
 * @param pool closed with this
 * @param readers another one, for reads alone
 * @param end what else is done then
 */
public record TestDatabase(
    String url,
    String user,
    String password,
    HikariDataSource pool,
    HikariDataSource readers,
    Runnable end)
    implements AutoCloseable {

  public DataSource source() {
    return pool;
  }

  /** For an engine's reads; a test's own statements go through {@link #source}. */
  public DataSource reads() {
    return readers;
  }

  @Override
  public void close() {
    pool.close();
    readers.close();
    end.run();
  }
}
