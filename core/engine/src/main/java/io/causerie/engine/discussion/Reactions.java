package io.causerie.engine.discussion;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.people.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Emoji given to posts and comments; each is a row, so no counter is ever fought over. */
public final class Reactions {
  private static final int MAX_NAMES = 10;

  /** Different emoji that one person may give to one item. */
  static final int MAX_OF_PERSON = 10;

  /** Different emoji that one item may have. */
  static final int MAX_OF_ITEM = 50;

  private Reactions() {}

  /**
   * Returns whether it was not given before. The caller holds a lock of the item, so that the
   * bounds hold.
   *
   * @throws InvalidInputException if the person has given the item as many as she may, or the item
   *     has as many different ones as it may
   */
  static boolean give(Handle h, long item, Emoji emoji, String person, Instant now) {
    List<String> given =
        h.createQuery(
                """
                select emoji, max(case when person = :person then 1 else 0 end) as mine
                from reaction where item = :item group by emoji
                """)
            .bind("item", item)
            .bind("person", person)
            .map((r, c) -> (r.getInt("mine") == 1 ? "+" : "-") + r.getString("emoji"))
            .list();
    if (given.contains("+" + emoji.bare())) {
      return false;
    }
    if (given.stream().filter(e -> e.startsWith("+")).count() >= MAX_OF_PERSON) {
      throw new InvalidInputException(
          "emoji", "you have given it %d emoji already; take one back".formatted(MAX_OF_PERSON));
    }
    if (!given.contains("-" + emoji.bare()) && given.size() >= MAX_OF_ITEM) {
      throw new InvalidInputException(
          "emoji", "it has %d different emoji already; join one of them".formatted(MAX_OF_ITEM));
    }
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

  static boolean take(Handle h, long item, Emoji emoji, String person) {
    return h.createUpdate(
                "delete from reaction where item = :item and emoji = :emoji and person = :person")
            .bind("item", item)
            .bind("emoji", emoji.bare())
            .bind("person", person)
            .execute()
        == 1;
  }

  /** The reactions of some items, as somebody sees them who gave none. */
  public static Map<Long, List<ReactionView>> of(Handle h, Collection<Long> items, Names names) {
    Map<Long, Map<String, Set<String>>> given = new HashMap<>();
    if (!items.isEmpty()) {
      h.createQuery(
              """
              select item, emoji, person from reaction where item = any(:items)
              order by given, person
              """)
          .bindArray("items", Long.class, items.toArray())
          .map(
              (r, c) ->
                  given
                      .computeIfAbsent(r.getLong("item"), k -> new LinkedHashMap<>())
                      .computeIfAbsent(r.getString("emoji"), k -> new LinkedHashSet<>())
                      .add(r.getString("person")))
          .list();
    }
    names.know(
        given.values().stream()
            .flatMap(emojis -> emojis.values().stream())
            .flatMap(persons -> persons.stream().limit(MAX_NAMES)));
    Map<Long, List<ReactionView>> views = new HashMap<>();
    given.forEach(
        (item, emojis) -> {
          List<ReactionView> list = new ArrayList<>();
          emojis.forEach(
              (emoji, persons) ->
                  list.add(
                      new ReactionView(
                          Emoji.kept(emoji).shown(),
                          persons,
                          false,
                          persons.stream()
                              .limit(MAX_NAMES)
                              .map(p -> names.person(p).name())
                              .toList())));
          views.put(item, list);
        });
    return views;
  }
}
