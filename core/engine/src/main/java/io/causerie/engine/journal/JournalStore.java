package io.causerie.engine.journal;

import io.causerie.engine.journal.Journal.Line;
import io.causerie.engine.journal.JournalItem.What;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of the journal, and where it ends. */
public final class JournalStore {
  private JournalStore() {}

  static void insert(Handle h, List<Line> lines, Instant now) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into journal (id, what, record_id, activity_id, note_id, lane, audience_id, person,
              source_actor, at)
            values (:id, :what, :record, :activity, :note, :lane, :audience, :person, :actor, :now)
            """);
    for (Line line : lines) {
      batch
          .bind("id", line.id())
          .bind("what", line.what().code())
          .bind("record", line.record())
          .bind("activity", line.activity())
          .bind("note", line.note())
          .bind("lane", line.lane().code())
          .bind("audience", line.audience())
          .bind("person", line.person())
          .bind("actor", line.sourceActor())
          .bind("now", now)
          .add();
    }
    batch.execute();
  }

  /**
   * Where it ends.
   *
   * @param waiting whether lines wait for their numbers
   */
  record Head(long position, boolean waiting) {}

  static Head head(Handle h) {
    return h.createQuery(
            """
            select position, exists (select 1 from journal where position is null) as waiting
            from journal_head
            """)
        .map((r, c) -> new Head(r.getLong("position"), r.getBoolean("waiting")))
        .one();
  }

  /**
   * A scalar query for where a reader is with a record: the position of the newest line that she
   * may be told; what she may not know of does not move it. She goes on from it and misses nothing.
   * Binds {@code record}, {@code internal} (whether the internal lane lets her in) and {@code
   * customers}, the code of the other lane.
   */
  public static final String PLACE =
      """
      (select greatest(j.removed, coalesce((
          select l.position from journal l
          where l.record_id = :record and l.position is not null
            and (l.lane = :customers or :internal)
          order by l.position desc limit 1), 0))
        from journal_head j)
      """;

  /** The position of the newest line that is visible. */
  public static long position(Handle h) {
    return h.createQuery("select position from journal_head").mapTo(Long.class).one();
  }

  /**
   * Gives lines that wait for their numbers the positions after one, in their order.
   *
   * @return how many there were
   */
  static int number(Handle h, long after, int most) {
    int lines =
        h.createUpdate(
                """
                merge into journal j using (
                  select id, row_number() over (order by id) as place from (
                    select id from journal where position is null order by id limit :most) first) w
                on (j.id = w.id)
                when matched then update set position = :after + w.place
                """)
            .bind("most", most)
            .bind("after", after)
            .execute();
    if (lines > 0) {
      h.createUpdate("update journal_head set position = :head")
          .bind("head", after + lines)
          .execute();
    }
    return lines;
  }

  /** Those of some lines that come after a position; what was trimmed comes before any. */
  public static Set<Long> after(Handle h, Collection<Long> lines, long position) {
    return h.createQuery(
            """
            select id from journal
            where id = any(:ids) and (position is null or position > :position)
            """)
        .bindArray("ids", Long.class, lines.toArray())
        .bind("position", position)
        .mapTo(Long.class)
        .set();
  }

  /** Lines of posts that are gone say that something of the record changed. */
  public static void forget(Handle h, Collection<Long> activities) {
    h.createUpdate(
            """
            update journal set what = :record, activity_id = null, audience_id = null
            where activity_id = any(:gone)
            """)
        .bind("record", What.RECORD.code())
        .bindArray("gone", Long.class, activities.toArray())
        .execute();
  }

  /** The last position of lines older than a time. */
  static OptionalLong lastBefore(Handle h, Instant oldest) {
    Long last =
        h.createQuery("select max(position) from journal where at < :oldest")
            .bind("oldest", oldest)
            .mapTo(Long.class)
            .one();
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /** Removes the lines up to a position, and says so; returns how many there were. */
  static int trim(Handle h, long last) {
    h.createUpdate("update journal_head set removed = :last where one = 1 and removed < :last")
        .bind("last", last)
        .execute();
    return h.createUpdate("delete from journal where position <= :last")
        .bind("last", last)
        .execute();
  }

  static Optional<Instant> oldestUnnumbered(Handle h) {
    return h.createQuery("select min(at) from journal where position is null")
        .mapTo(Instant.class)
        .findOne();
  }
}
