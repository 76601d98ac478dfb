package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.ingest.Ingest;
import io.causerie.spi.Capability;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteController;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes that bring connectors' events: each connector's on the one node that has its
 * lease, none while it rests, and again, later each time, where a source fails.
 */
final class RouteKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteKeeper.class);
  private static final Duration RENEWED = Duration.ofSeconds(2);
  private static final Duration LEASE = Duration.ofSeconds(8);
  private static final Duration LONGEST_END = Duration.ofMinutes(1);

  /** Those that run; changed by the thread that ticks alone. */
  private final Map<String, BroughtConnector> brought = new ConcurrentHashMap<>();

  /** Those whose routes are made just now. */
  private final Map<String, BroughtConnector> coming = new ConcurrentHashMap<>();

  private final RouteController camel;
  private final Ingest ingest;
  private final Runnable changed;
  private final List<Duration> retries;
  private final ConnectorStore states;
  private final Clock clock;
  private final Duration pace;
  private final String node = UUID.randomUUID().toString();
  private final ScheduledExecutorService ticker =
      new ScheduledThreadPoolExecutor(
          1, r -> new Thread(r, "causerie-route-keeper"), new ThreadPoolExecutor.DiscardPolicy());
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private Instant renewed = Instant.EPOCH;
  private volatile boolean looking;
  private volatile boolean stopping;
  private volatile @Nullable Future<?> ticking;

  /**
   * @param retries how long to wait before a failed step is tried again
   */
  RouteKeeper(
      RouteController camel,
      Ingest ingest,
      ConnectorStore states,
      Clock clock,
      Duration pace,
      List<Duration> retries,
      Runnable changed) {
    this.camel = camel;
    this.ingest = ingest;
    this.states = states;
    this.clock = clock;
    this.pace = pace;
    this.retries = retries;
    this.changed = changed;
  }

  /** Makes the rows of what some have to do. */
  void register(Collection<Installed> some) {
    for (Installed one : some) {
      if (one.intake() == Capability.ROUTE) {
        states.duties().register(one.name(), Set.of(DutyKind.ROUTE));
      }
    }
  }

  /** Takes note of some before their routes are made; they run once they are {@link #add}ed. */
  void expect(Collection<Installed> some) {
    for (Installed one : some) {
      if (one.intake() == Capability.ROUTE) {
        coming.put(
            one.name(),
            new BroughtConnector(
                one.name(),
                one.connector().intake().broughtBy(),
                camel,
                ingest,
                states.duties(),
                clock,
                this::look,
                changed));
      }
    }
  }

  /** Sees to it that nobody else starts a route that brings events. */
  void watch(RouteDefinition route) {
    coming.values().forEach(connector -> connector.watch(route, retries));
  }

  /** Begins to run those whose routes have been made. */
  void add() {
    between(
        () -> {
          brought.putAll(coming);
          coming.clear();
        });
    look();
  }

  /** Ends the routes of some, and gives their leases back; the others go on. */
  void remove(Set<String> names) {
    coming.keySet().removeAll(names);
    if (names.stream().noneMatch(brought::containsKey)) {
      return;
    }
    between(
        () -> {
          List<String> ended = new ArrayList<>();
          for (String name : names) {
            BroughtConnector found = brought.remove(name);
            if (found != null) {
              held.remove(name);
              found.stop();
              ended.add(name);
            }
          }
          try {
            states.release(node, ended);
          } catch (CauserieException e) {
            LOG.warn("connectors could not be given back: {}", e.getMessage());
          }
        });
  }

  /** Between two ticks: nobody looks at the routes meanwhile. */
  private void between(Runnable work) {
    if (ticking == null) {
      work.run();
    } else if (!stopping) {
      try {
        ticker.submit(work).get(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while routes were changed", e);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("the routes cannot be changed: " + e, e);
      }
    }
  }

  void start() {
    ticking = ticker.scheduleWithFixedDelay(this::tick, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** False for good once nobody looks after the routes any more. */
  boolean isAlive() {
    Future<?> looking = ticking;
    return stopping || looking == null || !looking.isDone();
  }

  /**
   * Whether a connector's routes are as they should be: started, or not to be started here and now,
   * or failed, which its state tells.
   */
  boolean isSettled(String connector) {
    BroughtConnector found = brought.get(connector);
    return !stopping && found != null && found.isSettled();
  }

  /** Whether this node runs a connector's routes. */
  boolean runs(String connector) {
    BroughtConnector found = brought.get(connector);
    return found != null && found.runs();
  }

  /** Whether this node has a connector, whose routes run or will run here. */
  boolean has(String connector) {
    return held.contains(connector);
  }

  /** Looks at the rows with the next tick; never waits. */
  void look() {
    looking = true;
  }

  private void tick() {
    try {
      keep();
    } catch (CauserieException e) {
      LOG.warn("the routes of connectors wait for the database: {}", e.getMessage());
    } catch (Throwable e) {
      LOG.error("a round of the routes failed; the next one follows", e);
    }
    Instant now = clock.instant();
    if (renewed.plus(LEASE).isBefore(now)) {
      // The database was away for so long that another node may have them.
      held.clear();
      brought.values().forEach(BroughtConnector::stop);
    }
  }

  private void keep() {
    Instant now = clock.instant();
    // A clock that was put back must not let a lease lapse.
    boolean fresh = !now.isBefore(renewed) && now.isBefore(renewed.plus(RENEWED));
    if (brought.isEmpty() || (fresh && !looking)) {
      return;
    }
    looking = false;
    states.renew(node, LEASE);
    Map<String, ConnectorState> rows = new HashMap<>();
    states.all().forEach(row -> rows.put(row.name(), row));
    renewed = now;
    for (BroughtConnector connector : brought.values()) {
      ConnectorState row = rows.get(connector.name());
      if (row != null && !stopping) {
        keep(connector, row, now);
      }
    }
  }

  private void keep(BroughtConnector connector, ConnectorState row, Instant now) {
    Duty duty = row.duty(DutyKind.ROUTE);
    try {
      @Nullable Lease lease = lease(row);
      if (lease == null) {
        held.remove(row.name());
      } else {
        held.add(row.name());
      }
      if (lease == null || row.paused() != null || duty.paused() != null) {
        connector.rest();
      } else {
        connector.run(lease, duty, now);
      }
    } catch (LeaseLostException e) {
      LOG.info("{}", e.getMessage());
      held.remove(row.name());
      connector.stop();
      look();
    }
  }

  private @Nullable Lease lease(ConnectorState row) {
    if (node.equals(row.node())) {
      return new Lease(row.name(), row.epoch());
    }
    return row.node() == null ? states.claim(row.name(), node, LEASE).orElse(null) : null;
  }

  /** Lets what is under way come to its end, and gives the connectors to other nodes. */
  @Override
  public void close() {
    stopping = true;
    ticker.shutdown();
    try {
      ticker.awaitTermination(20, TimeUnit.SECONDS);
      held.clear();
      brought.values().forEach(BroughtConnector::stop);
      if (!brought.isEmpty()) {
        states.release(node);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("the connectors could not be given back; their leases end by themselves");
    }
  }
}
