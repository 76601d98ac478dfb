package io.causerie.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for notifications of a PostgreSQL channel, on a connection and a thread of its own. A lost
 * connection is made again, and wakes once, for what was said meanwhile.
 */
final class Listening implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final int QUIET_MILLIS = 30_000;
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final Settings settings;
  private final Database database;
  private final Set<Listener> open = ConcurrentHashMap.newKeySet();

  Listening(Settings settings, Database database) {
    this.settings = settings;
    this.database = database;
  }

  AutoCloseable listen(Runnable wake) {
    Optional<String> channel = settings.listen();
    if (channel.isEmpty()) {
      return () -> {};
    }
    Listener listener = new Listener(channel.get(), wake);
    open.add(listener);
    Thread thread = new Thread(listener, "causerie-sql-listen-" + settings.name());
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  @Override
  public void close() {
    open.forEach(Listener::close);
  }

  private final class Listener implements Runnable, AutoCloseable {
    private final String statement;
    private final Runnable wake;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Connection current;

    Listener(String channel, Runnable wake) {
      this.statement = "listen \"" + channel.replace("\"", "\"\"") + "\"";
      this.wake = wake;
    }

    @Override
    public void run() {
      long pause = FIRST_PAUSE_MILLIS;
      while (closed.getCount() > 0) {
        try (Connection connection = database.connect()) {
          current = connection;
          execute(connection, statement);
          pause = FIRST_PAUSE_MILLIS;
          wake.run();
          hear(connection);
        } catch (SQLException e) {
          if (closed.getCount() > 0) {
            LOG.warn(
                "{} does not listen for a while; it is still read on its schedule: {}",
                settings.name(),
                database.faults().of(SqlWording.LISTENING_ENDED, e).getMessage());
          }
        }
        current = null;
        pause = rest(pause);
      }
    }

    private void hear(Connection connection) throws SQLException {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      while (closed.getCount() > 0) {
        PGNotification[] heard = postgres.getNotifications(QUIET_MILLIS);
        if (heard == null || heard.length == 0) {
          execute(connection, "select 1"); // a connection can die without a word
        } else {
          wake.run();
        }
      }
    }

    private void execute(Connection connection, String sql) throws SQLException {
      try (PreparedStatement prepared = database.prepare(connection, sql)) {
        prepared.execute();
      }
    }

    /** Pauses, and says how long to pause the next time. */
    private long rest(long millis) {
      try {
        if (closed.await(millis, TimeUnit.MILLISECONDS)) {
          return millis;
        }
      } catch (InterruptedException e) {
        closed.countDown();
        Thread.currentThread().interrupt();
      }
      return Math.min(millis * 2, LONGEST_PAUSE_MILLIS);
    }

    @Override
    public void close() {
      closed.countDown();
      open.remove(this);
      Connection connection = current;
      if (connection != null) {
        try {
          connection.abort(Runnable::run);
        } catch (SQLException e) {
          LOG.debug("{}: the listening connection was gone already", settings.name(), e);
        }
      }
    }
  }
}
