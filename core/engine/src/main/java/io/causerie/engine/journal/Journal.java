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
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
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

  public long nextId() {
    return ids.next();
  }

  /** Writes lines in the transaction of the change they tell of. */
  public void write(Handle h, List<Line> lines) {
    if (!lines.isEmpty()) {
      JournalStore.insert(h, lines, clock.instant());
    }
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
    JournalStore.Head found = JournalStore.head(h);
    Numbered[] numbered = {new Numbered(0, found.position())};
    if (found.waiting()) {
      database.dialect().exclusively(h, () -> numbered[0] = numberWaiting(h));
      steps.reached(Step.NUMBERED);
    }
    return numbered[0];
  }

  private Numbered numberWaiting(Handle h) {
    long before = JournalStore.position(h);
    // By the clock, so that no position is given twice when the database is restored from a backup:
    // a reader that goes on from before then misses nothing.
    long after = Math.max(before, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    int lines = JournalStore.number(h, after, NUMBERED_AT_ONCE);
    return new Numbered(lines, lines == 0 ? before : after + lines);
  }

  /** The position of the newest line that is visible. */
  public long position() {
    return database.read(JournalStore::position);
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
    OptionalLong old = JournalStore.lastBefore(h, oldest);
    if (old.isEmpty()) {
      return 0;
    }
    int removed =
        JournalStore.trim(
            h, Math.min(old.getAsLong(), ReaderStore.slowest(h).orElse(Long.MAX_VALUE)));
    steps.reached(Step.TRIMMED);
    return removed;
  }

  /** How long the oldest line has waited for its number, for a metric. */
  public Duration oldestUnnumbered() {
    return database.read(
        h ->
            JournalStore.oldestUnnumbered(h)
                .map(at -> Duration.between(at, clock.instant()))
                .orElse(Duration.ZERO));
  }
}
