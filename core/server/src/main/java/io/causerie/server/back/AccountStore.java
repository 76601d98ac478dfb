package io.causerie.server.back;

import io.causerie.engine.store.Holdings;
import io.causerie.server.seal.Seal.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of accounts that people have connected, and of those who are about to. */
final class AccountStore {
  static final Holdings HOLDINGS =
      Holdings.none()
          .gone("server_account.person", "server_account_wish.person")
          .stays(
              "goes with its person",
              "server_account.identity",
              "server_account.name",
              "server_account.system",
              "server_account.key_id",
              "server_account.sealed",
              "server_account_wish.digest",
              "server_account_wish.system",
              "server_account_wish.key_id",
              "server_account_wish.sealed");

  private AccountStore() {}

  /**
   * @param refused since when the system does not accept it
   */
  record Row(
      String person,
      String system,
      String identity,
      String name,
      Sealed grant,
      Instant connected,
      @Nullable Instant refused) {}

  static void put(Handle h, Row row) {
    remove(h, row.person(), row.system());
    h.createUpdate(
            """
            insert into server_account (person, system, identity, name, key_id, sealed, connected)
            values (:person, :system, :identity, :name, :key, :sealed, :connected)
            """)
        .bind("person", row.person())
        .bind("system", row.system())
        .bind("identity", row.identity())
        .bind("name", row.name())
        .bind("key", row.grant().key())
        .bind("sealed", row.grant().text())
        .bind("connected", row.connected())
        .execute();
  }

  static void remove(Handle h, String person, String system) {
    h.createUpdate("delete from server_account where person = :person and system = :system")
        .bind("person", person)
        .bind("system", system)
        .execute();
  }

  /** Those of somebody who has not left. */
  static List<Row> of(Handle h, String person) {
    return h.createQuery(
            """
            select a.* from server_account a join person p on p.id = a.person and p.active
            where a.person = :person order by a.system
            """)
        .bind("person", person)
        .map((r, c) -> row(r))
        .list();
  }

  static void seal(Handle h, String person, String system, Sealed grant) {
    h.createUpdate(
            """
            update server_account set key_id = :key, sealed = :sealed
            where person = :person and system = :system
            """)
        .bind("key", grant.key())
        .bind("sealed", grant.text())
        .bind("person", person)
        .bind("system", system)
        .execute();
  }

  static void refuse(Handle h, String person, String system, Instant now) {
    h.createUpdate(
            """
            update server_account set refused = :now
            where person = :person and system = :system and refused is null
            """)
        .bind("now", now)
        .bind("person", person)
        .bind("system", system)
        .execute();
  }

  /** What somebody has begun. */
  record Wish(String person, String system, Sealed verifier) {}

  static void wish(Handle h, String digest, Wish wish, Instant expires) {
    h.createUpdate(
            """
            insert into server_account_wish (digest, person, system, key_id, sealed, expires)
            values (:digest, :person, :system, :key, :sealed, :expires)
            """)
        .bind("digest", digest)
        .bind("person", wish.person())
        .bind("system", wish.system())
        .bind("key", wish.verifier().key())
        .bind("sealed", wish.verifier().text())
        .bind("expires", expires)
        .execute();
  }

  /** Takes what somebody has begun; it is there once. */
  static Optional<Wish> take(Handle h, String digest, String person, Instant now) {
    Optional<Wish> wish =
        h.createQuery(
                """
                select * from server_account_wish
                where digest = :digest and person = :person and expires > :now for update
                """)
            .bind("digest", digest)
            .bind("person", person)
            .bind("now", now)
            .map(
                (r, c) ->
                    new Wish(
                        r.getString("person"),
                        r.getString("system"),
                        new Sealed(r.getString("key_id"), r.getString("sealed"))))
            .findOne();
    h.createUpdate("delete from server_account_wish where digest = :digest and person = :person")
        .bind("digest", digest)
        .bind("person", person)
        .execute();
    return wish;
  }

  /** Whether somebody else is known to be that user of a system. */
  static boolean isAnothers(Handle h, String person, String system, String identity) {
    return h.createQuery(
                """
                select count(*) from identity
                where system = :system and source_id = :id and person <> :person
                """)
            .bind("system", system)
            .bind("id", identity)
            .bind("person", person)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  /** Removes what was begun and not ended, and what is of people who have left. */
  static void purge(Handle h, Instant now) {
    h.createUpdate("delete from server_account_wish where expires < :now")
        .bind("now", now)
        .execute();
    h.createUpdate(
            "delete from server_account where person not in (select id from person where active)")
        .execute();
  }

  private static Row row(ResultSet r) throws SQLException {
    OffsetDateTime refused = r.getObject("refused", OffsetDateTime.class);
    return new Row(
        r.getString("person"),
        r.getString("system"),
        r.getString("identity"),
        r.getString("name"),
        new Sealed(r.getString("key_id"), r.getString("sealed")),
        r.getObject("connected", OffsetDateTime.class).toInstant(),
        refused == null ? null : refused.toInstant());
  }
}
