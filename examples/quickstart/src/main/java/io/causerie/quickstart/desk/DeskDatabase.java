package io.causerie.quickstart.desk;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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
import org.jspecify.annotations.Nullable;

/**
 * The desk's own tables. A change and the event that tells of it are written in one transaction, so
 * that neither is ever without the other.
 */
final class DeskDatabase implements AutoCloseable {
  private final HikariDataSource pool;

  DeskDatabase(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("sa");
    config.setMaximumPoolSize(8);
    pool = new HikariDataSource(config);
    run(
        """
        create table if not exists item (
          kind varchar(16) not null, id varchar(32) not null, title varchar(200) not null,
          customer varchar(200) not null, status varchar(16) not null, amount varchar(32),
          due varchar(10), contact varchar(64), order_id varchar(32), confidential boolean not null,
          version int not null, changed_by varchar(64) not null,
          changed_at timestamp with time zone not null, primary key (kind, id))
        """);
    run(
        """
        create table if not exists outgoing (
          id bigint generated always as identity primary key, body varchar not null)
        """);
  }

  /** What a change makes known: built from the row as it is after the change. */
  interface Announcement extends Function<Item, String> {}

  private void run(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
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

  void add(Item item, Announcement event) {
    write(
        "insert into item (title, customer, status, amount, due, contact, order_id, confidential,"
            + " version, changed_by, changed_at, kind, id) values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        item,
        event);
  }

  void update(Item item, Announcement event) {
    write(
        "update item set title=?, customer=?, status=?, amount=?, due=?, contact=?, order_id=?,"
            + " confidential=?, version=?, changed_by=?, changed_at=? where kind=? and id=?",
        item,
        event);
  }

  private void write(String sql, Item item, Announcement event) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement change = connection.prepareStatement(sql);
          PreparedStatement outgoing =
              connection.prepareStatement("insert into outgoing (body) values (?)")) {
        bind(change, item);
        change.executeUpdate();
        outgoing.setString(1, event.apply(item));
        outgoing.executeUpdate();
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
      item.order()
    };
    for (int i = 0; i < texts.length; i++) {
      s.setString(i + 1, texts[i]);
    }
    s.setBoolean(8, item.confidential());
    s.setInt(9, item.version());
    s.setString(10, item.changedBy());
    s.setObject(11, item.changedAt().atOffset(ZoneOffset.UTC));
    s.setString(12, item.kind().word());
    s.setString(13, item.id());
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
    run("delete from outgoing where id = " + event.id());
  }

  @Override
  public void close() {
    pool.close();
  }
}
