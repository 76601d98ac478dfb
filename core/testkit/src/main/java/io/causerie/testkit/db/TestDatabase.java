package io.causerie.testkit.db;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/**
 * A database for one test.
 *
 * @param url its JDBC URL, for a process that connects by itself
 * @param pool closed with this
 * @param end what else is done then
 */
public record TestDatabase(
    String url, String user, String password, HikariDataSource pool, Runnable end)
    implements AutoCloseable {

  public DataSource source() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
    end.run();
  }
}
