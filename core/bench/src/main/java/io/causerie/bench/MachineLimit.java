package io.causerie.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this machine and database can do at all: rows of a table with a key and nothing else,
 * written through JDBC, durable at each commit.
 */
final class MachineLimit implements AutoCloseable {
  private final List<Connection> connections = new ArrayList<>();
  private final AtomicLong ids = new AtomicLong();
  private final Store store;
  private final Duration measured;

  MachineLimit(Store store, Duration measured) throws SQLException {
    this.store = store;
    this.measured = measured;
    store.execute("create table machine_limit (id bigint primary key, body bytea not null)");
  }

  /** Rows a second that so many writers get committed. */
  double perSecond(int writers, int rowsPerCommit, byte[] body) throws Exception {
    List<PreparedStatement> inserts = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Connection connection = store.connect();
      connections.add(connection);
      connection.setAutoCommit(false);
      inserts.add(connection.prepareStatement("insert into machine_limit values (?, ?)"));
    }
    double rate =
        Crowd.perSecond(
            writers, measured, writer -> insert(inserts.get(writer), rowsPerCommit, body));
    closeConnections();
    return rate;
  }

  private int insert(PreparedStatement insert, int rows, byte[] body) throws SQLException {
    for (int i = 0; i < rows; i++) {
      insert.setLong(1, ids.incrementAndGet());
      insert.setBytes(2, body);
      insert.addBatch();
    }
    insert.executeBatch();
    insert.getConnection().commit();
    return rows;
  }

  private void closeConnections() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
    connections.clear();
  }

  @Override
  public void close() throws SQLException {
    closeConnections();
    store.execute("drop table machine_limit");
  }
}
