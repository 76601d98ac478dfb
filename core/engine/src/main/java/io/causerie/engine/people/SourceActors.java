package io.causerie.engine.people;

import io.causerie.engine.outbox.Outbox;
import io.causerie.engine.store.Ids;
import io.causerie.model.SourceActor;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Users of source systems as their events name them. An actor that nobody is matched to is shown as
 * the source calls her; when an identity explains her later she is joined, and all her posts show
 * the person, without being rewritten.
 */
public final class SourceActors {
  /** The job that joins actors; its subject is a system, or empty for all. */
  public static final String JOIN = "join-actors";

  private final Ids ids;
  private final Outbox outbox;
  private final Set<String> matchedByEmail;

  public SourceActors(Ids ids, Outbox outbox, Set<String> matchedByEmail) {
    this.ids = ids;
    this.outbox = outbox;
    this.matchedByEmail = Set.copyOf(matchedByEmail);
    outbox.handle(JOIN, (h, subject) -> join(h));
  }

  /** An actor's row, and who she is if that is known. */
  public record Row(long id, @Nullable String person) {}

  /** The key of an actor. */
  public record Key(String system, String id) {}

  /** Finds or makes the rows of actors of one group of events; names follow the newest event. */
  public Map<Key, Row> resolve(Handle h, Map<Key, SourceActor> actors) {
    if (actors.isEmpty()) {
      return Map.of();
    }
    Map<Key, Row> rows = select(h, actors.keySet());
    boolean added = false;
    for (var entry : new java.util.TreeMap<>(byText(actors)).entrySet()) {
      Key key = entry.getValue();
      if (!rows.containsKey(key)) {
        SourceActor actor = actors.get(key);
        h.createUpdate(
                """
                insert into source_actor (id, system, source_id, name, email)
                values (:id, :system, :source, :name, :email) on conflict do nothing
                """)
            .bind("id", ids.next())
            .bind("system", key.system())
            .bind("source", key.id())
            .bind("name", actor == null ? null : actor.name())
            .bind("email", actor == null ? null : actor.email())
            .execute();
        added = true;
      }
    }
    if (!added) {
      return rows;
    }
    join(h);
    return select(h, actors.keySet());
  }

  private static Map<String, Key> byText(Map<Key, SourceActor> actors) {
    Map<String, Key> sorted = new HashMap<>();
    actors.keySet().forEach(key -> sorted.put(key.system() + "\n" + key.id(), key));
    return sorted;
  }

  private static Map<Key, Row> select(Handle h, Collection<Key> keys) {
    Map<Key, Row> rows = new HashMap<>();
    h.createQuery(
            """
            select id, system, source_id, person from source_actor
            where source_id = any(:ids) and system = any(:systems)
            """)
        .bindArray("ids", String.class, keys.stream().map(Key::id).distinct().toArray())
        .bindArray("systems", String.class, keys.stream().map(Key::system).distinct().toArray())
        .map(
            (r, c) ->
                Map.entry(
                    new Key(r.getString("system"), r.getString("source_id")),
                    new Row(r.getLong("id"), r.getString("person"))))
        .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
    return rows;
  }

  void joinLater(Handle h) {
    outbox.add(h, JOIN, "");
  }

  private void join(Handle h) {
    h.execute(
        """
        update source_actor set person = (
          select i.person from identity i
          where i.system = source_actor.system and i.source_id = source_actor.source_id)
        where person is null and exists (
          select 1 from identity i
          where i.system = source_actor.system and i.source_id = source_actor.source_id)
        """);
    if (!matchedByEmail.isEmpty()) {
      h.createUpdate(
              """
              update source_actor set person = (
                select min(p.id) from person p where lower(p.email) = lower(source_actor.email)
                  and p.active)
              where person is null and email is not null and system = any(:systems)
                and (select count(*) from person p
                     where lower(p.email) = lower(source_actor.email) and p.active) = 1
              """)
          .bindArray("systems", String.class, matchedByEmail.toArray())
          .execute();
    }
  }

  /** The names of actors nobody is matched to, by row. */
  public static Map<Long, ActorRow> names(Handle h, Collection<Long> rows) {
    Map<Long, ActorRow> names = new HashMap<>();
    if (!rows.isEmpty()) {
      h.createQuery("select id, source_id, name, person from source_actor where id = any(:ids)")
          .bindArray("ids", Long.class, rows.toArray())
          .map(
              (r, c) ->
                  Map.entry(
                      r.getLong("id"),
                      new ActorRow(
                          r.getString("person"),
                          r.getString("name") == null
                              ? r.getString("source_id")
                              : r.getString("name"))))
          .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
    }
    return names;
  }

  /** Who an actor is: a person, or just a name. */
  public record ActorRow(@Nullable String person, String name) {}
}
