package io.causerie.engine.people;

import io.causerie.engine.people.SourceUsers.Named;
import io.causerie.engine.people.SourceUsers.Show;
import io.causerie.engine.store.Cursor;
import io.causerie.model.MailAddress;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of users of source systems, as operators see them. */
final class SourceUserStore {
  private static final int MOST_PERSONS = 20;
  private static final String BY_OPERATOR =
      """
      exists (select 1 from origin_identity i where i.origin = 'operator:operator'
        and i.system = a.system and i.source_id = a.source_id)
      """;

  private SourceUserStore() {}

  /** A user. */
  record Row(
      long id,
      String system,
      String user,
      @Nullable String name,
      @Nullable String email,
      @Nullable String address,
      Instant told,
      @Nullable Named person) {}

  /** A user whose row this transaction holds. */
  record Held(Said.Key key, @Nullable String person) {}

  static List<Row> page(
      Handle h,
      Show show,
      @Nullable String system,
      @Nullable String query,
      @Nullable Cursor before,
      int limit) {
    StringBuilder where = new StringBuilder();
    where.append(
        switch (show) {
          case UNKNOWN -> "a.person is null";
          case MAPPED -> BY_OPERATOR;
        });
    if (system != null) {
      where.append(" and a.system = :system");
    }
    if (query != null) {
      where.append(
          """
           and (a.match_key like :like escape '!' or lower(a.name) like :like escape '!'
            or a.address = :address)
          """);
    }
    if (before != null) {
      where.append(" and (a.told < :told or (a.told = :told and a.id < :id))");
    }
    return h.createQuery(
            "select a.*, p.name as person_name from source_actor a"
                + " left join person p on p.id = a.person where "
                + where
                + " order by a.told desc, a.id desc limit :limit")
        .bind("system", system)
        .bind("like", query == null ? null : like(query))
        .bind("address", query == null ? null : MailAddress.folded(query))
        .bind("told", before == null ? null : before.published())
        .bind("id", before == null ? null : before.id())
        .bind("limit", limit)
        .map(
            (r, c) -> {
              String person = r.getString("person");
              return new Row(
                  r.getLong("id"),
                  r.getString("system"),
                  r.getString("source_id"),
                  r.getString("name"),
                  r.getString("email"),
                  r.getString("address"),
                  r.getObject("told", OffsetDateTime.class).toInstant(),
                  person == null ? null : new Named(person, r.getString("person_name")));
            })
        .list();
  }

  private static String like(String query) {
    return "%" + query.strip().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
  }

  /** How many posts tell of what each did. */
  static Map<Long, Long> posts(Handle h, List<Row> rows) {
    Map<Long, Long> posts = new HashMap<>();
    h.createQuery(
            """
            select source_actor, count(*) from activity where source_actor = any(:ids)
            group by source_actor
            """)
        .bindArray("ids", Long.class, rows.stream().map(Row::id).toArray())
        .map((r, c) -> Map.entry(r.getLong(1), r.getLong(2)))
        .forEach(e -> posts.put(e.getKey(), e.getValue()));
    return posts;
  }

  /** Active persons with the address or the name of each. */
  static Map<Long, List<Named>> suggestions(Handle h, List<Row> rows) {
    record Found(Named person, @Nullable String address) {}
    List<Found> found =
        h.createQuery(
                """
                select id, name, address from person
                where active and (address = any(:addresses) or lower(name) = any(:names))
                order by name, id
                """)
            .bindArray(
                "addresses",
                String.class,
                rows.stream().map(Row::address).filter(a -> a != null).toArray())
            .bindArray(
                "names", String.class, rows.stream().map(r -> small(r.name())).distinct().toArray())
            .map(
                (r, c) ->
                    new Found(
                        new Named(r.getString("id"), r.getString("name")), r.getString("address")))
            .list();
    Map<Long, List<Named>> suggestions = new HashMap<>();
    for (Row row : rows) {
      List<Named> of = new ArrayList<>();
      for (Found one : found) {
        boolean same = row.address() != null && row.address().equals(one.address());
        if (same || small(one.person().name()).equals(small(row.name()))) {
          of.add(one.person());
        }
      }
      suggestions.put(row.id(), of);
    }
    return suggestions;
  }

  private static String small(@Nullable String name) {
    return name == null ? "" : name.toLowerCase(Locale.ROOT);
  }

  static List<Named> persons(Handle h, String query) {
    return h.createQuery(
            """
            select id, name from person
            where active and (lower(name) like :like escape '!' or lower(id) like :like escape '!'
              or address = :address)
            order by name, id limit :most
            """)
        .bind("like", like(query))
        .bind("address", MailAddress.folded(query))
        .bind("most", MOST_PERSONS)
        .map((r, c) -> new Named(r.getString("id"), r.getString("name")))
        .list();
  }

  static Optional<Held> hold(Handle h, long id) {
    return h.createQuery(
            "select system, source_id, person from source_actor where id = :id for update")
        .bind("id", id)
        .map(
            (r, c) ->
                new Held(
                    new Said.Key(r.getString("system"), r.getString("source_id")),
                    r.getString("person")))
        .findOne();
  }

  static boolean isPerson(Handle h, String person) {
    return h.createQuery("select count(*) from person where id = :id and not erased")
            .bind("id", person)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  static Optional<String> owner(Handle h, Said.Key key) {
    return h.createQuery("select person from identity where system = :system and source_id = :id")
        .bind("system", key.system())
        .bind("id", key.id())
        .mapTo(String.class)
        .findOne();
  }

  /** Writes down what an operator says. */
  static void say(Handle h, Said.Key key, String person) {
    takeBack(h, key);
    h.createUpdate(
            """
            insert into origin_identity (origin, system, source_id, subject)
            values (:origin, :system, :id, :person)
            """)
        .bind("origin", Origin.OPERATOR.code())
        .bind("system", key.system())
        .bind("id", key.id())
        .bind("person", person)
        .execute();
  }

  /** Whom an operator had named, who is named no more. */
  static Optional<String> takeBack(Handle h, Said.Key key) {
    Optional<String> person = OriginStore.saidBy(h, Origin.OPERATOR, key);
    h.createUpdate(
            """
            delete from origin_identity
            where origin = :origin and system = :system and source_id = :id
            """)
        .bind("origin", Origin.OPERATOR.code())
        .bind("system", key.system())
        .bind("id", key.id())
        .execute();
    return person;
  }

  static void join(Handle h, long id, String person) {
    h.createUpdate("update source_actor set person = :person where id = :id")
        .bind("person", person)
        .bind("id", id)
        .execute();
  }

  static void part(Handle h, Said.Key key, String person) {
    h.createUpdate(
            """
            update source_actor set person = null
            where system = :system and match_key = :match and person = :person
            """)
        .bind("system", key.system())
        .bind("match", SourceActors.matchKey(key.id()))
        .bind("person", person)
        .execute();
  }
}
