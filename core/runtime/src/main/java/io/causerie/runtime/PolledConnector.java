package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Hints;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.ingest.Reading;
import io.causerie.model.EventId;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one connector's source, a page at a time: the rows go through the route, and only when each
 * has its fate is the cursor moved. A crash in between reads the page again, and what came before
 * is told by its key. Used by one thread at a time.
 */
final class PolledConnector {
  /** After this long others get a turn. */
  private static final Duration SLICE = Duration.ofSeconds(5);

  private static final String GONE = "gone";

  private final String name;
  private final Poller poller;
  private final Routing routing;
  private final ConnectorStore states;
  private final PollSettings settings;
  private final Clock clock;
  private final BooleanSupplier stopping;

  PolledConnector(
      String name,
      Connector connector,
      Routing routing,
      ConnectorStore states,
      PollSettings settings,
      Clock clock,
      BooleanSupplier stopping) {
    this.name = name;
    this.poller = connector.intake().polled().orElseThrow();
    this.routing = routing;
    this.states = states;
    this.settings = settings;
    this.clock = clock;
    this.stopping = stopping;
  }

  String name() {
    return name;
  }

  PollSettings settings() {
    return settings;
  }

  Poller poller() {
    return poller;
  }

  /** When it first read; absent: it has not. */
  @Nullable Instant began() {
    return states.find(name).map(ConnectorState::began).orElse(null);
  }

  /**
   * How a run ended.
   *
   * @param more whether the source has more at once
   */
  record Run(boolean more, @Nullable Instant readUpTo, @Nullable Long behind) {}

  /** Reads what is new. */
  Run poll(Lease lease) throws SourceException {
    ConnectorState state = states.find(name).orElseThrow();
    String cursor = state.cursor();
    Instant began = state.began();
    if (cursor == null || began == null) {
      Instant since = settings.since();
      cursor = cursor == null ? poller.start(since) : cursor;
      began = began == null ? since == null ? clock.instant() : since : began;
      states.begin(lease, cursor, began);
    }
    Instant first = began;
    Instant end = clock.instant().plus(SLICE);
    while (true) {
      Poller.Page page = poller.read(cursor, null, settings.page());
      ingest(lease, page.rows(), row -> isBefore(row, first));
      if (!page.next().equals(cursor)) {
        states.advance(lease, page.next(), page.upTo());
      }
      poller.committed(page);
      cursor = page.next();
      if (!page.more()) {
        return new Run(false, page.upTo(), 0L);
      }
      if (!clock.instant().isBefore(end) || stopping.getAsBoolean()) {
        return new Run(true, page.upTo(), behind(cursor));
      }
    }
  }

  private @Nullable Long behind(String cursor) throws SourceException {
    OptionalLong count = poller.count(cursor, null);
    return count.isPresent() ? count.getAsLong() : null;
  }

  static boolean isBefore(SourceRow row, Instant began) {
    Instant time = row.event().time();
    return time != null && time.isBefore(began);
  }

  /** Where a backfill begins and ends, and how many rows that is. */
  void fill() throws SourceException {
    ConnectorState state = states.find(name).orElseThrow();
    // Up to where the source has been read already; of a connector that never ran, up to now.
    String until = state.cursor() == null ? poller.start(settings.since()) : state.cursor();
    OptionalLong total = poller.count(poller.beginning(), until);
    states.fill(name, poller.beginning(), until, total.isPresent() ? total.getAsLong() : null);
  }

  /** Reads a page of history; returns how many rows it had, or nothing if it was the last one. */
  OptionalLong history(Lease lease, ConnectorState.History history) throws SourceException {
    Poller.Page page = poller.read(history.cursor(), history.until(), settings.page());
    ingest(lease, page.rows(), row -> true);
    boolean ended = !page.more();
    states.filled(lease, page.next(), page.rows().size(), ended);
    return ended ? OptionalLong.empty() : OptionalLong.of(page.rows().size());
  }

  /** Takes rows in, and waits until each has its fate. */
  List<EventOutcome> ingest(Lease lease, List<SourceRow> rows, Predicate<SourceRow> silent)
      throws SourceException {
    List<CompletableFuture<EventOutcome>> answers = new ArrayList<>();
    for (SourceRow row : rows) {
      answers.add(bring(lease, row, row.version(), silent.test(row)));
    }
    return outcomes(answers);
  }

  /** Takes in that rows are gone; each of them once, however often it is told until it is back. */
  List<EventOutcome> bury(Lease lease, List<SourceRow> gone) throws SourceException {
    List<CompletableFuture<EventOutcome>> answers = new ArrayList<>();
    for (SourceRow row : gone) {
      answers.add(bring(lease, row, GONE, false));
    }
    return outcomes(answers);
  }

  private CompletableFuture<EventOutcome> bring(
      Lease lease, SourceRow row, String version, boolean silent) {
    SourceEvent event = row.event();
    String key = Ingest.keyOf(row.key(), version, event);
    Reading reading =
        poller.tellsStates()
            ? new Reading(lease, row.key(), version, Reading.digestOf(event), silent)
            : null;
    return routing.bring(new RoutedEvent(name, key, event, silent, reading)).toCompletableFuture();
  }

  private static List<EventOutcome> outcomes(List<CompletableFuture<EventOutcome>> answers)
      throws SourceException {
    List<EventOutcome> outcomes = new ArrayList<>();
    for (CompletableFuture<EventOutcome> answer : answers) {
      outcomes.add(outcome(answer));
    }
    return outcomes;
  }

  /**
   * Reads the records of events that carried a key only. An event's fate is that of its record's
   * row; a record that the source does not have gives nothing to post.
   */
  void readBack(Lease lease, ReadBack source, Hints waiting, List<Hints.Hint> hints)
      throws SourceException {
    Set<String> keys = new LinkedHashSet<>();
    hints.forEach(hint -> keys.add(hint.key()));
    List<SourceRow> rows = source.read(keys);
    List<EventOutcome> outcomes = ingest(lease, rows, row -> false);
    Map<String, Hints.Settled> became = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      EventOutcome outcome = outcomes.get(i);
      became.put(rows.get(i).key(), Hints.Settled.read(name, outcome));
    }
    Map<EventId, Hints.Settled> settled = new HashMap<>();
    for (Hints.Hint hint : hints) {
      settled.put(hint.event(), became.getOrDefault(hint.key(), Hints.Settled.unknown(hint.key())));
    }
    waiting.settle(settled);
  }

  private static EventOutcome outcome(CompletableFuture<EventOutcome> answer)
      throws SourceException {
    try {
      return answer.join();
    } catch (CompletionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      if (cause instanceof LeaseLostException lost) {
        throw lost;
      }
      if (cause instanceof CauserieException) {
        throw new SourceException(
            SourceException.Fault.TEMPORARY,
            RunWording.NOT_TAKEN.with(String.valueOf(cause.getMessage())),
            RunWording.LOOK_AT_DATABASE.with(),
            cause);
      }
      throw e;
    }
  }
}
