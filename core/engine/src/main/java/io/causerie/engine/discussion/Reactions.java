package io.causerie.engine.discussion;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.people.Actors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Emoji given to posts and comments; each is a row, so no counter is ever fought over. */
public final class Reactions {
  private static final int MAX_NAMES = 10;
  private static final int MAX_LENGTH = 32;

  private Reactions() {}

  /**
   * @throws InvalidInputException if it is not one emoji
   */
  static String emoji(String text) {
    boolean symbol = false;
    boolean other = text.isEmpty() || text.length() > MAX_LENGTH;
    for (int cp : text.codePoints().toArray()) {
      int type = Character.getType(cp);
      boolean joins =
          cp == 0x200D || cp == 0xFE0F || cp == 0x20E3 || (cp >= 0xE0020 && cp <= 0xE007F);
      boolean keycap =
          text.indexOf(0x20E3) > 0 && (cp == '#' || cp == '*' || Character.isDigit(cp));
      symbol |= type == Character.OTHER_SYMBOL || keycap || cp >= 0x1F000;
      other |=
          !(joins
              || keycap
              || type == Character.OTHER_SYMBOL
              || type == Character.MODIFIER_SYMBOL
              || type == Character.MATH_SYMBOL
              // Emoji newer than this JDK's Unicode.
              || (cp >= 0x1F000 && cp <= 0x1FAFF));
    }
    if (other || !symbol) {
      throw new InvalidInputException("emoji", "a reaction is one emoji, for instance 👍");
    }
    return text;
  }

  /** Returns whether it was not given before. */
  static boolean give(Handle h, long item, String emoji, String person, Instant now) {
    return h.createUpdate(
                """
                insert into reaction (item, emoji, person, given)
                values (:item, :emoji, :person, :now) on conflict do nothing
                """)
            .bind("item", item)
            .bind("emoji", emoji(emoji))
            .bind("person", person)
            .bind("now", now)
            .execute()
        == 1;
  }

  static boolean take(Handle h, long item, String emoji, String person) {
    return h.createUpdate(
                "delete from reaction where item = :item and emoji = :emoji and person = :person")
            .bind("item", item)
            .bind("emoji", emoji(emoji))
            .bind("person", person)
            .execute()
        == 1;
  }

  /** The reactions of some items, as one reader sees them. */
  public static Map<Long, List<ReactionView>> of(
      Handle h, Collection<Long> items, String reader, Actors actors) {
    Map<Long, Map<String, List<String>>> given = new HashMap<>();
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
                      .computeIfAbsent(r.getString("emoji"), k -> new ArrayList<>())
                      .add(r.getString("person")))
          .list();
    }
    Map<Long, List<ReactionView>> views = new HashMap<>();
    given.forEach(
        (item, emojis) -> {
          List<ReactionView> list = new ArrayList<>();
          emojis.forEach(
              (emoji, persons) ->
                  list.add(
                      new ReactionView(
                          emoji,
                          persons.size(),
                          persons.contains(reader),
                          persons.stream()
                              .limit(MAX_NAMES)
                              .map(p -> actors.person(p).name())
                              .toList())));
          views.put(item, list);
        });
    return views;
  }
}
