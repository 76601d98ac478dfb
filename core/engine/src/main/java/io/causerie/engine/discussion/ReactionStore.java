package io.causerie.engine.discussion;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Rows of reactions. */
final class ReactionStore {
  private ReactionStore() {}

  /** The emoji of an item, each with whether a person has given it. */
  static Map<String, Boolean> given(Handle h, long item, String person) {
    Map<String, Boolean> given = new HashMap<>();
    h.createQuery(
            """
            select emoji, max(case when person = :person then 1 else 0 end) as mine
            from reaction where item = :item group by emoji
            """)
        .bind("item", item)
        .bind("person", person)
        .map((r, c) -> Map.entry(r.getString("emoji"), r.getInt("mine") == 1))
        .forEach(e -> given.put(e.getKey(), e.getValue()));
    return given;
  }

  /** Adds one; returns whether it was not there before. */
  static boolean insert(Handle h, long item, Emoji emoji, String person, Instant now) {
    return h.createUpdate(
                """
                insert into reaction (item, emoji, person, given)
                values (:item, :emoji, :person, :now) on conflict do nothing
                """)
            .bind("item", item)
            .bind("emoji", emoji.bare())
            .bind("person", person)
            .bind("now", now)
            .execute()
        == 1;
  }

  /** Removes one; returns whether it was there. */
  static boolean delete(Handle h, long item, Emoji emoji, String person) {
    return h.createUpdate(
                "delete from reaction where item = :item and emoji = :emoji and person = :person")
            .bind("item", item)
            .bind("emoji", emoji.bare())
            .bind("person", person)
            .execute()
        == 1;
  }
}
