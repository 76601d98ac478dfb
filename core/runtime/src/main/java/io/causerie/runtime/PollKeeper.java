package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.DutyStore;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LifeSigns;
import io.causerie.engine.connector.RequestStore;
import io.causerie.engine.connector.Stillness;
import io.causerie.engine.connector.Watching;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Hints;
import io.causerie.spi.Connector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the connectors that are polled, each on exactly one node at a time: takes leases, looks who
 * is due, and gives a connector to a worker, which sees to one of its duties. What a look costs
 * does not grow with the connectors: polls that found nothing are written down together.
 */
final class PollKeeper implements AutoCloseable, Turn.Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(PollKeeper.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration RENEWED = Duration.ofSeconds(2);

  /** With {@link #RENEWED}, a dead node's connectors are taken over within 15 seconds. */
  private static final Duration LEASE = Duration.ofSeconds(8);

  private static final Duration WATCH = Duration.ofMinutes(1);

  /** A slow source must not hold up the others, so each may have a thread of its own. */
  private static final int MOST_WORKERS = 64;

  private final ConnectorStore states;
  private final LifeSigns signs;
  private final Map<String, Watching> watching;
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
  private final Map<String, DutyStore.Idle> idle = new ConcurrentHashMap<>();
  private volatile Consumer<RequestStore.Request> served = request -> {};
  private Map<String, Lease> leases = Map.of();
  private List<ConnectorState> last = List.of();
  private volatile Runnable changed = () -> {};
  private volatile Set<String> paused = Set.of();
  private Instant renewed = Instant.EPOCH;
  private Instant ticked = Instant.MIN;
  private Instant watched = Instant.EPOCH;
  private volatile Map<String, Stillness> still = Map.of();
  private volatile boolean looking;
  private volatile boolean stopping;
  private volatile @Nullable Future<?> ticking;

  /** By what it is known whether connectors are alive, and how each is watched. */
  record Watch(LifeSigns signs, Map<String, Watching> watching) {}

  PollKeeper(
      Map<String, Connector> connectors,
      Map<String, PollSettings> settings,
      Routing routing,
      ConnectorStore states,
      Hints hints,
      Events events,
      Watch watch,
      ConnectorMeters meters,
      Clock clock) {
    this.states = states;
    this.signs = watch.signs();
    this.watching = watch.watching();
    this.meters = meters;
    this.clock = clock;
    this.all = Set.copyOf(connectors.keySet());
    Turn.Parts parts = new Turn.Parts(states, hints, events, clock, this);
    connectors.forEach(
        (name, connector) -> {
          if (connector.intake().polled().isPresent()) {
            PollSettings how = settings.getOrDefault(name, PollSettings.DEFAULT);
            turns.put(
                name,
                new Turn(
                    new PolledConnector(
                        name, connector, routing, states, how, clock, () -> stopping),
                    connector,
                    parts));
          }
        });
    this.workers =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(MOST_WORKERS, turns.size())), r -> new Thread(r, "causerie-poll"));
  }

  void start() {
    turns.forEach((name, turn) -> states.duties().register(name, turn.duties()));
    turns.values().forEach(Turn::listen);
    ticking = ticker.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** False for good once nobody looks any more who is due. */
  boolean isAlive() {
    Future<?> looking = ticking;
    return stopping || looking == null || !looking.isDone();
  }

  Optional<PolledConnector> polled(String connector) {
    return Optional.ofNullable(turns.get(connector)).map(Turn::polled);
  }

  /** What a connector can have to do. */
  Set<DutyKind> duties(String connector) {
    Turn turn = turns.get(connector);
    return turn == null ? Set.of() : turn.duties();
  }

  /** Lets a connector run at once, if this node has it. */
  void wake(String connector) {
    Turn turn = turns.get(connector);
    if (turn != null) {
      turn.wake();
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

  /** Whom to tell that a request of an operator has its answer. */
  void onServed(Consumer<RequestStore.Request> listener) {
    served = listener;
  }

  @Override
  public void served(RequestStore.Request request) {
    served.accept(request);
  }

  @Override
  public void idle(DutyStore.Idle poll) {
    idle.put(poll.lease().connector(), poll);
  }

  boolean isPaused(String connector) {
    return paused.contains(connector);
  }

  /** Looks at the rows of the connectors with the next tick; never waits. */
  @Override
  public void look() {
    looking = true;
  }

  private void tick() {
    try {
      Instant now = clock.instant();
      if (now.plus(Turn.AHEAD).isBefore(ticked)) {
        LOG.warn("the clock was put back from {} to {}; what is due is found anew", ticked, now);
        turns.values().forEach(Turn::planAnew);
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
    boolean asked = looking;
    if (fresh && !asked) {
      return;
    }
    looking = false;
    if (!turns.isEmpty()) {
      states.renew(node, LEASE);
    }
    noteIdle();
    Map<String, Long> runs = new HashMap<>();
    turns.forEach((name, turn) -> runs.put(name, turn.runs()));
    List<ConnectorState> rows = states.all();
    if (!rows.equals(last)) {
      last = rows;
      changed.run();
    }
    Map<String, Lease> held = new HashMap<>();
    Set<String> resting = new HashSet<>();
    for (ConnectorState state : rows) {
      if (state.paused() != null) {
        resting.add(state.name());
      }
      Turn turn = turns.get(state.name());
      if (turn != null) {
        lease(state).ifPresent(lease -> held.put(state.name(), lease));
        boolean met = turn.meet(withIdle(state), Objects.requireNonNull(runs.get(state.name())));
        // What was asked for meanwhile stands in rows that are newer than what it has read.
        looking = looking || (asked && !met);
      }
    }
    rows.stream()
        .filter(row -> all.contains(row.name()))
        .forEach(
            row ->
                meters.observe(
                    row,
                    still(row.name()),
                    turns.containsKey(row.name()),
                    held.containsKey(row.name())));
    watch(rows, now);
    leases = Map.copyOf(held);
    paused = Set.copyOf(resting);
    renewed = now;
  }

  /** Once a minute: whether anything comes from connectors that look well. */
  private void watch(List<ConnectorState> rows, Instant now) {
    if (!now.isBefore(watched) && now.isBefore(watched.plus(WATCH))) {
      return;
    }
    watched = now;
    Map<String, Stillness> found =
        signs.still(rows.stream().filter(row -> all.contains(row.name())).toList(), watching);
    if (!found.equals(still)) {
      still = found;
      changed.run();
    }
  }

  /** What a connector that looks well does not do. */
  Optional<Stillness> still(String connector) {
    return Optional.ofNullable(still.get(connector));
  }

  private Optional<Lease> lease(ConnectorState state) {
    Lease held = leases.get(state.name());
    if (node.equals(state.node()) || (held != null && held.epoch() == state.epoch())) {
      // Also where it has lapsed, and nobody has taken it.
      return Optional.of(new Lease(state.name(), state.epoch()));
    }
    return state.node() == null ? states.claim(state.name(), node, LEASE) : Optional.empty();
  }

  private void noteIdle() {
    List<DutyStore.Idle> polls = List.copyOf(idle.values());
    if (!polls.isEmpty()) {
      states.duties().idle(polls);
      polls.forEach(poll -> idle.remove(poll.lease().connector(), poll));
    }
  }

  /** As it is since a run that its row does not tell of yet. */
  private ConnectorState withIdle(ConnectorState state) {
    DutyStore.Idle poll = idle.get(state.name());
    return poll == null || poll.lease().epoch() != state.epoch()
        ? state
        : state.with(state.poll().idle(poll.at(), poll.next()));
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
      if (turn != null && !running.contains(lease.connector()) && turn.isDue(lease, now)) {
        running.add(lease.connector());
        workers.execute(() -> run(turn, lease));
      }
    }
  }

  private void run(Turn turn, Lease lease) {
    boolean well = false;
    try {
      well = turn.run(lease);
    } finally {
      running.remove(lease.connector());
    }
    // Who has more to do need not wait for the next tick; who failed must.
    if (well && turn.isDue(lease, clock.instant())) {
      ticker.execute(this::tick);
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
        noteIdle();
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
