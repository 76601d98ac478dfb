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
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Hints;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the connectors that are polled, or whose source delivers on a line, each on exactly one node
 * at a time: takes leases, keeps the lines, looks who is due, and gives a connector to a worker,
 * which sees to one of its duties. What a look costs does not grow with the connectors that are
 * polled: polls that found nothing are written down together.
 */
final class PollKeeper implements AutoCloseable, Turn.Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(PollKeeper.class);
  private static final Duration RENEWED = Duration.ofSeconds(2);

  /** With {@link #RENEWED}, a dead node's connectors are taken over within 15 seconds. */
  private static final Duration LEASE = Duration.ofSeconds(8);

  private static final Duration WATCH = Duration.ofMinutes(1);

  /** So long what is under way may take to its end. */
  private static final Duration LAST_PAGE = Duration.ofSeconds(20);

  /** A slow source must not hold up the others, so each may have a thread of its own. */
  private static final int MOST_WORKERS = 64;

  private final ConnectorStore states;
  private final LifeSigns signs;
  private final ConnectorMeters meters;
  private final Clock clock;
  private final Duration pace;
  private final String node = UUID.randomUUID().toString();
  private final Routing routing;
  private final Turn.Parts parts;

  /** All that run, those whose source pushes, too; changed by the thread that ticks alone. */
  private final Map<String, Installed> all = new ConcurrentHashMap<>();

  private final Map<String, Turn> turns = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          r -> new Thread(r, "causerie-poll"));
  private final ScheduledExecutorService ticker =
      new ScheduledThreadPoolExecutor(
          1, r -> new Thread(r, "causerie-poll-keeper"), new ThreadPoolExecutor.DiscardPolicy());
  private final Set<Turn> running = ConcurrentHashMap.newKeySet();
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

  PollKeeper(
      Routing routing,
      ConnectorStore states,
      Hints hints,
      Events events,
      LifeSigns signs,
      ConnectorMeters meters,
      Clock clock,
      Duration pace) {
    this.routing = routing;
    this.states = states;
    this.signs = signs;
    this.meters = meters;
    this.clock = clock;
    this.pace = pace;
    this.parts = new Turn.Parts(states, hints, events, clock, this);
  }

  void start() {
    ticking = ticker.scheduleWithFixedDelay(this::tick, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Makes the rows of some that are to run; their duties stand there already where they ran. */
  void register(Collection<Installed> some) {
    states.register(some.stream().map(Installed::name).toList());
    for (Installed one : some) {
      if (one.isRead()) {
        states.duties().register(one.name(), new Turn(one, routing, parts).duties());
      }
    }
  }

  /** Begins to run some, whose rows there are. */
  void add(Collection<Installed> some) {
    List<Turn> added = new ArrayList<>();
    for (Installed one : some) {
      if (one.isRead()) {
        Turn turn = new Turn(one, routing, parts);
        turn.listen();
        added.add(turn);
      }
    }
    between(
        () -> {
          some.forEach(one -> all.put(one.name(), one));
          added.forEach(turn -> turns.put(turn.polled().name(), turn));
          fit();
        });
    look();
  }

  /**
   * Ends some: what is under way comes to its end, and their leases are given back. The others are
   * seen to meanwhile.
   *
   * @param forgotten whose figures end, too
   */
  void remove(Set<String> names, Set<String> forgotten) {
    List<Turn> ended = new ArrayList<>();
    between(
        () -> {
          names.forEach(
              name -> {
                all.remove(name);
                Optional.ofNullable(turns.remove(name)).ifPresent(ended::add);
              });
          ended.forEach(Turn::end);
        });
    boolean well = awaitEnd(ended);
    if (!awaitLines(ended) || !well) {
      LOG.warn("a connector does not stop; its page will be read again");
    }
    between(
        () -> {
          forgotten.forEach(meters::forget);
          Map<String, Lease> kept = new HashMap<>(leases);
          kept.keySet().removeAll(names);
          leases = Map.copyOf(kept);
          if (!ended.isEmpty()) {
            giveBack(ended.stream().map(turn -> turn.polled().name()).toList());
          }
          fit();
        });
    ended.forEach(Turn::close);
  }

  private void giveBack(List<String> names) {
    try {
      noteIdle();
      states.release(node, names);
    } catch (CauserieException e) {
      LOG.warn("connectors could not be given back: {}", e.getMessage());
    }
    // What a run of theirs found that was not written is asked again.
    idle.keySet().removeAll(names);
  }

  private boolean awaitEnd(List<Turn> ended) {
    long end = System.nanoTime() + LAST_PAGE.toNanos();
    synchronized (running) {
      while (ended.stream().anyMatch(running::contains)) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        try {
          running.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return true;
  }

  private static boolean awaitLines(Collection<Turn> ended) {
    long end = System.nanoTime() + LAST_PAGE.toNanos();
    boolean all = true;
    for (Turn turn : ended) {
      Optional<Line> line = turn.line();
      all &= line.isEmpty() || line.get().awaitEnd(Duration.ofNanos(end - System.nanoTime()));
    }
    return all;
  }

  /** Between two ticks: nobody looks at the connectors meanwhile. */
  private void between(Runnable work) {
    if (ticking == null) {
      work.run();
      return;
    }
    if (!stopping) {
      try {
        ticker.submit(work).get(LAST_PAGE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while connectors were changed", e);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("the connectors cannot be changed: " + e, e);
      }
    }
  }

  /** As many threads as there are connectors, and one more for each that does not stop. */
  private void fit() {
    long stray = running.stream().filter(turn -> !turns.containsValue(turn)).count();
    int most = (int) Math.max(1, Math.min(MOST_WORKERS, turns.size() + stray));
    if (most > workers.getMaximumPoolSize()) {
      workers.setMaximumPoolSize(most);
      workers.setCorePoolSize(most);
    } else {
      workers.setCorePoolSize(most);
      workers.setMaximumPoolSize(most);
    }
  }

  /** False for good once nobody looks any more who is due. */
  boolean isAlive() {
    Future<?> looking = ticking;
    return stopping || looking == null || !looking.isDone();
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
    if (isLapsed(clock.instant())) {
      // What comes on them could not be taken anyway.
      turns.values().forEach(turn -> turn.line().ifPresent(Line::end));
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
    Map<String, Long> lines = new HashMap<>();
    turns.forEach(
        (name, turn) -> {
          runs.put(name, turn.runs());
          turn.line().ifPresent(line -> lines.put(name, line.ended()));
        });
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
        Lease lease = held.get(state.name());
        if (lease != null) {
          turn.noteLimits(lease);
        }
        Long ended = lines.get(state.name());
        if (ended != null && !keepLine(turn, lease, state, ended)) {
          looking = true;
        }
      }
    }
    rows.stream()
        .filter(row -> all.containsKey(row.name()))
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

  /** False if its row is to be read again. */
  private boolean keepLine(Turn turn, @Nullable Lease lease, ConnectorState state, long ended) {
    try {
      return turn.line().orElseThrow().keep(stopping ? null : lease, state, ended);
    } catch (CauserieException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // The others are looked after all the same.
      LOG.error("{}: its line was not looked after", state.name(), e);
      return true;
    }
  }

  /** Once a minute: whether anything comes from connectors that look well. */
  private void watch(List<ConnectorState> rows, Instant now) {
    if (!now.isBefore(watched) && now.isBefore(watched.plus(WATCH))) {
      return;
    }
    watched = now;
    Map<String, Stillness> found =
        signs.still(
            rows.stream().filter(row -> all.containsKey(row.name())).toList(),
            all.values().stream().collect(Collectors.toMap(Installed::name, Installed::watching)));
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

  /** The database was away for so long that another node may have them. */
  private boolean isLapsed(Instant now) {
    return renewed.plus(LEASE).isBefore(now);
  }

  private void dispatch() {
    Instant now = clock.instant();
    if (isLapsed(now)) {
      return;
    }
    for (Lease lease : List.copyOf(leases.values())) {
      if (stopping) {
        return;
      }
      Turn turn = turns.get(lease.connector());
      if (turn != null && !running.contains(turn) && turn.isDue(lease, now)) {
        running.add(turn);
        workers.execute(() -> run(turn, lease));
      }
    }
  }

  private void run(Turn turn, Lease lease) {
    boolean well = false;
    try {
      well = turn.run(lease);
    } finally {
      synchronized (running) {
        running.remove(turn);
        running.notifyAll();
      }
    }
    // Who has more to do need not wait for the next tick; who failed must.
    if (well && turns.containsValue(turn) && turn.isDue(lease, clock.instant())) {
      ticker.execute(this::tick);
    }
  }

  /** Lets a page that is under way come to its end, and gives the connectors to other nodes. */
  @Override
  public void close() {
    stopping = true;
    turns.values().forEach(Turn::end);
    // Not interrupted: H2 would close its file under everybody.
    ticker.shutdown();
    try {
      // Before the workers end: a round that is under way may still give them something.
      ticker.awaitTermination(5, TimeUnit.SECONDS);
      workers.shutdown();
      boolean lines = awaitLines(turns.values());
      if (!workers.awaitTermination(LAST_PAGE.toSeconds(), TimeUnit.SECONDS) || !lines) {
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
