package io.causerie.engine.discussion;

import io.causerie.model.Coded;
import io.causerie.model.Lane;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is asked of others' rows for what stands in systems as well. */
final class CopySql {
  private CopySql() {}

  /** The keys of persons among the users of a system; the first of several. */
  static Map<String, String> identities(Handle h, String system, Collection<String> persons) {
    Map<String, String> keys = new HashMap<>();
    h.createQuery(
            """
            select person, min(source_id) as source_id from identity
            where system = :system and person = any(:persons) group by person
            """)
        .bind("system", system)
        .bindArray("persons", String.class, persons.toArray())
        .map((r, c) -> Map.entry(r.getString("person"), r.getString("source_id")))
        .forEach(key -> keys.put(key.getKey(), key.getValue()));
    return keys;
  }

  /** The language that somebody reads. */
  static Optional<String> language(Handle h, String person) {
    return h.createQuery("select language from person where id = :id and language is not null")
        .bind("id", person)
        .mapTo(String.class)
        .findOne();
  }

  /**
   * Where a post or a comment stands here.
   *
   * @param note absent: it is the post
   */
  record Place(long record, long activity, @Nullable Long note, Lane lane, long audience) {}

  static List<Place> places(Handle h, Collection<Long> items) {
    return items.isEmpty()
        ? List.of()
        : h.createQuery(
                """
                select a.record_id, a.id, n.id as note, a.lane, a.audience_id
                from note n join activity a on a.id = n.activity_id where n.id = any(:items)
                union all
                select a.record_id, a.id, cast(null as bigint), a.lane, a.audience_id
                from activity a where a.id = any(:items)
                """)
            .bindArray("items", Long.class, items.toArray())
            .map(
                (r, c) ->
                    new Place(
                        r.getLong("record_id"),
                        r.getLong("id"),
                        r.getObject("note", Long.class),
                        Coded.of(Lane.class, r.getInt("lane")),
                        r.getLong("audience_id")))
            .list();
  }
}
