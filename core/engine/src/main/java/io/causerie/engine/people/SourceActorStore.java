package io.causerie.engine.people;

import io.causerie.engine.people.SourceActors.Key;
import io.causerie.engine.people.SourceActors.Row;
import io.causerie.engine.people.SourceActors.Said;
import io.causerie.engine.people.SourceActors.Stored;
import io.causerie.engine.store.Erased;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of users of source systems. */
final class SourceActorStore {
  private SourceActorStore() {}

  static Map<Key, Stored> find(Handle h, Collection<Key> keys) {
    Map<Key, Stored> rows = new HashMap<>();
    h.createQuery(
            """
            select a.id, a.system, a.source_id, a.person, a.name, a.email, a.told, p.erased
            from source_actor a left join person p on p.id = a.person
            where a.source_id = any(:ids) and a.system = any(:systems)
            """)
        .bindArray("ids", String.class, keys.stream().map(Key::id).distinct().toArray())
        .bindArray("systems", String.class, keys.stream().map(Key::system).distinct().toArray())
        .map(
            (r, c) ->
                Map.entry(
                    new Key(r.getString("system"), r.getString("source_id")),
                    new Stored(
                        new Row(r.getLong("id"), r.getString("person")),
                        r.getString("name"),
                        r.getString("email"),
                        r.getObject("told", OffsetDateTime.class).toInstant(),
                        r.getBoolean("erased"))))
        .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
    return rows;
  }

  /** Adds an actor, unless another transaction has. */
  static void insert(Handle h, long id, Key key, Said said) {
    h.createUpdate(
            """
            insert into source_actor (id, system, source_id, match_key, name, email, address, told)
            values (:id, :system, :source, :match, :name, :email, :address, :told)
            on conflict do nothing
            """)
        .bind("id", id)
        .bind("system", key.system())
        .bind("source", key.id())
        .bind("match", SourceActors.matchKey(key.id()))
        .bind("name", said.actor().name())
        .bind("email", said.actor().email())
        .bind("address", OriginStore.folded(said.actor().email()))
        .bind("told", said.at())
        .execute();
  }

  static void update(Handle h, long row, Said said) {
    h.createUpdate(
            """
            update source_actor set name = coalesce(:name, name), email = coalesce(:email, email),
              address = coalesce(:address, address), told = :told
            where id = :id
            """)
        .bind("name", said.actor().name())
        .bind("email", said.actor().email())
        .bind("address", OriginStore.folded(said.actor().email()))
        .bind("told", said.at())
        .bind("id", row)
        .execute();
  }

  /**
   * Matches the given rows, or all that are matched to nobody, by what the source calls them.
   *
   * @return how many were matched
   */
  static int matchByName(Handle h, @Nullable List<Long> rows) {
    int matched = 0;
    // As it is written first: a system may tell small letters from capital ones after all.
    for (String same :
        List.of("i.source_id = source_actor.source_id", "i.match_key = source_actor.match_key")) {
      String of = " from identity i where i.system = source_actor.system and " + same;
      matched +=
          h.createUpdate(
                  "update source_actor set person = (select min(i.person)"
                      + of
                      + ") where person is null and 1 = (select count(distinct i.person)"
                      + of
                      + ")"
                      + which(rows))
              .bindArray("rows", Long.class, ids(rows))
              .execute();
    }
    return matched;
  }

  /** The same by address, for systems that are trusted with it. */
  static int matchByEmail(Handle h, Set<String> systems, @Nullable List<Long> rows) {
    String of = " from person p where p.address = source_actor.address and p.active";
    return h.createUpdate(
            "update source_actor set person = (select min(p.id)"
                + of
                + ") where person is null and address is not null and system = any(:systems)"
                + " and 1 = (select count(*)"
                + of
                + ")"
                + which(rows))
        .bindArray("systems", String.class, systems.toArray())
        .bindArray("rows", Long.class, ids(rows))
        .execute();
  }

  private static String which(@Nullable List<Long> rows) {
    return rows == null ? "" : " and id = any(:rows)";
  }

  private static Object[] ids(@Nullable List<Long> rows) {
    return rows == null ? new Object[0] : rows.toArray();
  }

  /** Her users of source systems stay hers, so that no later event tells her name anew. */
  static void erase(Handle h, Erased person) {
    h.createUpdate(
            """
            update source_actor set person = :pseudonym, name = null, email = null, address = null
            where person = :id
            """)
        .bind("pseudonym", person.pseudonym())
        .bind("id", person.id())
        .execute();
  }
}
