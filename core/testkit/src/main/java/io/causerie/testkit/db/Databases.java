package io.causerie.testkit.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The two databases Causerie runs on. */
public enum Databases {
  H2 {
    @Override
    public TestDatabase fresh() {
      return open("jdbc:h2:mem:" + UUID.randomUUID() + H2_OPTIONS, "sa", "");
    }

    @Override
    TestDatabase copyOf(String template) {
      TestDatabase copy = fresh();
      execute(copy.pool(), "runscript from '" + script(template) + "'");
      return copy;
    }

    @Override
    String template(Consumer<DataSource> fill) {
      String template = UUID.randomUUID().toString();
      try (TestDatabase database = fresh()) {
        fill.accept(database.pool());
        execute(database.pool(), "script drop to '" + script(template) + "'");
      }
      return template;
    }

    /** In the memory of the JVM, where H2 keeps files too. */
    private static String script(String template) {
      return "memFS:" + template + ".sql";
    }
  },

  POSTGRES {
    @Override
    public TestDatabase fresh() {
      return copyOf("template1");
    }

    @Override
    TestDatabase copyOf(String template) {
      String name = Copies.of(template);
      return open(
          "jdbc:postgresql://127.0.0.1:"
              + Server.INSTANCE.getPort()
              + "/"
              + name
              + "?reWriteBatchedInserts=true",
          "postgres",
          "postgres",
          () -> Copies.drop(name));
    }

    @Override
    String template(Consumer<DataSource> fill) {
      TestDatabase database = fresh();
      fill.accept(database.pool());
      database.pool().close();
      database.readers().close();
      return database.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
    }
  };

  /** What the engine asks of an H2 URL. */
  public static final String H2_FILE_OPTIONS =
      ";MODE=PostgreSQL;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE";

  private static final String H2_OPTIONS = H2_FILE_OPTIONS + ";DB_CLOSE_DELAY=-1";

  /** An empty database of its own. */
  public abstract TestDatabase fresh();

  /**
   * A database of its own that begins as a template: tables are made once a run, not once a test.
   *
   * @param name of the template
   * @param fill makes the template, when it is asked for first
   */
  public final TestDatabase copyOf(String name, Consumer<DataSource> fill) {
    return copyOf(Templates.MADE.computeIfAbsent(this + " " + name, n -> template(fill)));
  }

  private static final class Templates {
    static final Map<String, String> MADE = new ConcurrentHashMap<>();
  }

  abstract TestDatabase copyOf(String template);

  /** Fills a template that nobody is connected to afterwards. */
  abstract String template(Consumer<DataSource> fill);

  private static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("no test database could be made: " + sql, e);
    }
  }

  /** A pool on a database of the test's own; it holds no connection while nobody uses it. */
  public static TestDatabase open(String url, String user, String password) {
    return open(url, user, password, () -> {});
  }

  static TestDatabase open(String url, String user, String password, Runnable end) {
    return new TestDatabase(
        url, user, password, pool(url, user, password), pool(url, user, password), end);
  }

  /** So many a pool has at most. */
  public static final int CONNECTIONS = 12;

  private static HikariDataSource pool(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(3000);
    return new HikariDataSource(config);
  }

  /**
   * PostgreSQL takes longer to copy and to drop a database than most tests run: the next copy is
   * made while the test before it runs, and what is closed is dropped then too. Hundreds that were
   * kept would take the server half a minute to delete at its end.
   */
  private static final class Copies {
    private static final ExecutorService BESIDE =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "test-databases");
              thread.setDaemon(true);
              return thread;
            });
    private static final Map<String, Future<String>> NEXT = new ConcurrentHashMap<>();

    static String of(String template) {
      Future<String> made = NEXT.remove(template);
      if (made == null) {
        made = BESIDE.submit(() -> make(template));
      }
      NEXT.put(template, BESIDE.submit(() -> make(template)));
      try {
        return made.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("no test database could be made", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a test database was made", e);
      }
    }

    private static String make(String template) {
      String name = "t" + UUID.randomUUID().toString().replace("-", "");
      DataSource server = Server.INSTANCE.getPostgresDatabase();
      // The files as they are: the template is of some megabytes, which the log would take twice.
      execute(server, "create database " + name + " template " + template + " strategy file_copy");
      // Tests run where the session's zone is not the JVM's, as at half of the customers.
      execute(server, "alter database " + name + " set timezone = 'Asia/Kathmandu'");
      return name;
    }

    /** What cannot be dropped goes with the server. */
    static void drop(String name) {
      BESIDE.submit(
          () ->
              execute(
                  Server.INSTANCE.getPostgresDatabase(),
                  "drop database if exists " + name + " with (force)"));
    }
  }

  /** One server for a test run; it ends with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL did not start", e);
      }
    }
  }

  /**
   * A server as the tests want it: what is committed outlives the process, unlike its default, so
   * that kills can be tested; not the loss of power, which nobody tests here.
   */
  public static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "200");
  }
}
