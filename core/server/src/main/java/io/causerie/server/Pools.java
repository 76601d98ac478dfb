package io.causerie.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.DatabaseFiles;

/** Pools of connections to the database. */
final class Pools {
  private Pools() {}

  /**
   * Opens one.
   *
   * @throws IllegalStateException if the database cannot be reached
   */
  static HikariDataSource open(Configuration.Store store, String name, int most) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(store.url());
    config.setUsername(store.username());
    config.setPassword(store.password());
    config.setMaximumPoolSize(most);
    // A webhook's sender waits for the answer: better a quick 503 than half a minute of silence.
    config.setConnectionTimeout(3000);
    config.setValidationTimeout(1000);
    try {
      DatabaseFiles.protect(store.url());
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the database cannot be reached at " + store + ": " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
