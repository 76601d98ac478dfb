package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.connector.RequestStore;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one connector's source, or takes what it delivers, a page at a time: the rows go through
 * the route, and only when each has its fate is the cursor moved. A crash in between brings the
 * page again, and what came before is told by its key. The duties use it by one thread at a time,
 * and a line by its own.
 */
final class ReadConnector {
  private static final Logger LOG = LoggerFactory.getLogger(ReadConnector.class);

  /** After this long others get a turn. */
  private static final Duration SLICE = Duration.ofSeconds(5);

  private final String name;
  private final @Nullable Poller poller;
  private final @Nullable Subscription subscription;
  private final @Nullable Poller history;
  private final RowIntake rows;
  private final ConnectorStore states;
  private final PollSettings settings;
  private final Clock clock;
  private final BooleanSupplier stopping;

  ReadConnector(
      String name,
      Connector connector,
      Routing routing,
      ConnectorStore states,
      PollSettings settings,
      Clock clock,
      BooleanSupplier stopping) {
    this.name = name;
    this.poller = connector.intake().polled().orElse(null);
    this.subscription = connector.intake().subscribed().orElse(null);
    this.history = subscription == null ? poller : subscription.history().orElse(null);
    this.rows = new RowIntake(name, connector, routing);
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

  /** The duty that brings what is new. */
  DutyKind live() {
    return subscription == null ? DutyKind.POLL : DutyKind.SUBSCRIBE;
  }

  Optional<Subscription> subscription() {
    return Optional.ofNullable(subscription);
  }

  /** Whether its source's history can be read. */
  boolean hasHistory() {
    return history != null;
  }

  private Poller poller() {
    return Objects.requireNonNull(poller);
  }

  AutoCloseable listen(Runnable wake) throws SourceException {
    return poller == null ? () -> {} : poller.listen(wake);
  }

  /** When it first read; absent: it has not. */
  @Nullable Instant began() {
    return states.find(name).map(state -> state.live().progress().began()).orElse(null);
  }

  /**
   * Where it goes on: where it was, or from where it begins.
   *
   * @param cursor behind which the source is asked
   * @param began what the source says of earlier times is known, but silent
   * @param anew whether it begins just now
   */
  record Place(String cursor, Instant began, boolean anew) {}

  /** Where it is, noted if it begins. */
  Place place(Lease lease, Duty.Progress known) throws SourceException {
    String cursor = known.cursor();
    Instant began = known.began();
    if (cursor != null && began != null) {
      return new Place(cursor, began, false);
    }
    Instant since = settings.since();
    cursor = cursor == null ? start(since) : cursor;
    began = began == null ? since == null ? clock.instant() : since : began;
    states.duties().begin(lease, live(), cursor, began);
    return new Place(cursor, began, true);
  }

  private String start(@Nullable Instant since) throws SourceException {
    return subscription == null ? poller().start(since) : subscription.start(since);
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
    Poller source = poller();
    Place place = place(lease, known);
    String cursor = place.cursor();
    boolean idle = !place.anew();
    boolean moved = false;
    long read = 0;
    Instant end = clock.instant().plus(SLICE);
    while (true) {
      Poller.Page page = source.read(cursor, null, settings.page());
      ingest(lease, page.rows(), row -> isBefore(row, place.began()));
      if (!page.next().equals(cursor)) {
        states.duties().advance(lease, DutyKind.POLL, page.next(), page.upTo());
        idle = false;
        moved = true;
      }
      read += page.rows().size();
      idle = idle && page.rows().isEmpty();
      source.committed(page);
      cursor = page.next();
      if (!page.more()) {
        return new Run(false, idle, moved ? null : read, page.upTo(), 0L);
      }
      if (!clock.instant().isBefore(end) || stopping.getAsBoolean()) {
        return new Run(true, idle, null, page.upTo(), behind(cursor));
      }
    }
  }

  /** How many rows there are behind the cursor; absent: the source cannot say. */
  @Nullable Long behind(String cursor) throws SourceException {
    OptionalLong count = poller == null ? OptionalLong.empty() : poller.count(cursor, null);
    return count.isPresent() ? count.getAsLong() : null;
  }

  /**
   * Takes in what was delivered, and waits until each row has its fate.
   *
   * @param began what happened earlier is known, but silent
   * @param room waits while there is none
   */
  void take(Lease lease, Poller.Page page, Instant began, RowIntake.Room room)
      throws InterruptedException {
    rows.delivered(lease, page.rows(), row -> isBefore(row, began), room);
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
                .answer(lease, live(), request, new RequestStore.Answer(behind(from(since)), null));
        case RESET -> states.requests().reset(lease, request, from(since));
        case BACKFILL -> fill(lease, request, known);
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

  private void fill(Lease lease, RequestStore.Request request, Duty.Progress known)
      throws SourceException {
    Poller source = Objects.requireNonNull(history);
    String until = known.cursor();
    if (subscription != null) {
      // What is delivered may be parts of records: these are read as they are by now.
      until = source.start(null);
    } else if (until == null) {
      // Up to where the source has been read already; of one that never ran, up to now.
      until = source.start(settings.since());
    }
    OptionalLong total = source.count(source.beginning(), until);
    states
        .requests()
        .fill(
            lease,
            request,
            source.beginning(),
            until,
            total.isPresent() ? total.getAsLong() : null);
  }

  private String from(@Nullable Instant since) throws SourceException {
    if (subscription != null) {
      return subscription.start(since == null ? Instant.EPOCH : since);
    }
    return since == null ? poller().beginning() : poller().start(since);
  }

  private void refuse(Lease lease, RequestStore.Request request, SourceException e) {
    states
        .requests()
        .answer(
            lease,
            live(),
            request,
            new RequestStore.Answer(null, RunWording.failure(e, clock.instant())));
  }

  /** Reads a page of history; returns how many rows it had, or nothing if it was the last one. */
  OptionalLong history(Lease lease, ConnectorState.History history) throws SourceException {
    Poller.Page page =
        Objects.requireNonNull(this.history)
            .read(history.cursor(), history.until(), settings.page());
    Instant began = subscription == null ? null : began();
    // What has happened since it delivers is news, whoever tells it first.
    ingest(lease, page.rows(), row -> began == null || isBefore(row, began));
    boolean ended = !page.more();
    int rows = page.rows().size();
    Instant next = clock.instant().plusMillis(settings.millis(rows));
    states.duties().filled(lease, page.next(), rows, ended ? null : next);
    return ended ? OptionalLong.empty() : OptionalLong.of(rows);
  }

  /** Takes rows in that were read, and waits until each has its fate. */
  List<EventOutcome> ingest(Lease lease, List<SourceRow> read, Predicate<SourceRow> silent)
      throws SourceException {
    return taken(() -> rows.read(lease, read, silent));
  }

  /** Takes in that rows are gone; each of them once, however often it is told until it is back. */
  List<EventOutcome> bury(Lease lease, List<SourceRow> gone) throws SourceException {
    return taken(() -> rows.bury(lease, gone));
  }

  private static List<EventOutcome> taken(Supplier<List<EventOutcome>> work)
      throws SourceException {
    try {
      return work.get();
    } catch (CauserieException e) {
      throw new SourceException(
          SourceException.Fault.TEMPORARY,
          RunWording.NOT_TAKEN.with(String.valueOf(e.getMessage())),
          RunWording.LOOK_AT_DATABASE.with(),
          e);
    }
  }
}
