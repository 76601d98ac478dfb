package io.causerie.runtime;

import io.causerie.engine.connector.ConnectorState.CensusReport;
import io.causerie.engine.connector.ConnectorStates;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.SourceRows;
import io.causerie.engine.connector.SourceRows.Compared;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Fate;
import io.causerie.spi.Census;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a source has with what is known of it, key by key and version by version, and takes
 * in what is missing. A page at a time, so that live rows are not held up; used by one thread.
 */
final class Reconciliation {
  private static final int PAGE = 1000;
  private static final int READ_BACK = 100;

  /** More than this share gone at once is rather a fault of the source than the truth. */
  private static final int TENTH = 10;

  private static final int FEW = 100;

  private final PolledConnector connector;
  private final Census census;
  private final @Nullable ReadBack readBack;
  private final ConnectorStates states;
  private final Clock clock;
  private final Instant started;
  private @Nullable String after;
  private boolean counted;
  private long rows;
  private long known;
  private long missing;
  private long changed;
  private long gone;
  private long repaired;

  Reconciliation(
      PolledConnector connector,
      Census census,
      Optional<ReadBack> readBack,
      ConnectorStates states,
      Clock clock) {
    this.connector = connector;
    this.census = census;
    this.readBack = readBack.orElse(null);
    this.states = states;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** The run's number: later runs have greater ones. */
  private long run() {
    return started.toEpochMilli();
  }

  /** Does one page; returns whether there is more to do. */
  boolean step(Lease lease) throws SourceException {
    boolean more = counted ? bury() : count(lease);
    states.counted(
        lease,
        new CensusReport(
            started, more ? null : clock.instant(), rows, known, missing, changed, gone, repaired));
    return more;
  }

  private boolean count(Lease lease) throws SourceException {
    Census.Page page = census.keys(after, PAGE);
    List<SourceRows.Known> found =
        page.rows().stream().map(r -> new SourceRows.Known(r.key(), r.version())).toList();
    if (!found.isEmpty()) {
      Compared compared = states.compare(connector.name(), run(), found);
      rows += found.size();
      known += compared.same();
      missing += compared.missing().size();
      changed += compared.changed().size();
      List<String> wanted = new ArrayList<>(compared.missing());
      wanted.addAll(compared.changed());
      for (int i = 0; i < wanted.size(); i += READ_BACK) {
        repair(lease, wanted.subList(i, Math.min(wanted.size(), i + READ_BACK)));
      }
    }
    after = page.next();
    counted = after == null;
    return true;
  }

  private void repair(Lease lease, List<String> keys) throws SourceException {
    if (readBack == null) {
      return;
    }
    Instant began = states.find(connector.name()).orElseThrow().began();
    List<SourceRow> read = readBack.read(keys);
    repaired +=
        right(connector.take(read, row -> began == null || PolledConnector.isBefore(row, began)));
    states.know(lease, run(), read.stream().map(PolledConnector::known).toList());
  }

  /** What cannot be posted waits among the failed events, and is not right yet. */
  private static long right(List<EventOutcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome.fate() != Fate.FAILED).count();
  }

  private boolean bury() throws SourceException {
    List<String> keys = states.unseen(connector.name(), run(), FEW);
    if (keys.isEmpty()) {
      return false;
    }
    gone += keys.size();
    if (gone > FEW && gone > rows / TENTH) {
      throw new SourceException(
          SourceException.Fault.BAD_ANSWER,
          "the source no longer has %d or more records of %d: too many to believe"
              .formatted(gone, rows + gone),
          "Look whether the source is whole; if they are really gone, reset the connector's cursor and run it.",
          null);
    }
    List<SourceRow> told = census.gone(keys);
    repaired += right(connector.take(told, row -> false));
    states.forget(connector.name(), keys);
    return true;
  }
}
