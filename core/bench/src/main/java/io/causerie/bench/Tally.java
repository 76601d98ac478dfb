package io.causerie.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Counts in Causerie's database what has come of events, over one connection. For one thread. */
final class Tally implements AutoCloseable {
  /** However slow a machine is, the run ends. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  /** Nothing more comes. */
  private static final Duration STANDSTILL = Duration.ofSeconds(45);

  private final Connection connection;
  private final PreparedStatement posted;

  Tally(Store store) throws SQLException {
    connection = store.connect();
    posted =
        connection.prepareStatement("select count(*) from event where connector = ? and fate = 1");
  }

  /** How many events of a connector are posts, or parts of posts. */
  long posted(String connector) throws SQLException {
    posted.setString(1, connector);
    try (ResultSet result = posted.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  /**
   * Events a second, from the first tenth that is stored to the last; of so few that all are there
   * at the first look, from now on.
   *
   * @param before how many there were
   */
  double perSecond(String connector, long before, long many, Duration look) throws SQLException {
    long now = System.nanoTime();
    long first = await(connector, before + many / 10, look);
    long begin = System.nanoTime();
    long last = await(connector, before + many, look);
    return first < last
        ? (last - first) / ((System.nanoTime() - begin) / 1e9)
        : many / ((begin - now) / 1e9);
  }

  /** As long as there are fewer, and more come. */
  long await(String connector, long figure, Duration look) throws SQLException {
    long begin = System.nanoTime();
    long moved = begin;
    long before = -1;
    while (true) {
      long now = posted(connector);
      if (now >= figure) {
        return now;
      }
      if (now != before) {
        before = now;
        moved = System.nanoTime();
      }
      if (System.nanoTime() - moved > STANDSTILL.toNanos()
          || System.nanoTime() - begin > BOUND.toNanos()) {
        throw new LoadException("%s stands at %,d of %,d events".formatted(connector, now, figure));
      }
      LockSupport.parkNanos(look.toNanos());
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
