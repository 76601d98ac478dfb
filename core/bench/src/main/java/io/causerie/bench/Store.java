package io.causerie.bench;

import io.causerie.testkit.db.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Where a database is. Nothing here holds a connection to it, as H2's file has one user a time.
 *
 * @param server ends the database, where it runs in a process of its own
 */
record Store(String url, String user, String password, Closeable server) implements AutoCloseable {
  /** The databases the server runs on, as a command line names them. */
  enum Kind {
    H2,
    POSTGRESQL
  }

  /** An empty database: for H2 a file in the folder, for PostgreSQL on a server of our own. */
  static Store fresh(Kind kind, Path folder) throws IOException {
    return switch (kind) {
      case H2 -> h2(folder.resolve("causerie"));
      case POSTGRESQL -> {
        // The library starts it with fsync off, which is faster than any PostgreSQL in earnest.
        EmbeddedPostgres server = Databases.builder().setServerConfig("fsync", "on").start();
        yield new Store(server.getJdbcUrl("postgres", "postgres"), "postgres", "", server);
      }
    };
  }

  private static Store h2(Path file) {
    return new Store("jdbc:h2:file:" + file + Databases.H2_FILE_OPTIONS, "sa", "", () -> {});
  }

  /** The same database if it takes a second user, else one like it in the same folder. */
  Store forAnotherProcess(Kind kind, Path folder) {
    return switch (kind) {
      case H2 -> h2(folder.resolve("limit"));
      case POSTGRESQL -> this;
    };
  }

  /** Another empty database of the same server, which goes with it. PostgreSQL only. */
  Store another(String name) throws SQLException {
    execute("create database " + name);
    return new Store(url.replace("/postgres?", "/" + name + "?"), user, password, () -> {});
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What a query of one figure gives. */
  long number(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /**
   * How long the processes of its server that live now have kept a processor busy. PostgreSQL only.
   */
  Duration processorTime() {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      // All of them are children of the one that listens.
      return ProcessHandle.of(row.getLong(1))
          .flatMap(ProcessHandle::parent)
          .map(ProcessHandle::children)
          .orElseGet(Stream::empty)
          .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
          .reduce(Duration.ZERO, Duration::plus);
    } catch (SQLException e) {
      throw new LoadException("the database cannot be reached: " + e.getMessage(), e);
    }
  }

  /** Product and version, and what it does at a commit. */
  String describe(Kind kind) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      var about = connection.getMetaData();
      String name = about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
      return switch (kind) {
        case H2 -> name + ", a file, WRITE_DELAY=0";
        case POSTGRESQL -> {
          var row =
              statement.executeQuery(
                  "select current_setting('synchronous_commit'), current_setting('fsync')");
          row.next();
          yield name + ", synchronous_commit=" + row.getString(1) + ", fsync=" + row.getString(2);
        }
      };
    } catch (SQLException e) {
      throw new LoadException("the database cannot be reached: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
