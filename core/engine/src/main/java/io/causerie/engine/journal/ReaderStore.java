package io.causerie.engine.journal;

import io.causerie.engine.journal.JournalItem.What;
import io.causerie.model.ActivityId;
import io.causerie.model.Coded;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Where the readers of the journal stand, and who runs each of them. */
final class ReaderStore {
  private ReaderStore() {}

  /**
   * A reader.
   *
   * @param epoch rises with each node that takes it
   * @param head where the journal ended at that moment
   */
  record Place(
      String name,
      long epoch,
      @Nullable String holder,
      @Nullable Instant heldUntil,
      long position,
      boolean rebuilding,
      @Nullable String rebuilt,
      long head) {
    boolean hasWork() {
      return rebuilding || position < head;
    }

    boolean isFree(Instant now) {
      return holder == null || heldUntil == null || !heldUntil.isAfter(now);
    }
  }

  /** All of them, known to this node or not. */
  static Map<String, Place> places(Handle h) {
    return h
        .createQuery("select r.*, j.position as head from journal_reader r, journal_head j")
        .map(
            (r, c) ->
                new Place(
                    r.getString("name"),
                    r.getLong("epoch"),
                    r.getString("holder"),
                    time(r, "held_until"),
                    r.getLong("position"),
                    r.getBoolean("rebuilding"),
                    r.getString("rebuilt"),
                    r.getLong("head")))
        .stream()
        .collect(Collectors.toMap(Place::name, place -> place));
  }

  /** Registers a reader at the end of the journal, unless another node has done so. */
  static void register(Handle h, String name, boolean rebuilds) {
    h.createUpdate(
            """
            insert into journal_reader (name, epoch, position, rebuilding)
            select :name, 0, position, :rebuilds from journal_head
            on conflict do nothing
            """)
        .bind("name", name)
        .bind("rebuilds", rebuilds)
        .execute();
  }

  /** Takes a reader from whoever had it; returns whether nobody else has meanwhile. */
  static boolean claim(Handle h, Place seen, String holder, Instant until) {
    return h.createUpdate(
                """
                update journal_reader set epoch = epoch + 1, holder = :holder, held_until = :until
                where name = :name and epoch = :epoch
                """)
            .bind("holder", holder)
            .bind("until", until)
            .bind("name", seen.name())
            .bind("epoch", seen.epoch())
            .execute()
        == 1;
  }

  /** Moves a reader on; returns false where it is not this node's any more. */
  static boolean move(Handle h, Place from, long to, Instant until) {
    return h.createUpdate(
                """
                update journal_reader set position = :to, held_until = :until
                where name = :name and epoch = :epoch and position = :from
                """)
            .bind("to", to)
            .bind("until", until)
            .bind("name", from.name())
            .bind("epoch", from.epoch())
            .bind("from", from.position())
            .execute()
        == 1;
  }

  /** Leaves a reader that was moved, in the same transaction, where it came to. */
  static void stay(Handle h, String name, long position) {
    h.createUpdate("update journal_reader set position = :position where name = :name")
        .bind("position", position)
        .bind("name", name)
        .execute();
  }

  /** Locks a reader that rebuilds; returns false where it is not this node's any more. */
  static boolean hold(Handle h, Place place, Instant until) {
    return h.createUpdate(
                """
                update journal_reader set held_until = :until
                where name = :name and epoch = :epoch and rebuilding
                """)
            .bind("until", until)
            .bind("name", place.name())
            .bind("epoch", place.epoch())
            .execute()
        == 1;
  }

  /**
   * Keeps how far a reader has rebuilt.
   *
   * @param rebuilt absent when it is done
   */
  static void rebuilt(Handle h, String name, @Nullable String rebuilt) {
    h.createUpdate(
            "update journal_reader set rebuilt = :rebuilt, rebuilding = :more where name = :name")
        .bind("rebuilt", rebuilt)
        .bind("more", rebuilt != null)
        .bind("name", name)
        .execute();
  }

  static List<JournalLine> lines(Handle h, long after, long upTo, int limit) {
    return h.createQuery(
            """
            select position, what, record_id, activity_id, note_id, person, source_actor, at
            from journal where position > :after and position <= :upTo
            order by position limit :limit
            """)
        .bind("after", after)
        .bind("upTo", upTo)
        .bind("limit", limit)
        .map(
            (r, c) -> {
              Long activity = r.getObject("activity_id", Long.class);
              Long note = r.getObject("note_id", Long.class);
              return new JournalLine(
                  r.getLong("position"),
                  Coded.of(What.class, r.getInt("what")),
                  new RecordId(r.getLong("record_id")),
                  activity == null ? null : new ActivityId(activity),
                  note == null ? null : new NoteId(note),
                  r.getString("person"),
                  r.getObject("source_actor", Long.class),
                  r.getObject("at", OffsetDateTime.class).toInstant());
            })
        .list();
  }

  /** Where the slowest one stands; beyond that nothing may be removed. */
  static Optional<Long> slowest(Handle h) {
    return h.createQuery("select min(position) from journal_reader").mapTo(Long.class).findOne();
  }

  /** How old the oldest line is that one of them has not read. */
  static Duration lag(Handle h, Instant now) {
    return h.createQuery(
            """
            select min(at) from journal
            where position > (select min(position) from journal_reader)
              and position <= (select min(position) from journal
                where position > (select min(position) from journal_reader))
            """)
        .mapTo(Instant.class)
        .findOne()
        .filter(at -> at.isBefore(now))
        .map(at -> Duration.between(at, now))
        .orElse(Duration.ZERO);
  }

  private static @Nullable Instant time(ResultSet r, String column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
