package io.causerie.runtime;

import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.ReconciliationStore;
import io.causerie.engine.connector.SourceRowStore;
import io.causerie.engine.connector.SourceRowStore.Compared;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Reading;
import io.causerie.model.EventId;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Census;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a source has with what is known of it, key by key and version by version. All is
 * counted before anything is changed: a source that suddenly has much less than it had is rather
 * ill than empty, and an operator is asked first. Then what is missing is taken in, and what is
 * gone is deleted. A page at a time, so that live rows are not held up; used by one thread.
 */
final class Reconciliation {
  private static final int PAGE = 1000;
  private static final int READ_BACK = 100;

  /** What a run does, in this order. */
  private enum Phase {
    COUNT,
    ASK,
    REPAIR,
    BURY,
    ENDED
  }

  private final ReadConnector connector;
  private final Census census;
  private final @Nullable ReadBack readBack;
  private final ReconciliationStore reconciliations;
  private final Events events;
  private final Lease lease;
  private final ReconciliationStore.Run run;
  private final boolean contents;

  private Phase phase = Phase.COUNT;
  private @Nullable String after;
  private String unseenAfter = "";
  private final List<String> wanted = new ArrayList<>();
  private boolean walked;
  private boolean mended;
  private long most;
  private long rows;
  private long known;
  private long missing;
  private long changed;
  private long gone;

  /** How many of the gone ones nobody has confirmed. */
  private long unexpected;

  private long left;
  private long repaired;
  private long notRight;
  private boolean stopped;

  /** Begins a run. */
  Reconciliation(
      ReadConnector connector,
      Census census,
      Optional<ReadBack> readBack,
      ReconciliationStore reconciliations,
      Events events,
      Lease lease) {
    this.connector = connector;
    this.census = census;
    this.readBack = readBack.orElse(null);
    this.reconciliations = reconciliations;
    this.events = events;
    this.lease = lease;
    this.contents = connector.settings().comparison().contents() && readBack.isPresent();
    this.run = reconciliations.begin(lease);
  }

  /** Later runs have greater ones. */
  long number() {
    return run.number();
  }

  boolean ended() {
    return phase == Phase.ENDED;
  }

  /**
   * Whether it failed since there is less than can be believed; no more was deleted then than may
   * be.
   */
  boolean stopped() {
    return stopped;
  }

  /**
   * Does one page.
   *
   * @return how many rows were taken in
   */
  long step() throws SourceException {
    long taken =
        switch (phase) {
          case COUNT -> count();
          case ASK -> ask();
          case REPAIR -> repair();
          case BURY -> bury();
          case ENDED -> 0;
        };
    reconciliations.counted(
        lease,
        new ReconciliationStore.Figures(rows, known, missing, changed, gone, left, repaired),
        ended());
    return taken;
  }

  private long count() throws SourceException {
    Compared compared = page();
    rows += compared.same() + compared.missing().size() + compared.changed().size();
    known += compared.same();
    missing += compared.missing().size();
    changed += compared.changed().size();
    if (after == null) {
      long unseen = reconciliations.unseen(connector.name(), run);
      if (unseen > 0 && rows == 0) {
        gone = unseen;
        unexpected = reconciliations.missAll(connector.name(), run);
        believe(unseen);
        begin(Phase.REPAIR);
      } else {
        begin(unseen > most(unseen) ? Phase.ASK : Phase.REPAIR);
      }
    }
    return 0;
  }

  /** Compares the next page of keys. */
  private Compared page() throws SourceException {
    Census.Page page = census.keys(after, contents ? READ_BACK : PAGE);
    after = page.next();
    List<SourceRowStore.Found> found =
        contents
            ? whole(page)
            : page.rows().stream()
                .map(r -> new SourceRowStore.Found(r.key(), r.version(), null))
                .toList();
    return found.isEmpty()
        ? new Compared(0, List.of(), List.of())
        : reconciliations.compare(connector.name(), run, found);
  }

  private List<SourceRowStore.Found> whole(Census.Page page) throws SourceException {
    Map<String, SourceRow> read = new HashMap<>();
    List<String> keys = page.rows().stream().map(Census.Row::key).toList();
    for (int i = 0; i < keys.size(); i += READ_BACK) {
      read(keys.subList(i, Math.min(keys.size(), i + READ_BACK)))
          .forEach(row -> read.put(row.key(), row));
    }
    List<SourceRowStore.Found> found = new ArrayList<>();
    for (Census.Row row : page.rows()) {
      SourceRow now = read.get(row.key());
      found.add(
          now == null
              ? new SourceRowStore.Found(row.key(), row.version(), null)
              : new SourceRowStore.Found(row.key(), now.version(), Reading.digestOf(now.event())));
    }
    return found;
  }

  private List<SourceRow> read(List<String> keys) throws SourceException {
    return readBack == null ? List.of() : readBack.read(keys);
  }

  /** How many may be gone without anybody being asked. */
  private long most(long unseen) {
    return connector.settings().comparison().gone().of(known + changed + unseen);
  }

  /** What no page had may only have left the query: so many are gone as the source says. */
  private long ask() throws SourceException {
    List<String> keys = unseen();
    if (!keys.isEmpty()) {
      List<SourceRow> told = census.gone(keys);
      gone += told.size();
      unexpected += miss(told);
      return 0;
    }
    if (gone > most) {
      believe(gone);
    }
    begin(mended ? Phase.BURY : Phase.REPAIR);
    return 0;
  }

  private long miss(List<SourceRow> told) {
    return told.isEmpty()
        ? 0
        : reconciliations.miss(connector.name(), run, told.stream().map(SourceRow::key).toList());
  }

  private List<String> unseen() {
    List<String> keys = reconciliations.unseen(connector.name(), run, unseenAfter, READ_BACK);
    unseenAfter = keys.isEmpty() ? "" : keys.get(keys.size() - 1);
    return keys;
  }

  private void believe(long less) throws SourceException {
    // What nobody has confirmed is judged as in any run: a source in use loses rows all the time.
    // Of a source that shows nothing any more, nothing may be gone that was not confirmed.
    if (run.confirmed() != null && unexpected <= most) {
      return;
    }
    reconciliations.missStill(connector.name(), run);
    long all = known + changed + reconciliations.unseen(connector.name(), run);
    reconciliations.counted(
        lease,
        new ReconciliationStore.Figures(rows, known, missing, changed, less, left, repaired),
        false);
    stopped = true;
    throw new SourceException(
        SourceException.Fault.BAD_ANSWER,
        RunWording.TOO_MANY_GONE.with(less, all, untouched()),
        RunWording.CONFIRM_OR_DISMISS.with(),
        null);
  }

  private Phrase untouched() {
    if (phase == Phase.BURY && gone > 0) {
      return RunWording.DELETED_BEFORE.with(gone);
    }
    return (mended ? RunWording.NONE_DELETED : RunWording.NOTHING_CHANGED).with();
  }

  private void begin(Phase next) {
    boolean nothing = missing + changed == 0 || readBack == null;
    phase = next == Phase.REPAIR && nothing ? Phase.BURY : next;
    after = null;
    unseenAfter = "";
    if (phase == Phase.ASK || phase == Phase.BURY) {
      gone = 0;
      unexpected = 0;
      most = most(reconciliations.unseen(connector.name(), run));
    }
  }

  /** Walks through the keys again, and takes in what is not right. */
  private long repair() throws SourceException {
    if (wanted.isEmpty() && !walked) {
      Compared compared = page();
      wanted.addAll(compared.missing());
      wanted.addAll(compared.changed());
      walked = after == null;
    }
    List<String> keys = List.copyOf(wanted.subList(0, Math.min(wanted.size(), READ_BACK)));
    wanted.subList(0, keys.size()).clear();
    if (!keys.isEmpty()) {
      Instant began = connector.began();
      List<EventOutcome> outcomes =
          connector.ingest(lease, read(keys), row -> isHistory(row, began));
      long right = right(outcomes, false);
      repaired += right;
      notRight += keys.size() - right;
    }
    if (wanted.isEmpty() && walked) {
      // What live rows have put right meanwhile is right, too.
      repaired = Math.max(0, missing + changed - notRight);
      mended = true;
      // It took its time, at the rate that was set: what is gone by now was not counted.
      begin(Phase.ASK);
    }
    return keys.size();
  }

  /** What was there before the connector began, or may have been, is nobody's news. */
  private boolean isHistory(SourceRow row, @Nullable Instant began) {
    return began == null
        || ReadConnector.isBefore(row, began)
        || (run.first() && row.event().time() == null);
  }

  /** How many of the records are now as some events told; asked of the records themselves. */
  private long right(List<EventOutcome> outcomes, boolean deleted) {
    List<EventId> ids = outcomes.stream().map(EventOutcome::event).toList();
    Set<EventId> standing = events.standing(ids, deleted);
    return ids.stream().filter(standing::contains).count();
  }

  private long bury() throws SourceException {
    List<String> keys = unseen();
    if (keys.isEmpty()) {
      phase = Phase.ENDED;
      return 0;
    }
    List<SourceRow> told = census.gone(keys);
    unexpected += miss(told);
    if (gone + told.size() > most) {
      // A source can lose its rows between the question and the deletion too.
      believe(gone + told.size());
    }
    gone += told.size();
    repaired += right(connector.bury(lease, told), true);
    Set<String> buried = told.stream().map(SourceRow::key).collect(Collectors.toSet());
    List<String> only = keys.stream().filter(key -> !buried.contains(key)).toList();
    left += only.size();
    if (!only.isEmpty()) {
      reconciliations.leave(connector.name(), only);
    }
    return told.size();
  }
}
