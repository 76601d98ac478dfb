package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Hints;
import io.causerie.spi.Connector;
import io.causerie.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the connectors that are polled, each on exactly one node at a time: takes leases, looks who
 * is due, and gives a connector to a worker. In its turn a connector does one after the other what
 * is due: live rows, a page of history, a page of a census.
 */
final class PollKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PollKeeper.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration RENEWED = Duration.ofSeconds(2);

  /** With {@link #RENEWED}, a dead node's connectors are taken over within 15 seconds. */
  /** Clocks are corrected by less; by more they are put back. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private static final Duration LEASE = Duration.ofSeconds(8);

  /** A slow source must not hold up the others, so each may have a thread of its own. */
  private static final int MOST_WORKERS = 64;

  /** As many keys as are read back at once. */
  private static final int TOGETHER = 100;

  private final ConnectorStore states;
  private final Hints hints;
  private final Events events;
  private final ConnectorMeters meters;
  private final Clock clock;
  private final String node = UUID.randomUUID().toString();
  private final Set<String> all;
  private final Map<String, Turn> turns = new HashMap<>();
  private final ExecutorService workers;
  private final ScheduledExecutorService ticker =
      new ScheduledThreadPoolExecutor(
          1, r -> new Thread(r, "causerie-poll-keeper"), new ThreadPoolExecutor.DiscardPolicy());
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private Map<String, Lease> leases = Map.of();
  private List<ConnectorState> last = List.of();
  private volatile Runnable changed = () -> {};
  private volatile Set<String> paused = Set.of();
  private Instant renewed = Instant.EPOCH;
  private Instant ticked = Instant.MIN;
  private volatile boolean looking;
  private volatile boolean stopping;
  private volatile @Nullable Future<?> ticking;

  PollKeeper(
      Map<String, Connector> connectors,
      Map<String, PollSettings> settings,
      Routing routing,
      ConnectorStore states,
      Hints hints,
      Events events,
      ConnectorMeters meters,
      Clock clock) {
    this.hints = hints;
    this.events = events;
    this.states = states;
    this.meters = meters;
    this.clock = clock;
    this.all = Set.copyOf(connectors.keySet());
    connectors.forEach(
        (name, connector) -> {
          if (connector.intake().polled().isPresent()) {
            PollSettings how = settings.getOrDefault(name, PollSettings.DEFAULT);
            turns.put(
                name,
                new Turn(
                    new PolledConnector(
                        name, connector, routing, states, how, clock, () -> stopping),
                    connector));
          }
        });
    this.workers =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(MOST_WORKERS, turns.size())), r -> new Thread(r, "causerie-poll"));
  }

  void start() {
    turns.values().forEach(Turn::listen);
    ticking = ticker.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** False for good once nobody looks any more who is due. */
  boolean isAlive() {
    Future<?> looking = ticking;
    return stopping || looking == null || !looking.isDone();
  }

  Optional<PolledConnector> polled(String connector) {
    return Optional.ofNullable(turns.get(connector)).map(t -> t.polled);
  }

  /** Lets a connector run at once, if this node has it. */
  void wake(String connector) {
    Turn turn = turns.get(connector);
    if (turn != null) {
      turn.woken = true;
    }
    look();
  }

  /** Whom to tell when a connector is not as it was. */
  void onChange(Runnable listener) {
    changed = listener;
  }

  /** Something happened to a connector that its row does not show. */
  void announceChange() {
    changed.run();
  }

  boolean isPaused(String connector) {
    return paused.contains(connector);
  }

  /** Looks at the rows of the connectors with the next tick; never waits. */
  void look() {
    looking = true;
  }

  private void tick() {
    try {
      Instant now = clock.instant();
      if (now.plus(AHEAD).isBefore(ticked)) {
        LOG.warn("the clock was put back from {} to {}; what is due is found anew", ticked, now);
        turns.values().forEach(turn -> turn.planAnew(now));
      }
      ticked = now;
      keep();
      dispatch();
    } catch (CauserieException e) {
      LOG.warn("the connectors wait for the database: {}", e.getMessage());
    } catch (Throwable e) {
      LOG.error("a round of the connectors failed; the next one follows", e);
    }
  }

  /** Renews what this node has, and takes what nobody has. */
  private void keep() {
    Instant now = clock.instant();
    // A clock that was put back must not let a lease lapse.
    boolean fresh = !now.isBefore(renewed) && now.isBefore(renewed.plus(RENEWED));
    if (fresh && !looking) {
      return;
    }
    looking = false;
    Map<String, Lease> held =
        states.renew(node, LEASE).stream()
            .filter(lease -> turns.containsKey(lease.connector()))
            .collect(Collectors.toMap(Lease::connector, lease -> lease));
    Set<String> resting = new HashSet<>();
    List<ConnectorState> rows = states.all();
    if (!rows.equals(last)) {
      last = rows;
      changed.run();
    }
    for (ConnectorState state : rows) {
      if (state.paused() != null) {
        resting.add(state.name());
      }
      Turn turn = turns.get(state.name());
      if (turn == null) {
        continue;
      }
      if (!held.containsKey(state.name()) && state.node() == null) {
        states
            .claim(state.name(), node, LEASE)
            .ifPresent(lease -> held.put(lease.connector(), lease));
      }
      turn.meet(state);
    }
    rows.stream()
        .filter(row -> all.contains(row.name()))
        .forEach(
            row ->
                meters.observe(row, turns.containsKey(row.name()), held.containsKey(row.name())));
    Set<String> waiting = hints.connectors();
    turns.forEach((name, turn) -> turn.hinted = waiting.contains(name));
    leases = Map.copyOf(held);
    paused = Set.copyOf(resting);
    renewed = now;
  }

  private void dispatch() {
    Instant now = clock.instant();
    if (renewed.plus(LEASE).isBefore(now)) {
      // The database was away for so long that another node may have them.
      return;
    }
    for (Lease lease : List.copyOf(leases.values())) {
      if (stopping) {
        return;
      }
      Turn turn = turns.get(lease.connector());
      if (turn != null && turn.isDue(now) && running.add(lease.connector())) {
        workers.execute(
            () -> {
              boolean well = false;
              try {
                well = turn.run(lease);
              } finally {
                running.remove(lease.connector());
              }
              // Who has more to do need not wait for the next tick; who failed must.
              if (well && turn.isDue(clock.instant())) {
                ticker.execute(this::tick);
              }
            });
      }
    }
  }

  /** What one connector has to do. */
  private final class Turn {
    private final PolledConnector polled;
    private final Connector connector;
    private volatile @Nullable ConnectorState state;
    private volatile boolean woken;
    private boolean met;
    private volatile boolean hinted;
    private boolean checked;
    private volatile Instant live = Instant.MIN;
    private volatile Instant history = Instant.MIN;
    private volatile @Nullable Reconciliation reconciliation;
    private volatile Instant census = Instant.MAX;
    private volatile boolean planned;
    private int censusFailures;
    private @Nullable AutoCloseable listening;

    Turn(PolledConnector polled, Connector connector) {
      this.polled = polled;
      this.connector = connector;
    }

    /** Takes over what the row says. */
    void meet(ConnectorState known) {
      if (!met && known.failures() > 0) {
        // It may have been repaired before this start: better asked now than after a long wait.
        woken = true;
      }
      met = true;
      state = known;
    }

    void listen() {
      try {
        listening = polled.poller().listen(() -> woken = true);
      } catch (SourceException e) {
        LOG.warn("{}: not woken by its source: {}", polled.name(), e.getMessage());
      }
    }

    boolean isDue(Instant now) {
      ConnectorState known = state;
      if (known == null || known.paused() != null) {
        return false;
      }
      boolean overdue = isOverdue(known, now);
      boolean due = overdue && !live.isAfter(now);
      return woken
          || due
          || isReadBackDue(known, now)
          || isHistoryDue(known, now)
          || isCensusDue(known, now);
    }

    private static boolean isOverdue(ConnectorState known, Instant now) {
      Instant next = known.nextRun();
      Instant last = known.lastRun();
      // A run that lies ahead: the clock was put back since, and the next one would be too late.
      return next == null || !next.isAfter(now) || (last != null && last.isAfter(now.plus(AHEAD)));
    }

    /** The clock was put back. */
    void planAnew(Instant now) {
      live = Instant.MIN;
      history = Instant.MIN;
      if (!census.equals(Instant.MAX)) {
        census = reconciliation == null ? nextCensus() : now;
      }
    }

    private boolean isReadBackDue(ConnectorState known, Instant now) {
      Instant next = known.nextRun();
      boolean resting = known.failures() > 0 && next != null && next.isAfter(now);
      return hinted && !resting;
    }

    private boolean isHistoryDue(ConnectorState known, Instant now) {
      return known.history() != null
          && known.history().running()
          && known.failure() == null
          && !history.isAfter(now);
    }

    private boolean isCensusDue(ConnectorState known, Instant now) {
      if (connector.census().isEmpty()) {
        return false;
      }
      ConnectorState.CensusReport last = known.census();
      if (!planned) {
        planned = true;
        // One that was lost with its node is begun anew.
        boolean lost = last != null && last.running();
        census = lost ? now : nextCensus();
      }
      boolean stopped = last != null && last.stopped() != null;
      boolean asked = known.censusAsked() != null && reconciliation == null;
      return asked || (!stopped && !census.isAfter(now));
    }

    /** Does what is due; returns whether it went well. */
    boolean run(Lease lease) {
      Instant now = clock.instant();
      try {
        ConnectorState known = states.find(polled.name()).orElseThrow();
        state = known;
        if (known.paused() != null) {
          return true;
        }
        if (woken || isOverdue(known, now)) {
          woken = false;
          if (!checked) {
            check(lease);
          }
          poll(lease);
        }
        if (isReadBackDue(known, now)) {
          readBack(lease);
        }
        if (isHistoryDue(known, now)) {
          fill(lease, known);
        }
        if (isCensusDue(known, now)) {
          reconcile(lease);
        }
        state = states.find(polled.name()).orElse(known);
        return true;
      } catch (LeaseLostException e) {
        LOG.info("{}", e.getMessage());
        look();
      } catch (SourceException e) {
        failed(lease, e);
      } catch (CauserieException e) {
        LOG.warn("{}: waits for the database: {}", polled.name(), e.getMessage());
        live = clock.instant().plusSeconds(5);
      } catch (RuntimeException | Error e) {
        LOG.error("{}: a fault", polled.name(), e);
        failed(lease, fault(e));
      }
      return false;
    }

    /** Once a start; what is wrong is shown, and whether it hinders is left to the source. */
    private void check(Lease lease) {
      try {
        connector.check();
        states.checked(lease, null);
      } catch (SourceException e) {
        LOG.warn("{}: {} {}", polled.name(), e.getMessage(), e.remedy());
        states.checked(lease, RunWording.FOUND.with(e.message(), e.remedy()));
        // No answer is no finding: it is asked again before the next run.
        checked = e.fault() != SourceException.Fault.TEMPORARY;
        return;
      }
      checked = true;
    }

    private void poll(Lease lease) throws SourceException {
      PolledConnector.Run run = polled.poll(lease);
      Instant now = clock.instant();
      Instant next = run.more() ? now : polled.settings().schedule().next(now, this::random);
      states.succeeded(lease, next, run.readUpTo(), run.behind());
    }

    private void readBack(Lease lease) throws SourceException {
      List<Hints.Hint> oldest = hints.oldest(polled.name(), TOGETHER);
      hinted = oldest.size() == TOGETHER;
      if (!oldest.isEmpty()) {
        polled.readBack(lease, connector.readBack().orElseThrow(), hints, oldest);
      }
    }

    private void fill(Lease lease, ConnectorState known) throws SourceException {
      ConnectorState.History running = known.history();
      if (running != null) {
        OptionalLong rows = polled.history(lease, running);
        long millis = rows.orElse(0) * 1000 / polled.settings().backfillRate();
        history = clock.instant().plusMillis(millis);
      }
    }

    /** A step of a reconciliation, begun if need be; its failures are its own. */
    private void reconcile(Lease lease) {
      Reconciliation run = reconciliation;
      try {
        if (run == null) {
          run =
              new Reconciliation(
                  polled,
                  connector.census().orElseThrow(),
                  connector.readBack(),
                  states.reconciliations(),
                  events,
                  lease);
          reconciliation = run;
        }
        long rows = run.step();
        if (run.ended()) {
          reconciliation = null;
          censusFailures = 0;
          census = nextCensus();
        } else {
          // Behind the clock where it need not wait, so that live rows come first.
          census = clock.instant().plusMillis(rows * 1000 / polled.settings().backfillRate());
        }
      } catch (SourceException e) {
        unreconciled(lease, e, run != null && run.stopped());
      } catch (LeaseLostException | CauserieException e) {
        reconciliation = null;
        planned = false;
        throw e;
      } catch (RuntimeException | Error e) {
        LOG.error("{}: a fault", polled.name(), e);
        unreconciled(lease, fault(e), false);
      }
    }

    private void unreconciled(Lease lease, SourceException e, boolean stopped) {
      reconciliation = null;
      if (stopped) {
        censusFailures = 0;
        census = nextCensus();
        LOG.warn("{}: the reconciliation was stopped: {}", polled.name(), e.getMessage());
      } else {
        Duration wait = Backoff.after(++censusFailures, e, this::random);
        census = clock.instant().plus(wait);
        LOG.warn(
            "{}: the reconciliation failed: {}; tried again in {}",
            polled.name(),
            e.getMessage(),
            wait);
      }
      note(lease, e, stopped);
    }

    private static SourceException fault(Throwable e) {
      return new SourceException(
          SourceException.Fault.BAD_ANSWER, RunWording.FAULT.with(e), RunWording.REPORT.with(), e);
    }

    private void note(Lease lease, SourceException e, boolean stopped) {
      states
          .reconciliations()
          .failed(
              lease,
              new Failure(
                  clock.instant(),
                  e.fault().name().toLowerCase(Locale.ROOT),
                  e.message(),
                  e.remedy()),
              stopped);
    }

    private Instant nextCensus() {
      Schedule when = polled.settings().census();
      return when == null ? Instant.MAX : when.next(clock.instant(), this::random);
    }

    private void failed(Lease lease, SourceException e) {
      ConnectorState known = state;
      int failures = known == null ? 0 : known.failures();
      Instant now = clock.instant();
      Duration wait = Backoff.after(failures + 1, e, this::random);
      LOG.warn("{}: {}; tried again in {}", polled.name(), e.getMessage(), wait);
      LOG.debug("{}", polled.name(), e);
      try {
        states.failed(
            lease,
            new Failure(now, e.fault().name().toLowerCase(Locale.ROOT), e.message(), e.remedy()),
            now.plus(wait));
        state = states.find(polled.name()).orElse(null);
      } catch (RuntimeException lost) {
        LOG.warn("{}: could not note that: {}", polled.name(), lost.toString());
        live = now.plus(wait);
      }
    }

    private long random(long bound) {
      return ThreadLocalRandom.current().nextLong(bound);
    }

    void close() {
      try {
        if (listening != null) {
          listening.close();
        }
      } catch (Exception e) {
        LOG.debug("{}: could not stop listening", polled.name(), e);
      }
    }
  }

  /** Lets a page that is under way come to its end, and gives the connectors to other nodes. */
  @Override
  public void close() {
    stopping = true;
    // Not interrupted: H2 would close its file under everybody.
    ticker.shutdown();
    try {
      // Before the workers end: a round that is under way may still give them something.
      ticker.awaitTermination(5, TimeUnit.SECONDS);
      workers.shutdown();
      if (!workers.awaitTermination(20, TimeUnit.SECONDS)) {
        LOG.warn("a connector does not stop; its page will be read again");
      }
      if (!turns.isEmpty()) {
        states.release(node);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("the connectors could not be given back; their leases end by themselves");
    }
    turns.values().forEach(Turn::close);
  }
}
