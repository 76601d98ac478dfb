package io.causerie.runtime;

import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.DutyStore;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.ingest.Ingest;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.RejectedEventException;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteController;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector whose events routes bring. Its keeper's thread alone starts and stops them; what the
 * threads of their components tell meanwhile waits for it.
 */
final class BroughtConnector implements BroughtRoute.Heard {
  private static final Logger LOG = LoggerFactory.getLogger(BroughtConnector.class);

  /** Who runs for so long after a failure has recovered. */
  private static final Duration RECOVERED = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofMinutes(20);

  /** Below the lease, so that nobody else has it before its routes have ended here. */
  private static final long PATIENCE_SECONDS = 5;

  private final String name;
  private final List<String> routes;
  private final RouteController camel;
  private final BroughtRoute route;
  private final DutyStore duties;
  private final Clock clock;
  private final Runnable look;
  private final Runnable changed;
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> lost = new AtomicReference<>();
  private volatile boolean passed;
  private volatile boolean failing;
  private volatile boolean settled;
  private @Nullable Instant started;

  BroughtConnector(
      String name,
      List<String> routes,
      RouteController camel,
      Ingest ingest,
      DutyStore duties,
      Clock clock,
      Runnable look,
      Runnable changed) {
    this.name = name;
    this.routes = routes;
    this.camel = camel;
    this.duties = duties;
    this.clock = clock;
    this.look = look;
    this.changed = changed;
    this.route = new BroughtRoute(name, ingest, this);
  }

  String name() {
    return name;
  }

  boolean isSettled() {
    return settled;
  }

  void watch(RouteDefinition definition, List<Duration> retries) {
    if (routes.contains(definition.getRouteId())) {
      route.watch(definition, retries);
    }
  }

  @Override
  public void passed() {
    if (failing || lost.get() != null) {
      passed = true;
      look.run();
    }
    changed.run();
  }

  @Override
  public void notThrough(Throwable why) {
    passed = false;
    lost.set(why);
    look.run();
  }

  @Override
  public void broke(Throwable why) {
    broken.set(why);
    look.run();
  }

  /** Another node has it, or an operator lets it rest. */
  void rest() {
    stop();
    settled = true;
  }

  /** Starts what should run, and tells what went wrong since. */
  void run(Lease lease, Duty duty, Instant now) {
    failing = duty.runs().failures() > 0;
    if (started == null) {
      Instant next = duty.runs().next();
      // One that lies further ahead was planned before the clock was put back.
      if (!failing || next == null || !next.isAfter(now) || next.isAfter(now.plus(LONGEST))) {
        start(lease, duty, now);
      }
      // Else it waits after a failure, which its row tells.
      settled = true;
      return;
    }
    Throwable why = broken.getAndSet(null);
    if (why == null && !runs()) {
      failed(lease, duty, RunWording.ROUTE_ENDED.with(), RunWording.MEND_ROUTE.with());
    } else if (why != null) {
      failed(lease, duty, RunWording.ROUTE_BROKE.with(said(why)), RunWording.MEND_ROUTE.with());
    } else {
      look(lease, duty, now);
    }
  }

  boolean runs() {
    return routes.stream().allMatch(id -> camel.getRouteStatus(id).isStarted());
  }

  private void start(Lease lease, Duty duty, Instant now) {
    broken.set(null);
    try {
      started = now;
      for (String id : routes) {
        camel.startRoute(id);
      }
    } catch (Exception e) {
      LOG.debug("{}: not started", name, e);
      failed(lease, duty, RunWording.ROUTE_NOT_STARTED.with(said(e)), RunWording.MEND_ROUTE.with());
      return;
    }
    if (!failing) {
      duties.succeeded(lease, DutyKind.ROUTE, null);
    }
  }

  /** While it runs: whether events come through, or whether it has recovered. */
  private void look(Lease lease, Duty duty, Instant now) {
    Throwable why = lost.getAndSet(null);
    if (why != null) {
      Phrase message = RunWording.NOT_THROUGH.with(said(why));
      LOG.warn("{}: {}", name, message);
      Failure failure = failure(Fault.BAD_ANSWER, message, RunWording.MEND_STEP.with());
      duties.failed(lease, DutyKind.ROUTE, failure, null, true);
      failing = true;
      if (passed) {
        // Another one came through since: told with the next look.
        look.run();
      }
    } else if (failing ? passed || recovered(duty, now) : duty.asked() != null) {
      passed = false;
      duties.succeeded(lease, DutyKind.ROUTE, null);
      failing = false;
    }
  }

  private boolean recovered(Duty duty, Instant now) {
    Failure failure = duty.runs().failure();
    boolean itself = failure != null && !failure.fault().equals(word(Fault.BAD_ANSWER));
    return itself && started != null && !started.plus(RECOVERED).isAfter(now);
  }

  private void failed(Lease lease, Duty duty, Phrase message, Phrase remedy) {
    stop();
    SourceException told = new SourceException(Fault.TEMPORARY, message, remedy, null);
    Duration wait =
        Backoff.after(duty.runs().failures() + 1, told, ThreadLocalRandom.current()::nextLong);
    LOG.warn("{}: {}; started again in {}", name, message, wait);
    duties.failed(
        lease,
        DutyKind.ROUTE,
        failure(Fault.TEMPORARY, message, remedy),
        clock.instant().plus(wait),
        true);
    failing = true;
  }

  private Failure failure(Fault fault, Phrase message, Phrase remedy) {
    return new Failure(clock.instant(), word(fault), message, remedy);
  }

  private static String word(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What went wrong. What a library says may quote an address with its password, or an event; what
   * Java says of the network and of files does not.
   */
  private static String said(Throwable why) {
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof RejectedEventException rejected) {
      return rejected.phrase().text();
    }
    String type = root.getClass().getName();
    boolean plain = type.startsWith("java.net.") || type.startsWith("java.nio.file.");
    return plain ? type + ": " + root.getMessage() : type;
  }

  /** Lets what is under way come to its end. */
  void stop() {
    if (started == null) {
      return;
    }
    started = null;
    for (String id : routes) {
      try {
        camel.stopRoute(id, PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (Exception e) {
        LOG.warn("{}: the route {} does not stop: {}", name, id, e.getClass().getName());
      }
    }
  }
}
