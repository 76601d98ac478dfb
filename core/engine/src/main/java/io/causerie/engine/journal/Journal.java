package io.causerie.engine.journal;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What changed, in the order in which it became visible.
 *
 * <p>A line is written with the change it tells of, without a position: ids are drawn before the
 * commit, so a line with a smaller id can appear after one with a larger. Once committed, lines are
 * numbered by one node at a time in a transaction of its own; a reader goes on from a position and
 * misses nothing.
 */
public final class Journal {
  private static final int NUMBERED_AT_ONCE = 5000;

  private final Database database;
  private final Ids ids;
  private final Clock clock;
  private final Reads reads;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private long announced = -1;

  public Journal(Database database, Ids ids, Clock clock, Reads reads) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.reads = reads;
  }

  /**
   * A line to write.
   *
   * @param audience absent for {@link What#RECORD}
   * @param person who did it, if it was a person
   * @param sourceActor who did it, if it was a user of a source
   */
  public record Line(
      long id,
      What what,
      long record,
      @Nullable Long activity,
      @Nullable Long note,
      Lane lane,
      @Nullable Long audience,
      @Nullable String person,
      @Nullable Long sourceActor) {}

  /** Tells all who may write to records that others read them now. */
  public void readersChanged(Handle h, Collection<Long> records) {
    write(
        h,
        records.stream()
            .map(
                id ->
                    new Line(
                        ids.next(), What.RECORD, id, null, null, Lane.CUSTOMER, null, null, null))
            .toList());
  }

  public long nextId() {
    return ids.next();
  }

  /** Writes lines in the transaction of the change they tell of. */
  public void write(Handle h, List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
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
          .bind("what", line.what().ordinal())
          .bind("record", line.record())
          .bind("activity", line.activity())
          .bind("note", line.note())
          .bind("lane", line.lane().ordinal())
          .bind("audience", line.audience())
          .bind("person", line.person())
          .bind("actor", line.sourceActor())
          .bind("now", now)
          .add();
    }
    batch.execute();
  }

  /** Numbers what has been committed since the last time, and tells the subscribers. */
  public void number() {
    while (numberSome() == NUMBERED_AT_ONCE) {
      // until all are numbered
    }
    announce();
  }

  private int numberSome() {
    int[] numbered = {0};
    database.writing(
        h -> {
          boolean waiting =
              h.createQuery("select 1 from journal where position is null limit 1")
                  .mapTo(Integer.class)
                  .findOne()
                  .isPresent();
          if (waiting) {
            database.dialect().exclusively(h, () -> numbered[0] = numberSome(h));
          }
        });
    return numbered[0];
  }

  private int numberSome(Handle h) {
    // By the clock, so that no position is given twice when the database is restored from a backup:
    // a reader that goes on from before then misses nothing.
    long head = Math.max(head(h), ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    List<Long> waiting =
        h.createQuery("select id from journal where position is null order by id limit :most")
            .bind("most", NUMBERED_AT_ONCE)
            .mapTo(Long.class)
            .list();
    PreparedBatch batch = h.prepareBatch("update journal set position = :position where id = :id");
    for (Long id : waiting) {
      batch.bind("position", ++head).bind("id", id).add();
    }
    if (!waiting.isEmpty()) {
      batch.execute();
      h.createUpdate("update journal_head set position = :head").bind("head", head).execute();
    }
    return waiting.size();
  }

  private static long head(Handle h) {
    return h.createQuery("select position from journal_head").mapTo(Long.class).one();
  }

  private synchronized void announce() {
    long head = position();
    if (head == announced) {
      return;
    }
    long after = announced;
    announced = head;
    if (subscribers.isEmpty()) {
      return;
    }
    Set<Long> touched =
        database.read(
            h ->
                h.createQuery(
                        """
                        select l.record_id from journal l
                        where l.position > :after and l.position <= :head
                        union
                        select r.id from journal l join record r on r.merged_into = l.record_id
                        where l.position > :after and l.position <= :head
                        """)
                    .bind("after", after)
                    .bind("head", head)
                    .mapTo(Long.class)
                    .set());
    for (Subscriber subscriber : subscribers) {
      if (subscriber.records().stream().anyMatch(r -> touched.contains(r.value()))) {
        subscriber.callback().run();
      }
    }
  }

  /** The position of the newest line that is visible. */
  public long position() {
    return database.read(Journal::head);
  }

  /** As {@link #position()}, inside a read that goes on. */
  public static long position(Handle h) {
    return head(h);
  }

  /**
   * The lines after a position that the viewer may see, of some records, in order.
   *
   * @return at most {@code limit}
   * @throws PositionExpiredException if lines after {@code after} have been removed, or it lies
   *     ahead of the log; begin anew
   * @throws NotFoundException if she may see none of the records
   */
  public List<JournalItem> read(Viewer viewer, Set<RecordId> records, long after, int limit) {
    return database.read(
        h -> {
          boolean known =
              h.createQuery("select removed <= :after and :after <= position from journal_head")
                  .bind("after", after)
                  .mapTo(Boolean.class)
                  .one();
          if (!known) {
            // Removed meanwhile; or given before the database was restored from a backup.
            throw new PositionExpiredException(after);
          }
          List<JournalItem> found = new ArrayList<>();
          int refused = 0;
          for (RecordId record : records) {
            try {
              Standing standing = reads.again(h, viewer, record);
              found.addAll(read(h, standing, after, limit));
            } catch (NotFoundException e) {
              refused++;
            }
          }
          if (!records.isEmpty() && refused == records.size()) {
            throw new NotFoundException("record");
          }
          found.sort(Comparator.comparingLong(JournalItem::position));
          return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
        });
  }

  private static List<JournalItem> read(Handle h, Standing standing, long after, int limit) {
    Query lines =
        h.createQuery(
            """
            select l.position, l.what, l.record_id, l.activity_id, l.note_id,
              coalesce(l.person, s.person) as person
            from journal l left join source_actor s on s.id = l.source_actor
              left join activity a on a.id = l.activity_id
            where l.record_id = :record and l.position > :after
              and (%s or (l.activity_id is null and (:internal or (l.lane = 1 and :outside))))
            order by l.record_id, l.position limit :limit
            """
                .formatted(Reach.sql("a")));
    return standing
        .reach()
        .bind(lines)
        .bind("record", standing.record())
        .bind("outside", standing.customer())
        .bind("after", after)
        .bind("limit", limit)
        .map(
            (r, c) -> {
              Long activity = r.getObject("activity_id", Long.class);
              Long note = r.getObject("note_id", Long.class);
              return new JournalItem(
                  r.getLong("position"),
                  What.values()[r.getInt("what")],
                  new RecordId(r.getLong("record_id")),
                  activity == null ? null : new ActivityId(activity),
                  note == null ? null : new NoteId(note),
                  standing.person().equals(r.getString("person")));
            })
        .list();
  }

  private record Subscriber(Set<RecordId> records, Runnable callback) {}

  /**
   * Calls back, on a thread of the engine, whenever new lines of one of the records have become
   * visible; the callback must not block. Calls may be coalesced.
   */
  public Subscription subscribe(Set<RecordId> records, Runnable callback) {
    Subscriber subscriber = new Subscriber(Set.copyOf(records), callback);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  /** Ends a subscription. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Removes lines older than {@code age}; a reader that had seen less is told to begin anew. */
  public int trim(Duration age) {
    Instant oldest = clock.instant().minus(age);
    return database.write(
        h -> {
          Long last =
              h.createQuery("select max(position) from journal where at < :oldest")
                  .bind("oldest", oldest)
                  .mapTo(Long.class)
                  .one();
          if (last == null) {
            return 0;
          }
          h.createUpdate(
                  "update journal_head set removed = :last where one = 1 and removed < :last")
              .bind("last", last)
              .execute();
          return h.createUpdate("delete from journal where position <= :last")
              .bind("last", last)
              .execute();
        });
  }

  /** How long the oldest line has waited for its number, for a metric. */
  public Duration oldestUnnumbered() {
    return database.read(
        h ->
            h.createQuery("select min(at) from journal where position is null")
                .mapTo(Instant.class)
                .findOne()
                .map(at -> Duration.between(at, clock.instant()))
                .orElse(Duration.ZERO));
  }
}
