package io.causerie.engine.webhook;

import io.causerie.engine.store.Holdings;
import io.causerie.engine.webhook.Endpoint.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of endpoints. */
final class WebhookStore {
  static final Holdings HOLDINGS =
      Holdings.none()
          .gone("webhook.person")
          .stays("an address that its owner gave: other words would lead elsewhere", "webhook.url")
          .stays(
              "goes with its person",
              "webhook.system",
              "webhook.key_id",
              "webhook.sealed",
              "webhook.former_key_id",
              "webhook.former_sealed");

  private WebhookStore() {}

  static void insert(Handle h, Endpoint row) {
    h.createUpdate(
            """
            insert into webhook (id, person, system, url, key_id, sealed, since)
            values (:id, :person, :system, :url, :key, :sealed, :since)
            """)
        .bind("id", row.id())
        .bind("person", row.person())
        .bind("system", row.system())
        .bind("url", row.url())
        .bind("key", row.secret().key())
        .bind("sealed", row.secret().text())
        .bind("since", row.since())
        .execute();
  }

  /** Those of somebody herself, the oldest first; two who add some wait for each other. */
  static List<Endpoint> lock(Handle h, String person) {
    // Of nobody known there is no row to lock, and nothing to add either.
    h.createQuery("select id from person where id = :person for update")
        .bind("person", person)
        .mapTo(String.class)
        .list();
    return of(h, person);
  }

  static List<Endpoint> of(Handle h, String person) {
    return h.createQuery(
            "select * from webhook where person = :person and system is null order by id")
        .bind("person", person)
        .map((r, c) -> row(r))
        .list();
  }

  static List<Endpoint> ofSystem(Handle h, String system) {
    return h.createQuery("select * from webhook where system = :system order by id")
        .bind("system", system)
        .map((r, c) -> row(r))
        .list();
  }

  /** Those of persons themselves that something may be posted to. */
  static List<Endpoint> ofPersons(Handle h, Collection<String> persons) {
    return h.createQuery(
            """
            select * from webhook
            where person = any(:persons) and system is null and ended is null order by id
            """)
        .bindArray("persons", String.class, persons.toArray())
        .map((r, c) -> row(r))
        .list();
  }

  /** Those of all systems that something may be posted to. */
  static List<Endpoint> ofSystems(Handle h) {
    return h.createQuery(
            "select * from webhook where system is not null and ended is null order by id")
        .map((r, c) -> row(r))
        .list();
  }

  /** One of somebody who has not left. */
  static Optional<Endpoint> find(Handle h, long id) {
    return h.createQuery(
            "select w.* from webhook w join person p on p.id = w.person and p.active where w.id = :id")
        .bind("id", id)
        .map((r, c) -> row(r))
        .findOne();
  }

  static void remove(Handle h, long id) {
    h.createUpdate("delete from webhook where id = :id").bind("id", id).execute();
  }

  static void end(Handle h, long id, Instant now) {
    h.createUpdate("update webhook set ended = :now where id = :id and ended is null")
        .bind("now", now)
        .bind("id", id)
        .execute();
  }

  /** Puts another secret in the place of the one that stands, which counts for a while. */
  static void change(Handle h, long id, Sealed secret, Instant formerUntil) {
    h.createUpdate(
            """
            update webhook set former_key_id = key_id, former_sealed = sealed,
              former_until = :until, key_id = :key, sealed = :sealed
            where id = :id
            """)
        .bind("until", formerUntil)
        .bind("key", secret.key())
        .bind("sealed", secret.text())
        .bind("id", id)
        .execute();
  }

  /** Keeps the same secret, sealed anew, unless it was changed meanwhile. */
  static void seal(Handle h, Endpoint of, Sealed secret) {
    h.createUpdate(
            """
            update webhook set key_id = :key, sealed = :sealed where id = :id and sealed = :before
            """)
        .bind("key", secret.key())
        .bind("sealed", secret.text())
        .bind("id", of.id())
        .bind("before", of.secret().text())
        .execute();
  }

  /** Removes what is of people who have left. */
  static void purge(Handle h) {
    h.createUpdate("delete from webhook where person not in (select id from person where active)")
        .execute();
  }

  private static Endpoint row(ResultSet r) throws SQLException {
    String former = r.getString("former_sealed");
    return new Endpoint(
        r.getLong("id"),
        r.getString("person"),
        r.getString("system"),
        r.getString("url"),
        new Sealed(r.getString("key_id"), r.getString("sealed")),
        former == null ? null : new Sealed(r.getString("former_key_id"), former),
        time(r, "former_until"),
        r.getObject("since", OffsetDateTime.class).toInstant(),
        time(r, "ended"));
  }

  private static @Nullable Instant time(ResultSet r, String column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
