package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.connector.RequestStore;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.ingest.Reading;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one connector's source, a page at a time: the rows go through the route, and only when each
 * has its fate is the cursor moved. A crash in between reads the page again, and what came before
 * is told by its key. Used by one thread at a time.
 */
final class PolledConnector {
  private static final Logger LOG = LoggerFactory.getLogger(PolledConnector.class);

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
    return states.find(name).map(state -> state.poll().progress().began()).orElse(null);
  }

  /**
   * How a run ended.
   *
   * @param more whether the source has more at once
   * @param idle whether there was nothing, and nothing was written
   * @param rows how many rows it had while the cursor stood; absent: the cursor has moved
   */
  record Run(
      boolean more,
      boolean idle,
      @Nullable Long rows,
      @Nullable Instant readUpTo,
      @Nullable Long behind) {}

  /** Reads what is new behind where it is. */
  Run poll(Lease lease, Duty.Progress known) throws SourceException {
    String cursor = known.cursor();
    Instant began = known.began();
    boolean idle = true;
    boolean moved = false;
    long rows = 0;
    if (cursor == null || began == null) {
      Instant since = settings.since();
      cursor = cursor == null ? poller.start(since) : cursor;
      began = began == null ? since == null ? clock.instant() : since : began;
      states.duties().begin(lease, cursor, began);
      idle = false;
    }
    Instant first = began;
    Instant end = clock.instant().plus(SLICE);
    while (true) {
      Poller.Page page = poller.read(cursor, null, settings.page());
      ingest(lease, page.rows(), row -> isBefore(row, first));
      if (!page.next().equals(cursor)) {
        states.duties().advance(lease, page.next(), page.upTo());
        idle = false;
        moved = true;
      }
      rows += page.rows().size();
      idle = idle && page.rows().isEmpty();
      poller.committed(page);
      cursor = page.next();
      if (!page.more()) {
        return new Run(false, idle, moved ? null : rows, page.upTo(), 0L);
      }
      if (!clock.instant().isBefore(end) || stopping.getAsBoolean()) {
        return new Run(true, idle, null, page.upTo(), behind(cursor));
      }
    }
  }

  /** How many rows there are behind the cursor; absent: the source cannot say. */
  @Nullable Long behind(String cursor) throws SourceException {
    OptionalLong count = poller.count(cursor, null);
    return count.isPresent() ? count.getAsLong() : null;
  }

  static boolean isBefore(SourceRow row, Instant began) {
    Instant time = row.event().time();
    return time != null && time.isBefore(began);
  }

  /** Does what an operator asks of the source; what it does not do is her answer. */
  void serve(Lease lease, RequestStore.Request request, Duty.Progress known) {
    try {
      Instant since = request.since();
      switch (request.what()) {
        case COUNT ->
            states
                .requests()
                .answer(lease, request, new RequestStore.Answer(behind(from(since)), null));
        case RESET -> states.requests().reset(lease, request, from(since));
        case BACKFILL -> {
          // Up to where the source has been read already; of one that never ran, up to now.
          String until = known.cursor() == null ? poller.start(settings.since()) : known.cursor();
          OptionalLong total = poller.count(poller.beginning(), until);
          states
              .requests()
              .fill(
                  lease,
                  request,
                  poller.beginning(),
                  until,
                  total.isPresent() ? total.getAsLong() : null);
        }
      }
    } catch (SourceException e) {
      refuse(lease, request, e);
    } catch (LeaseLostException | CauserieException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("{}: a fault", name, e);
      refuse(lease, request, RunWording.fault(e));
    }
  }

  private String from(@Nullable Instant since) throws SourceException {
    return since == null ? poller.beginning() : poller.start(since);
  }

  private void refuse(Lease lease, RequestStore.Request request, SourceException e) {
    states
        .requests()
        .answer(
            lease, request, new RequestStore.Answer(null, RunWording.failure(e, clock.instant())));
  }

  /** Reads a page of history; returns how many rows it had, or nothing if it was the last one. */
  OptionalLong history(Lease lease, ConnectorState.History history) throws SourceException {
    Poller.Page page = poller.read(history.cursor(), history.until(), settings.page());
    ingest(lease, page.rows(), row -> true);
    boolean ended = !page.more();
    int rows = page.rows().size();
    Instant next = clock.instant().plusMillis(settings.millis(rows));
    states.duties().filled(lease, page.next(), rows, ended ? null : next);
    return ended ? OptionalLong.empty() : OptionalLong.of(rows);
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
