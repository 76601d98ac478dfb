package io.causerie.engine.journal;

import io.causerie.engine.journal.ReaderStore.Place;
import io.causerie.engine.store.Database;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.engine.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the registered readers of the journal, each on one node at a time. A node that takes a
 * reader raises its epoch, and each transaction that moves it checks the epoch first: whoever was
 * frozen and wakes cannot do again what another has done meanwhile. What no line waits for costs
 * nothing: a reader is held only while it reads.
 */
public final class JournalReaders {
  private static final Logger LOG = LoggerFactory.getLogger(JournalReaders.class);

  /** Where all have read all: whatever comes is announced, on whichever node it is numbered. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final int LINES_AT_ONCE = 500;

  private final Database database;
  private final Clock clock;
  private final Steps steps;
  private final Duration pace;
  private final String me = UUID.randomUUID().toString();
  private final Map<String, JournalReader> readers = new TreeMap<>();
  private final Worker worker = new Worker("readers", this::round);

  /**
   * @param pace how often it looks for what other nodes numbered, and for readers that they left
   */
  public JournalReaders(
      Database database,
      Clock clock,
      Collection<? extends JournalReader> all,
      Steps steps,
      Duration pace) {
    this.database = database;
    this.clock = clock;
    this.steps = steps;
    this.pace = pace;
    for (JournalReader reader : all) {
      if (readers.put(reader.name(), reader) != null) {
        throw new IllegalStateException("two readers are called " + reader.name());
      }
    }
  }

  /** The worker that runs them. */
  public Worker worker() {
    return worker;
  }

  /** Has them read on: there may be new lines. */
  public void wake() {
    if (!readers.isEmpty()) {
      worker.wake();
    }
  }

  private Duration round() {
    if (readers.isEmpty()) {
      return Duration.ofDays(1);
    }
    Throwable failed = null;
    boolean all = true;
    Map<String, Place> places = database.read(ReaderStore::places);
    for (JournalReader reader : readers.values()) {
      try {
        all &= advance(reader, places.get(reader.name()));
      } catch (RuntimeException | Error e) {
        // One that cannot read its lines holds up the removal of old ones, but no other reader.
        LOG.error("{} cannot read on in the journal; it is tried again", reader.name(), e);
        failed = e;
      }
    }
    if (failed != null) {
      throw new IllegalStateException("a reader of the journal failed", failed);
    }
    return all ? IDLE : pace;
  }

  /** Returns whether it has read all there is, on this node or another. */
  private boolean advance(JournalReader reader, @Nullable Place seen) {
    Place place = seen == null ? register(reader) : seen;
    while (place != null && place.hasWork()) {
      Instant now = clock.instant();
      boolean mine = me.equals(place.holder());
      if (!mine && !place.isFree(now)) {
        return false;
      }
      boolean went = mine ? goOn(reader, place) : claim(place);
      if (!went) {
        LOG.debug("{} is another node's now", reader.name());
        return false;
      }
      place = database.read(ReaderStore::places).get(reader.name());
    }
    return place != null;
  }

  private @Nullable Place register(JournalReader reader) {
    Place place =
        database.write(
            h -> {
              ReaderStore.register(h, reader.name(), reader.rebuilds());
              steps.reached(Step.READER_REGISTERED);
              return ReaderStore.places(h).get(reader.name());
            });
    steps.reached(Step.READER_REGISTRATION_COMMITTED);
    return place;
  }

  private boolean claim(Place place) {
    boolean taken =
        database.write(
            h -> {
              boolean free = ReaderStore.claim(h, place, me, clock.instant().plus(LEASE));
              steps.reached(Step.READER_TAKEN);
              return free;
            });
    steps.reached(Step.READER_TAKING_COMMITTED);
    return taken;
  }

  private boolean goOn(JournalReader reader, Place place) {
    return place.rebuilding() ? rebuild(reader, place) : read(reader, place);
  }

  private boolean rebuild(JournalReader reader, Place place) {
    boolean done =
        database.write(
            h -> {
              boolean mine = ReaderStore.hold(h, place, clock.instant().plus(LEASE));
              if (mine) {
                ReaderStore.rebuilt(h, reader.name(), reader.rebuild(h, place.rebuilt()));
                steps.reached(Step.READER_REBUILT);
              }
              return mine;
            });
    steps.reached(Step.READER_REBUILDING_COMMITTED);
    return done;
  }

  private boolean read(JournalReader reader, Place place) {
    List<JournalLine> lines =
        database.read(h -> ReaderStore.lines(h, place.position(), place.head(), LINES_AT_ONCE));
    steps.reached(Step.READER_FOUND);
    // Where lines were removed that it had not to read, it goes on behind them.
    long to = lines.size() < LINES_AT_ONCE ? place.head() : last(lines);
    boolean done =
        database.write(
            h -> {
              boolean mine = ReaderStore.move(h, place, to, clock.instant().plus(LEASE));
              if (mine) {
                steps.reached(Step.READER_MOVED);
                if (!lines.isEmpty()) {
                  int taken = reader.readSome(h, lines);
                  if (taken < lines.size()) {
                    ReaderStore.stay(h, reader.name(), lines.get(taken - 1).position());
                  }
                }
                steps.reached(Step.READER_APPLIED);
              }
              return mine;
            });
    steps.reached(Step.READER_COMMITTED);
    if (done) {
      reader.committed();
    }
    return done;
  }

  private static long last(List<JournalLine> lines) {
    return lines.get(lines.size() - 1).position();
  }

  /** How old the oldest line is that the slowest registered reader has not read. */
  public Duration lag() {
    return database.read(h -> ReaderStore.lag(h, clock.instant()));
  }
}
