package io.causerie.engine.record;

import io.causerie.engine.access.Standing;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.store.ShortList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What a reader has not seen of a record: what others wrote or changed behind her mark. An item is
 * a post or a comment, by its id.
 */
public final class UnreadStore {
  /** That something was written or changed. */
  private static final String WRITTEN =
      Stream.of(What.POSTED, What.UPDATED, What.NOTED)
          .map(what -> String.valueOf(what.code()))
          .collect(Collectors.joining(", "));

  /** Of one record; binds {@code record} and {@code person}, reads activities as {@code a}. */
  static final String ITEMS =
      """
      select distinct coalesce(l.note_id, l.activity_id) as item
      from journal l
      join activity a on a.id = l.activity_id
      left join note n on n.id = l.note_id
      left join source_actor s on s.id = l.source_actor
      where l.record_id = :record
        and l.position > coalesce((select m.position from read_mark m
          where m.person = :person and m.record_id = :record), 0)
        and l.what in (%s)
        and a.removed is null and n.removed is null
        and coalesce(l.person, s.person, '') <> :person
      """
          .formatted(WRITTEN);

  /** So far back is looked for what somebody among many has not seen. */
  private static final int LINES = 500;

  private UnreadStore() {}

  /**
   * Ids of what a person has not seen of some posts and their comments.
   *
   * @param activities posts that she may read: their comments have the same audience
   */
  public static Set<Long> of(Handle h, Standing reader, Collection<Long> activities) {
    return activities.isEmpty()
        ? Set.of()
        : h.createQuery(ITEMS + "and l.activity_id = any(:activities)")
            .bind("record", reader.record())
            .bind("person", reader.person())
            .bindArray("activities", Long.class, activities.toArray())
            .mapTo(Long.class)
            .set();
  }

  /** Lines of some posts and their comments that a person has not seen. */
  static Lines after(Handle h, Standing reader, Collection<Long> activities) {
    long seen = reader.progress().seen();
    if (activities.isEmpty()) {
      return new Lines(seen, List.of());
    }
    return new Lines(
        seen,
        ShortList.query(
                h,
                """
                select coalesce(l.note_id, l.activity_id) as item,
                  coalesce(l.person, s.person, '') as person, max(l.position) as position
                from journal l
                join activity a on a.id = l.activity_id
                left join note n on n.id = l.note_id
                left join source_actor s on s.id = l.source_actor
                where l.record_id = :record and l.position > :seen
                  and l.activity_id = any(:activities) and l.what in (%s) and a.removed is null and n.removed is null
                group by coalesce(l.note_id, l.activity_id), coalesce(l.person, s.person, '')
                """
                    .formatted(WRITTEN),
                ShortList.numbers("activities", activities))
            .bind("record", reader.record())
            .bind("seen", seen)
            .map(Line::of)
            .list());
  }

  /** Moves a reader's mark forward; never back. */
  static void seen(Handle h, Standing reader, long position) {
    if (forward(h, reader, position) == 0) {
      h.createUpdate(
              """
              insert into read_mark (person, record_id, position)
              values (:person, :record, :position) on conflict do nothing
              """)
          .bind("person", reader.person())
          .bind("record", reader.record())
          .bind("position", position)
          .execute();
      forward(h, reader, position);
    }
  }

  private static int forward(Handle h, Standing reader, long position) {
    return h.createUpdate(
            """
            update read_mark set position = :position
            where person = :person and record_id = :record and position < :position
            """)
        .bind("person", reader.person())
        .bind("record", reader.record())
        .bind("position", position)
        .execute();
  }

  /**
   * What many readers of a record have not seen of some posts and comments, of its last lines: of
   * whoever is further behind, what is older than these is not told.
   *
   * @param readers of one record, one at least
   */
  public static ByReader ofAll(Handle h, Collection<Standing> readers, Collection<Long> items) {
    long record = readers.iterator().next().record();
    List<String> persons = readers.stream().map(Standing::person).distinct().toList();
    Map<String, Long> marks = new HashMap<>();
    List<Line> lines = List.of();
    if (!items.isEmpty()) {
      h.createQuery(
              """
              select person, position from read_mark
              where record_id = :record and person = any(:persons)
              """)
          .bind("record", record)
          .bindArray("persons", String.class, persons.toArray())
          .map((r, c) -> Map.entry(r.getString("person"), r.getLong("position")))
          .forEach(mark -> marks.put(mark.getKey(), mark.getValue()));
      long earliest =
          persons.stream().mapToLong(p -> marks.getOrDefault(p, 0L)).min().orElse(Long.MAX_VALUE);
      lines =
          h.createQuery(
                  """
                  select l.item, coalesce(l.person, s.person, '') as person,
                    max(l.position) as position
                  from (
                    select coalesce(note_id, activity_id) as item, person, source_actor, position
                    from journal
                    where record_id = :record and position > :earliest and what in (%s)
                    order by record_id desc, position desc limit :most) l
                  left join source_actor s on s.id = l.source_actor
                  where l.item = any(:items)
                  group by l.item, coalesce(l.person, s.person, '')
                  """
                      .formatted(WRITTEN))
              .bind("record", record)
              .bind("earliest", earliest)
              .bind("most", LINES)
              .bindArray("items", Long.class, items.toArray())
              .map(Line::of)
              .list();
    }
    return new ByReader(marks, new Lines(0, lines));
  }

  /** The last line of an item by one author. */
  private record Line(long item, String person, long position) {
    static Line of(ResultSet r, StatementContext context) throws SQLException {
      return new Line(r.getLong("item"), r.getString("person"), r.getLong("position"));
    }
  }

  /**
   * Who wrote or changed items of a record last, and when; of those that were removed, nothing.
   *
   * @param from lines up to this position are not among them
   */
  public record Lines(long from, List<Line> lines) {

    /** Ids of the items that a reader has not seen who has seen all up to a position. */
    public Set<Long> unseen(String person, long seen) {
      Set<Long> unseen = new HashSet<>();
      for (Line line : lines) {
        if (line.position() > seen && !line.person().equals(person)) {
          unseen.add(line.item());
        }
      }
      return unseen;
    }
  }

  /** What each of some readers has not seen. */
  public static final class ByReader {
    private final Map<String, Long> marks;
    private final Lines lines;

    private ByReader(Map<String, Long> marks, Lines lines) {
      this.marks = marks;
      this.lines = lines;
    }

    /** Ids of the items that a reader has not seen; of none of those that were removed. */
    public Set<Long> of(String person) {
      return lines.unseen(person, marks.getOrDefault(person, 0L));
    }
  }
}
