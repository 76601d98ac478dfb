package io.causerie.runtime;

import io.causerie.engine.connector.Lease;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Hints;
import io.causerie.model.EventId;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of events that carried a key only. Many at once; where the source fails, fewer
 * and fewer, until it is known whose key it cannot read: that one is tried again later and given up
 * in the end, and the others have what they waited for. One question to the source a step, so that
 * live rows are not held up; used by one thread.
 */
final class HintReader {
  private static final Logger LOG = LoggerFactory.getLogger(HintReader.class);

  /** As many keys as are read at once. */
  private static final int TOGETHER = 100;

  /** A source that gave nothing to so many questions is ill itself. */
  private static final int ILL = 12;

  /** So often a record is asked for; the last time some ten minutes after the first one. */
  static final int ATTEMPTS = 8;

  /**
   * So often a record is asked for that the source does not show: an event may come before its
   * record can be read. The last time a good minute after the first one.
   */
  static final int LOOKS = 5;

  /**
   * So often where it shows what was known before, and older than the event: it may be the change
   * that cannot be read yet, or one that changes nothing that is read. The last time a quarter of a
   * minute after the first one.
   */
  static final int LOOKS_AT_KNOWN = 3;

  private final ReadConnector connector;
  private final ReadBack source;
  private final Hints hints;
  private final Clock clock;
  private final LongUnaryOperator random;
  private final Deque<List<Hints.Hint>> open = new ArrayDeque<>();
  private boolean answered;
  private int refused;

  HintReader(
      ReadConnector connector,
      ReadBack source,
      Hints hints,
      Clock clock,
      LongUnaryOperator random) {
    this.connector = connector;
    this.source = source;
    this.hints = hints;
    this.clock = clock;
    this.random = random;
  }

  /** Whether there is more to do at once. */
  boolean isBusy() {
    return !open.isEmpty();
  }

  /** Begins anew with the next step. */
  void forget() {
    open.clear();
  }

  /**
   * Asks the source once.
   *
   * @param well whether the source answers other questions: a key that it does not answer is at
   *     fault then, and not the source
   * @throws SourceException if it is the source that is at fault
   */
  void step(Lease lease, boolean well) throws SourceException {
    if (open.isEmpty()) {
      answered = false;
      refused = 0;
      List<Hints.Hint> oldest = hints.oldest(connector.name(), clock.instant(), TOGETHER);
      if (oldest.isEmpty()) {
        return;
      }
      open.add(oldest);
    }
    List<Hints.Hint> some = open.remove();
    List<SourceRow> rows;
    try {
      rows = read(some);
    } catch (SourceException e) {
      refused(some, e, well);
      return;
    }
    answered = true;
    settle(lease, some, rows);
  }

  private List<SourceRow> read(List<Hints.Hint> some) throws SourceException {
    Set<String> keys = new LinkedHashSet<>();
    some.forEach(hint -> keys.add(hint.key()));
    try {
      return source.read(keys);
    } catch (RuntimeException e) {
      LOG.error("{}: a fault while records are read back", connector.name(), e);
      throw RunWording.fault(e);
    }
  }

  private void refused(List<Hints.Hint> some, SourceException e, boolean well)
      throws SourceException {
    refused++;
    boolean ofAll =
        e.fault() == SourceException.Fault.CREDENTIALS
            || e.retryAfter().isPresent()
            || (!answered && !well && (some.size() == 1 || refused >= ILL));
    if (ofAll) {
      open.clear();
      throw e;
    }
    if (some.size() > 1) {
      open.addFirst(some.subList(some.size() / 2, some.size()));
      open.addFirst(some.subList(0, some.size() / 2));
      return;
    }
    Hints.Hint hint = some.get(0);
    int attempts = hint.attempts() + 1;
    Phrase why = RunWording.FOUND.with(e.message(), e.remedy());
    if (attempts >= ATTEMPTS) {
      LOG.warn("{}: {} is not read back: {}", connector.name(), hint.key(), e.getMessage());
      hints.giveUp(hint, why);
    } else {
      Duration wait = Backoff.after(attempts, e, random);
      hints.putOff(hint, clock.instant().plus(wait), why);
    }
  }

  /** Of a bulk load nobody is told, unless another event asks for the same record. */
  private static List<SourceRow> told(List<Hints.Hint> some, List<SourceRow> rows) {
    Set<String> told = new HashSet<>();
    some.stream().filter(hint -> !hint.quiet()).map(Hints.Hint::key).forEach(told::add);
    return rows.stream().map(row -> told.contains(row.key()) ? row : row.asQuiet()).toList();
  }

  /**
   * An event's fate is that of its record's row. A record that the source does not show waits, and
   * gives nothing to post in the end; one that it shows as it was before the event waits a little.
   */
  private void settle(Lease lease, List<Hints.Hint> some, List<SourceRow> rows)
      throws SourceException {
    List<EventOutcome> outcomes = connector.ingest(lease, told(some, rows), row -> false);
    Map<String, Hints.Settled> became = new HashMap<>();
    Map<String, Instant> known = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      became.put(rows.get(i).key(), Hints.Settled.read(connector.name(), outcomes.get(i)));
      Instant changed = rows.get(i).event().time();
      if (outcomes.get(i).duplicate() && changed != null) {
        known.put(rows.get(i).key(), changed);
      }
    }
    Map<EventId, Hints.Settled> settled = new HashMap<>();
    for (Hints.Hint hint : some) {
      Hints.Settled row = became.get(hint.key());
      int looks = hint.attempts() + 1;
      boolean before = isBefore(known.get(hint.key()), hint.said());
      if (row == null ? looks < LOOKS : before && looks < LOOKS_AT_KNOWN) {
        Duration wait = Backoff.after(looks, random);
        hints.putOff(hint, clock.instant().plus(wait), RunWording.NOT_SHOWN_YET.with());
      } else {
        settled.put(hint.event(), row == null ? Hints.Settled.unknown(hint.key()) : row);
      }
    }
    if (!settled.isEmpty()) {
      hints.settle(settled);
    }
  }

  private static boolean isBefore(@Nullable Instant changed, @Nullable Instant said) {
    return changed != null && said != null && changed.isBefore(said);
  }
}
