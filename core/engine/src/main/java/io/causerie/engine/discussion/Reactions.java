package io.causerie.engine.discussion;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.people.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
    Map<String, Boolean> given = ReactionStore.given(h, item, person);
    Boolean mine = given.get(emoji.bare());
    if (Boolean.TRUE.equals(mine)) {
      return false;
    }
    if (given.values().stream().filter(m -> m).count() >= MAX_OF_PERSON) {
      throw new InvalidInputException(
          "emoji", "you have given it %d emoji already; take one back".formatted(MAX_OF_PERSON));
    }
    if (mine == null && given.size() >= MAX_OF_ITEM) {
      throw new InvalidInputException(
          "emoji", "it has %d different emoji already; join one of them".formatted(MAX_OF_ITEM));
    }
    return ReactionStore.insert(h, item, emoji, person, now);
  }

  /** As somebody sees them who gave none. */
  static Map<Long, List<ReactionView>> views(
      Map<Long, Map<String, Set<String>>> given, Names names) {
    names.load(
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
