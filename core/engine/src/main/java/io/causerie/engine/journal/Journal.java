package io.causerie.engine.journal;

import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.model.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
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
  /** What its lines hold. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .person("journal.person")
          .record("journal.record_id")
          .stays("the user's own row is emptied", "journal.source_actor")
          .stays("a reader of it is no person", "journal_reader.name");

  private static final int NUMBERED_AT_ONCE = 5000;

  private final Database database;
  private final Ids ids;
  private final Clock clock;
  private final Steps steps;
  private final List<LongConsumer> grown = new CopyOnWriteArrayList<>();
  private long announced = -1;

  public Journal(Database database, Ids ids, Clock clock, Steps steps) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.steps = steps;
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

  /**
   * Tells all who read records that others read them now, or that they belong to others: each is to
   * look herself.
   */
  public void recordsChanged(Handle h, Collection<Long> records) {
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

  /** Numbers what has been committed since the last time, and tells whoever wants to know. */
  public synchronized void number() {
    Numbered numbered = database.write(this::numberSome);
    while (numbered.lines() == NUMBERED_AT_ONCE) {
      numbered = database.write(this::numberSome);
    }
    if (numbered.lines() > 0) {
      steps.reached(Step.NUMBERS_COMMITTED);
    }
    long head = numbered.head();
    if (head != announced) {
      announced = head;
      grown.forEach(each -> each.accept(head));
    }
  }

  private record Numbered(int lines, long head) {}

  private Numbered numberSome(Handle h) {
    record Found(boolean waiting, long head) {}
    Found found =
        h.createQuery(
                """
                select position, exists (select 1 from journal where position is null) as waiting
                from journal_head
                """)
            .map((r, c) -> new Found(r.getBoolean("waiting"), r.getLong("position")))
            .one();
    Numbered[] numbered = {new Numbered(0, found.head())};
    if (found.waiting()) {
      database.dialect().exclusively(h, () -> numbered[0] = numberWaiting(h));
      steps.reached(Step.NUMBERED);
    }
    return numbered[0];
  }

  private Numbered numberWaiting(Handle h) {
    // By the clock, so that no position is given twice when the database is restored from a backup:
    // a reader that goes on from before then misses nothing.
    long before = head(h);
    long head = Math.max(before, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    List<Long> waiting =
        h.createQuery("select id from journal where position is null order by id limit :most")
            .bind("most", NUMBERED_AT_ONCE)
            .mapTo(Long.class)
            .list();
    if (waiting.isEmpty()) {
      return new Numbered(0, before);
    }
    PreparedBatch batch = h.prepareBatch("update journal set position = :position where id = :id");
    for (Long id : waiting) {
      batch.bind("position", ++head).bind("id", id).add();
    }
    batch.execute();
    h.createUpdate("update journal_head set position = :head").bind("head", head).execute();
    return new Numbered(waiting.size(), head);
  }

  private static long head(Handle h) {
    return h.createQuery("select position from journal_head").mapTo(Long.class).one();
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
   * Calls back, on a thread of the engine, with the position of the newest line whenever there are
   * new ones, of this node or another; the callback must not block, and never fail.
   */
  public Ending onGrown(LongConsumer told) {
    grown.add(told);
    return () -> grown.remove(told);
  }

  /** Ends what was begun. */
  public interface Ending extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Removes lines older than {@code age}, but none that a registered reader has still to read; a
   * live stream that had seen less is told to begin anew.
   */
  public int trim(Duration age) {
    int removed = database.write(h -> trim(h, clock.instant().minus(age)));
    steps.reached(Step.TRIM_COMMITTED);
    return removed;
  }

  private int trim(Handle h, Instant oldest) {
    Long old =
        h.createQuery("select max(position) from journal where at < :oldest")
            .bind("oldest", oldest)
            .mapTo(Long.class)
            .one();
    if (old == null) {
      return 0;
    }
    long last = Math.min(old, ReaderStore.slowest(h).orElse(Long.MAX_VALUE));
    h.createUpdate("update journal_head set removed = :last where one = 1 and removed < :last")
        .bind("last", last)
        .execute();
    int removed =
        h.createUpdate("delete from journal where position <= :last").bind("last", last).execute();
    steps.reached(Step.TRIMMED);
    return removed;
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
