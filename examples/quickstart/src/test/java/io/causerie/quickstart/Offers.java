package io.causerie.quickstart;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;

/** A database of offers that a test writes to, and that Causerie reads as a system of its own. */
final class Offers implements AutoCloseable {
  private final String name;
  private final Connection connection;
  private final Server server;

  /** One without offers. */
  Offers(String name, String secret) throws SQLException {
    this.name = name;
    connection =
        DriverManager.getConnection("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", secret);
    server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon").start();
    run(
        """
        create table offer (id int primary key, number varchar(20) not null,
          customer varchar(100) not null, state varchar(20) not null,
          changed_at timestamp with time zone not null)
        """);
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The file of the system, with a query. */
  String system(String query) throws IOException {
    return resource("/offers.yaml").replace("QUERY", query).replace("ADDRESS", address());
  }

  /** Where another process finds it. */
  String address() {
    return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:" + name;
  }

  static String resource(String name) throws IOException {
    try (InputStream file = Offers.class.getResourceAsStream(name)) {
      return new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws SQLException {
    server.stop();
    run("shutdown");
  }
}
