package io.causerie.engine.discussion;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which post or comment is which comment of a source, and the other way round. Whoever brings a
 * comment into a source says so here in the transaction in which its delivery is settled, or
 * before: an event that brings it back is known by it. Statements within the caller's transaction.
 */
public final class CounterpartStore {
  private CounterpartStore() {}

  /**
   * A comment that stands here and in a source.
   *
   * @param item the post or the comment here
   * @param externalId its key in the source
   * @param here whether it was written here, and brought there
   * @param sent the words that were brought there last; absent where that is not known
   */
  public record Counterpart(
      long item, String system, String externalId, boolean here, @Nullable String sent) {}

  /**
   * Notes that something that was written here stands in a source, too; said again, it changes
   * nothing but the words.
   *
   * @param sent the words as they were brought there; absent where that is not known
   * @return what stands here for that comment of the source: another one, where that came first
   */
  public static long brought(
      Handle h, long item, String system, String externalId, @Nullable String sent) {
    add(h, new Counterpart(item, system, externalId, true, sent));
    if (sent != null) {
      h.createUpdate(
              """
              update counterpart set sent = :sent
              where system = :system and external_id = :externalId and item = :item and here
              """)
          .bind("sent", sent)
          .bind("system", system)
          .bind("externalId", externalId)
          .bind("item", item)
          .execute();
    }
    return find(h, system, externalId).orElseThrow().item();
  }

  static void add(Handle h, Counterpart counterpart) {
    h.createUpdate(
            """
            insert into counterpart (item, system, external_id, here, sent)
            values (:item, :system, :externalId, :here, :sent) on conflict do nothing
            """)
        .bind("item", counterpart.item())
        .bind("system", counterpart.system())
        .bind("externalId", counterpart.externalId())
        .bind("here", counterpart.here())
        .bind("sent", counterpart.sent())
        .execute();
  }

  /** What a comment of a source is here. */
  public static Optional<Counterpart> find(Handle h, String system, String externalId) {
    return h.createQuery(
            """
            select item, system, external_id, here, sent from counterpart
            where system = :system and external_id = :externalId
            """)
        .bind("system", system)
        .bind("externalId", externalId)
        .map(
            (r, c) ->
                new Counterpart(
                    r.getLong("item"),
                    r.getString("system"),
                    r.getString("external_id"),
                    r.getBoolean("here"),
                    r.getString("sent")))
        .findOne();
  }

  /** What some posts and comments are in sources, by item. */
  public static Map<Long, List<Counterpart>> of(Handle h, Collection<Long> items) {
    Map<Long, List<Counterpart>> found = new HashMap<>();
    if (items.isEmpty()) {
      return found;
    }
    h.createQuery(
            """
            select item, system, external_id, here, sent from counterpart
            where item = any(:items) order by system, external_id
            """)
        .bindArray("items", Long.class, items.toArray())
        .map(
            (r, c) ->
                new Counterpart(
                    r.getLong("item"),
                    r.getString("system"),
                    r.getString("external_id"),
                    r.getBoolean("here"),
                    r.getString("sent")))
        .forEach(c -> found.computeIfAbsent(c.item(), i -> new java.util.ArrayList<>()).add(c));
    return found;
  }
}
