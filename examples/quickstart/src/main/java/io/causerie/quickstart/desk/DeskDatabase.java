package io.causerie.quickstart.desk;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

/**
 * The desk's own tables, in a file. A change and the event that tells of it are written in one
 * transaction, so that neither is ever without the other. Other programs of this machine reach it
 * over JDBC; one of them may read what it is meant to, and nothing else.
 */
final class DeskDatabase implements AutoCloseable {
  /** Who reads from outside. */
  static final String READER = "causerie";

  static {
    // H2 would listen on every network otherwise, though it answers this machine only.
    System.setProperty("h2.bindAddress", "127.0.0.1");
  }

  private final HikariDataSource pool;
  private final Server server;

  /**
   * @param folder where its file is
   * @param password its owner's
   * @param readerPassword what {@link #READER} shows
   */
  DeskDatabase(Path folder, String password, String readerPassword) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("desk").toAbsolutePath());
    config.setUsername("sa");
    config.setPassword(password);
    config.setMaximumPoolSize(8);
    try {
      pool = new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw new IllegalStateException(
          "the desk's database in %s cannot be opened; if an earlier version made it, `mvn clean` removes it: %s"
              .formatted(folder.toAbsolutePath(), e.getMessage()),
          e);
    }
    tables();
    open(readerPassword);
    try {
      server =
          Server.createTcpServer(
                  "-tcpPort", "0", "-tcpDaemon", "-baseDir", folder.toAbsolutePath().toString())
              .start();
    } catch (SQLException e) {
      pool.close();
      throw new IllegalStateException(e);
    }
  }

  private void tables() {
    run(
        """
        create table if not exists item (
          kind varchar(16) not null, id varchar(32) not null, title varchar(200) not null,
          customer varchar(200) not null, status varchar(16) not null, amount varchar(32),
          due varchar(10), contact varchar(64), order_id varchar(32), carrier varchar(64),
          confidential boolean not null, version int not null, changed_by varchar(64) not null,
          changed_at timestamp with time zone not null, primary key (kind, id))
        """);
    run("create index if not exists item_changed on item (kind, changed_at, id)");
    run(
        """
        create table if not exists outgoing (
          id bigint generated always as identity primary key, body varchar not null)
        """);
    run(
        """
        create table if not exists clerk (
          user_name varchar(64) primary key, name varchar(200) not null)
        """);
    run(
        """
        create table if not exists customer (
          id varchar(32) primary key, name varchar(200) not null, town varchar(200) not null,
          changed_by varchar(64) not null, changed_at timestamp with time zone not null)
        """);
    run(
        """
        create view if not exists ticket as
          select id, title, customer, status, contact, version, changed_by, changed_at
          from item where kind = 'ticket'
        """);
    Clerk.ALL.forEach(c -> run("merge into clerk values (?, ?)", c.user(), c.name()));
  }

  private void open(String readerPassword) {
    // A password cannot be bound; Base64 has nothing to escape.
    run("create user if not exists " + READER + " password '" + readerPassword + "'");
    run("alter user " + READER + " set password '" + readerPassword + "'");
    run("grant select on ticket, clerk, customer to " + READER);
  }

  /** Where other programs of this machine reach it. */
  String address() {
    return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./desk";
  }

  /** What a change makes known: built from the row as it is after the change. */
  interface Announcement extends Function<Item, Optional<String>> {}

  private void run(String sql, Object... values) {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isEmpty() {
    return list(Item.Kind.ORDER).isEmpty();
  }

  List<Item> list(Item.Kind kind) {
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select * from item where kind = ? order by id")) {
      select.setString(1, kind.word());
      List<Item> items = new ArrayList<>();
      try (ResultSet r = select.executeQuery()) {
        while (r.next()) {
          items.add(item(r));
        }
      }
      return items;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Optional<Item> find(Item.Kind kind, String id) {
    return list(kind).stream().filter(i -> i.id().equals(id)).findFirst();
  }

  void add(Customer customer) {
    run(
        "merge into customer values (?, ?, ?, ?, ?)",
        customer.id(),
        customer.name(),
        customer.town(),
        customer.changedBy(),
        customer.changedAt().atOffset(ZoneOffset.UTC));
  }

  /** Writes items as they are now, new ones too, and what is told of them. */
  void write(List<Item> items, Announcement announcement) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement change =
              connection.prepareStatement(
                  """
                  merge into item (title, customer, status, amount, due, contact, order_id,
                    carrier, confidential, version, changed_by, changed_at, kind, id)
                  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  """);
          PreparedStatement outgoing =
              connection.prepareStatement("insert into outgoing (body) values (?)")) {
        for (Item item : items) {
          bind(change, item);
          change.executeUpdate();
          Optional<String> event = announcement.apply(item);
          if (event.isPresent()) {
            outgoing.setString(1, event.get());
            outgoing.executeUpdate();
          }
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void bind(PreparedStatement s, Item item) throws SQLException {
    @Nullable String[] texts = {
      item.title(),
      item.customer(),
      item.status(),
      item.amount(),
      item.due(),
      item.contact(),
      item.order(),
      item.carrier()
    };
    for (int i = 0; i < texts.length; i++) {
      s.setString(i + 1, texts[i]);
    }
    s.setBoolean(9, item.confidential());
    s.setInt(10, item.version());
    s.setString(11, item.changedBy());
    s.setObject(12, item.changedAt().atOffset(ZoneOffset.UTC));
    s.setString(13, item.kind().word());
    s.setString(14, item.id());
  }

  private static Item item(ResultSet r) throws SQLException {
    return new Item(
        Item.Kind.of(r.getString("kind")),
        r.getString("id"),
        r.getString("title"),
        r.getString("customer"),
        r.getString("status"),
        r.getString("amount"),
        r.getString("due"),
        r.getString("contact"),
        r.getString("order_id"),
        r.getString("carrier"),
        r.getBoolean("confidential"),
        r.getInt("version"),
        r.getString("changed_by"),
        instant(r));
  }

  private static Instant instant(ResultSet r) throws SQLException {
    return r.getObject("changed_at", OffsetDateTime.class).toInstant();
  }

  /** An event that has not been taken yet. */
  record Outgoing(long id, String body) {}

  Optional<Outgoing> oldest() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet r = statement.executeQuery("select id, body from outgoing order by id limit 1")) {
      return r.next() ? Optional.of(new Outgoing(r.getLong(1), r.getString(2))) : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void sent(Outgoing event) {
    run("delete from outgoing where id = ?", event.id());
  }

  @Override
  public void close() {
    server.stop();
    pool.close();
  }
}
