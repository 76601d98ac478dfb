package io.causerie.engine.record;

import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import java.util.Collection;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What a reader has not seen of a record: what others wrote or changed behind her mark. An item is
 * a post or a comment, by its id.
 */
public final class UnreadItems {
  private static final String ITEMS =
      """
      select distinct coalesce(l.note_id, l.activity_id) as item
      from journal l
      join activity a on a.id = l.activity_id
      left join note n on n.id = l.note_id
      left join source_actor s on s.id = l.source_actor
      where l.record_id = :record
        and l.position > coalesce((select m.position from read_mark m
          where m.person = :person and m.record_id = :record), 0)
        and l.what in (0, 1, 3)
        and a.removed is null and n.removed is null
        and coalesce(l.person, s.person, '') <> :person
      """;

  private UnreadItems() {}

  /** How many there are that she may read, at most {@code most}. */
  static int count(Handle h, Standing standing, int most) {
    Query waiting =
        h.createQuery(
            "select count(*) from (" + ITEMS + " and " + Reach.sql("a") + " limit :most) u");
    return standing
        .reach()
        .bind(waiting)
        .bind("record", standing.record())
        .bind("person", standing.person())
        .bind("most", most)
        .mapTo(Integer.class)
        .one();
  }

  /**
   * Which of some posts, and of their comments, a person has not seen.
   *
   * @param record the record of all of them
   * @param activities posts that she may read: their comments have the same audience
   */
  public static Set<Long> of(Handle h, String person, long record, Collection<Long> activities) {
    if (activities.isEmpty()) {
      return Set.of();
    }
    return h.createQuery(ITEMS + " and l.activity_id = any(:activities)")
        .bind("record", record)
        .bind("person", person)
        .bindArray("activities", Long.class, activities.toArray())
        .mapTo(Long.class)
        .set();
  }
}
