package io.causerie.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.sql.DataSource;

/**
 * Connections of some pools, each set up once for what it is used for: isolation, time-outs and how
 * statements are planned cost no round trip of their own afterwards. Where one pool serves both
 * uses, a connection is set up anew when its use changes.
 */
final class Sessions {
  /** What a connection is used for. */
  enum Use {
    WRITE,
    READ
  }

  /** One for all: several may be over the same pool. */
  private static final Map<Connection, Use> USES = Collections.synchronizedMap(new WeakHashMap<>());

  private final Dialect dialect;

  Sessions(Dialect dialect) {
    this.dialect = dialect;
  }

  Connection open(DataSource source, Use use) throws SQLException {
    Connection connection = source.getConnection();
    try {
      // What a pool hands out is a new object each time; behind it is the same connection.
      Connection behind = connection.unwrap(Connection.class);
      if (USES.get(behind) != use) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(dialect.session(use));
        }
        USES.put(behind, use);
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }
}
