package io.causerie.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What could be reached at most: the same web server and the same pool of connections in front of
 * the same database, and nothing decided. {@code POST} writes its body into one row and a line into
 * another in one transaction, and answers with an answer made before; {@code GET} sends the bytes
 * that one query finds.
 */
public final class LimitServer {
  /** As many as Causerie has. */
  private static final int CONNECTIONS = 16;

  private LimitServer() {}

  /** Serves until it is killed. Arguments: port, address of the database, user. */
  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[1]);
    config.setUsername(arguments[2]);
    config.setPassword("");
    config.setAutoCommit(false);
    config.setMaximumPoolSize(CONNECTIONS);
    HikariDataSource pool = new HikariDataSource(config);
    Server server = new Server(new QueuedThreadPool(250, 8));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(arguments[0]));
    server.addConnector(connector);
    server.setHandler(new Rows(pool));
    server.start();
    server.join();
  }

  /** Makes its tables. */
  static void prepare(Store store) throws SQLException {
    store.execute("create table limit_row (id bigint primary key, body bytea not null)");
    store.execute("create table limit_line (id bigint primary key, row_id bigint not null)");
    store.execute("create table limit_answer (name varchar(20) primary key, body bytea not null)");
  }

  /** Keeps what it answers to a name: the bytes of a page, or of what follows a writing. */
  static void answer(Store store, String name, byte[] body) throws SQLException {
    try (Connection connection = store.connect();
        PreparedStatement insert =
            connection.prepareStatement("insert into limit_answer values (?, ?)")) {
      insert.setString(1, name);
      insert.setBytes(2, body);
      insert.executeUpdate();
    }
  }

  private static final class Rows extends Handler.Abstract {
    private final HikariDataSource pool;
    private final AtomicLong ids = new AtomicLong();
    private byte[] written = new byte[0];

    Rows(HikariDataSource pool) {
      this.pool = pool;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean writes = request.getMethod().equals("POST");
      byte[] answer =
          writes
              ? write(Content.Source.asByteBuffer(request))
              : read(Request.getPathInContext(request).substring(1));
      response.setStatus(writes ? 201 : 200);
      response.getHeaders().put("Content-Type", "application/json");
      response.write(true, ByteBuffer.wrap(answer), callback);
      return true;
    }

    private byte[] write(ByteBuffer sent) throws SQLException {
      byte[] body = new byte[sent.remaining()];
      sent.get(body);
      long id = ids.incrementAndGet();
      try (Connection connection = pool.getConnection();
          PreparedStatement row =
              connection.prepareStatement("insert into limit_row values (?, ?)");
          PreparedStatement line =
              connection.prepareStatement("insert into limit_line values (?, ?)")) {
        row.setLong(1, id);
        row.setBytes(2, body);
        row.executeUpdate();
        line.setLong(1, id);
        line.setLong(2, id);
        line.executeUpdate();
        connection.commit();
      }
      if (written.length == 0) {
        written = read("comment");
      }
      return written;
    }

    private byte[] read(String name) throws SQLException {
      try (Connection connection = pool.getConnection();
          PreparedStatement query =
              connection.prepareStatement("select body from limit_answer where name = ?")) {
        query.setString(1, name);
        ResultSet row = query.executeQuery();
        row.next();
        byte[] body = row.getBytes(1);
        connection.commit();
        return body;
      }
    }
  }
}
