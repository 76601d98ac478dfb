package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.DutyStore;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.connector.RequestStore;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Hints;
import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connector has to do, and when: each duty by its own row. One duty is seen to at a time,
 * and each failure is its duty's own. Only while what brings the news finds the source away, the
 * others wait with it. A line on which the source delivers is no turn: it runs beside.
 */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  /** Clocks are corrected by less; by more they are put back. */
  static final Duration AHEAD = Duration.ofMinutes(1);

  /** So long the database is left alone that did not answer. */
  private static final Duration AWAY = Duration.ofSeconds(5);

  /** What a turn tells the keeper of all. */
  interface Keeper {
    /** The rows are to be looked at soon. */
    void look();

    /** A poll found nothing; its row is written with the next look. */
    void idle(DutyStore.Idle poll);

    /** An operator's request has its answer. */
    void served(RequestStore.Request request);
  }

  private final ReadConnector polled;
  private final Connector connector;
  private final @Nullable Line line;
  private final Look check;
  private final Set<DutyKind> duties;
  private final Parts parts;
  private final @Nullable Census census;
  private final @Nullable HintReader hints;
  private final Allowance allowance;
  private final DutyOrder order = new DutyOrder();
  private final Stuck stuck;
  private final AtomicLong runs = new AtomicLong();
  private volatile boolean ending;
  private volatile @Nullable ConnectorState state;
  private volatile boolean woken;
  private volatile boolean planAnew;
  private volatile long planned = -1;
  private volatile Instant rests = Instant.MIN;
  private volatile @Nullable Reconciliation reconciliation;
  private volatile Instant nextStep = Instant.MIN;
  private boolean met;
  private @Nullable AutoCloseable listening;

  /** What all turns share. */
  record Parts(ConnectorStore states, Hints hints, Events events, Clock clock, Keeper keeper) {}

  Turn(Installed installed, Routing routing, Parts parts) {
    this.allowance =
        new Allowance(installed.name(), installed.system(), parts.states(), parts.clock());
    this.polled =
        new ReadConnector(
            installed.name(),
            installed.connector(),
            routing,
            parts.states(),
            installed.polls(),
            parts.clock(),
            () -> ending || isHeld());
    this.connector = installed.connector();
    this.parts = parts;
    this.census = connector.census().orElse(null);
    this.stuck = new Stuck(polled);
    this.hints =
        connector
            .readBack()
            .map(
                source ->
                    new HintReader(polled, source, parts.hints(), parts.clock(), Turn::random))
            .orElse(null);
    this.check = new Look(polled.name(), connector, parts.states());
    this.line =
        polled
            .subscription()
            .map(
                subscription ->
                    new Line(
                        new Line.Parts(
                            polled,
                            subscription,
                            parts.states(),
                            parts.clock(),
                            check,
                            census != null,
                            parts.keeper()::look)))
            .orElse(null);
    this.duties = kinds();
  }

  private Set<DutyKind> kinds() {
    Set<DutyKind> kinds = EnumSet.of(polled.live());
    if (polled.hasHistory()) {
      kinds.add(DutyKind.BACKFILL);
    }
    if (hints != null) {
      kinds.add(DutyKind.READ_BACK);
    }
    if (census != null) {
      kinds.add(DutyKind.CENSUS);
    }
    return kinds;
  }

  ReadConnector polled() {
    return polled;
  }

  /** The line on which the source delivers, where it does. */
  Optional<Line> line() {
    return Optional.ofNullable(line);
  }

  /** What it can have to do. */
  Set<DutyKind> duties() {
    return Set.copyOf(duties);
  }

  void wake() {
    woken = true;
  }

  /** Lets a page that is under way be its last one. */
  void end() {
    ending = true;
    if (line != null) {
      line.end();
    }
  }

  /** Rises with the begin and with the end of each run: odd while one is under way. */
  long runs() {
    return runs.get();
  }

  /**
   * Takes over what the rows say.
   *
   * @param seen what {@link #runs} told before they were read
   * @return false if it has run since: what it knows itself is newer
   */
  boolean meet(ConnectorState known, long seen) {
    if (!met && known.live().runs().failures() > 0) {
      // It may have been repaired before this start: better asked now than after a long wait.
      woken = true;
    }
    met = true;
    if (runs.get() != seen || seen % 2 == 1) {
      return false;
    }
    state = known;
    return true;
  }

  void listen() {
    try {
      listening = polled.listen(this::wake);
    } catch (SourceException e) {
      LOG.warn("{}: not woken by its source: {}", polled.name(), e.getMessage());
    }
  }

  /** Writes down what its source says of how much it may still be asked. */
  void noteLimits(Lease lease) {
    allowance.note(lease);
  }

  private boolean isHeld() {
    ConnectorState known = state;
    return allowance.isHeld(known == null ? List.of() : known.limits(), parts.clock().instant());
  }

  /** The clock was put back: what is due is found anew. */
  void planAnew() {
    rests = Instant.MIN;
    nextStep = Instant.MIN;
    planAnew = true;
  }

  boolean isDue(Lease lease, Instant now) {
    ConnectorState known = state;
    if (known == null || rests.isAfter(now)) {
      return false;
    }
    return known.requests() > 0
        || (known.paused() == null && (planAnew || planned != lease.epoch()))
        || !due(known, now).isEmpty();
  }

  private Set<DutyKind> due(ConnectorState known, Instant now) {
    Set<DutyKind> due = EnumSet.noneOf(DutyKind.class);
    if (known.paused() != null) {
      return due;
    }
    boolean held = allowance.isHeld(known.limits(), now);
    for (DutyKind kind : duties) {
      Duty duty = known.duty(kind);
      boolean waits = held && !isAsked(duty);
      if (duty.paused() == null && !waits && isDue(known, duty, now)) {
        due.add(kind);
      }
    }
    return due;
  }

  /** Whether an operator wants it now, however little is left; a comparison may well be long. */
  private static boolean isAsked(Duty duty) {
    return duty.asked() != null && duty.kind() != DutyKind.CENSUS;
  }

  private boolean isDue(ConnectorState known, Duty duty, Instant now) {
    return switch (duty.kind()) {
      case POLL -> woken || duty.asked() != null || isOver(duty, now, true);
      case READ_BACK ->
          hints != null && !isAway(known, now) && (hints.isBusy() || isOver(duty, now, false));
      case BACKFILL -> {
        boolean running = duty.progress().began() != null && duty.progress().ended() == null;
        yield running && !isAway(known, now) && isOver(duty, now, true);
      }
      case CENSUS -> census != null && !isAway(known, now) && isCensusDue(known, duty, now);
      case SUBSCRIBE, ROUTE -> false;
    };
  }

  private boolean isCensusDue(ConnectorState known, Duty duty, Instant now) {
    if (reconciliation != null) {
      return !nextStep.isAfter(now);
    }
    boolean stopped = known.census() != null && known.census().stopped() != null;
    return duty.asked() != null || (!stopped && isOver(duty, now, false));
  }

  /** The time has come; or a run lies ahead, since the clock was put back. */
  private static boolean isOver(Duty duty, Instant now, boolean usually) {
    Instant next = duty.runs().next();
    Instant last = duty.runs().last();
    if (next == null) {
      return usually;
    }
    return !next.isAfter(now) || (last != null && last.isAfter(now.plus(AHEAD)));
  }

  /** What brings the news asks for all of them whether the source is there again. */
  private static boolean isAway(ConnectorState known, Instant now) {
    Duty.Runs poll = known.live().runs();
    Instant next = poll.next();
    return poll.failure() != null
        && poll.failures() > 0
        && next != null
        && next.isAfter(now)
        && (is(poll.failure(), Fault.TEMPORARY) || is(poll.failure(), Fault.CREDENTIALS));
  }

  private static boolean is(ConnectorState.Failure failure, Fault fault) {
    return failure.fault().equals(fault.name().toLowerCase(Locale.ROOT));
  }

  /** Sees to one duty that is due; returns whether that went well. */
  boolean run(Lease lease) {
    DutyKind kind = null;
    runs.incrementAndGet();
    try {
      ConnectorState known = known(lease);
      if (known.requests() > 0) {
        return serve(lease, known);
      }
      Instant now = parts.clock().instant();
      kind = order.next(due(known, now)).orElse(null);
      return kind == null || see(lease, known, kind);
    } catch (LeaseLostException e) {
      LOG.info("{}", e.getMessage());
      lost();
      parts.keeper().look();
    } catch (SourceException e) {
      failed(lease, kind, e);
    } catch (CauserieException e) {
      LOG.warn("{}: waits for the database: {}", polled.name(), e.getMessage());
      rests = parts.clock().instant().plus(AWAY);
      lost();
    } catch (RuntimeException | Error e) {
      LOG.error("{}: a fault", polled.name(), e);
      failed(lease, kind, RunWording.fault(e));
    } finally {
      runs.incrementAndGet();
    }
    return false;
  }

  /** What it has in hand is begun anew, and its rows are read before it goes on. */
  private void lost() {
    reconciliation = null;
    planned = -1;
    if (hints != null) {
      hints.forget();
    }
  }

  /** What is known of it; read anew, and planned, with each lease. */
  private ConnectorState known(Lease lease) throws SourceException {
    ConnectorState known = state;
    if (known != null && planned == lease.epoch() && !planAnew) {
      return known;
    }
    boolean anew = planAnew;
    planAnew = false;
    if (planned != lease.epoch()) {
      lost();
    }
    known = read();
    plan(lease, known, anew);
    known = read();
    planned = lease.epoch();
    return known;
  }

  private ConnectorState read() {
    ConnectorState known = parts.states().find(polled.name()).orElseThrow();
    state = known;
    return known;
  }

  /** What was planned before may be later than the schedule has it by now. */
  private void plan(Lease lease, ConnectorState known, boolean anew) {
    Instant now = parts.clock().instant();
    Duty poll = known.poll();
    Instant next = poll.runs().next();
    Instant usual = polled.settings().schedule().next(now, Turn::random);
    if (line == null && poll.runs().failures() == 0 && next != null && next.isAfter(usual)) {
      parts.states().duties().plan(lease, DutyKind.POLL, usual);
    }
    if (census == null) {
      return;
    }
    Duty duty = known.duty(DutyKind.CENSUS);
    Instant then = duty.runs().next();
    Instant scheduled = nextCensus();
    boolean unfinished = known.census() != null && known.census().running();
    if (reconciliation == null && unfinished) {
      // One that was lost with its node is begun anew.
      scheduled = now;
    }
    boolean retries = duty.runs().failures() > 0 && then != null && !anew;
    boolean sooner = then != null && scheduled != null && !anew && !then.isAfter(scheduled);
    if (!retries && !sooner && !Objects.equals(then, scheduled)) {
      parts.states().duties().plan(lease, DutyKind.CENSUS, scheduled);
    }
  }

  private boolean serve(Lease lease, ConnectorState known) {
    for (RequestStore.Request request : parts.states().requests().of(polled.name())) {
      polled.serve(lease, request, known.live().progress());
      parts.keeper().served(request);
      if (request.what() == RequestStore.What.RESET) {
        // The lease is over with it.
        lost();
        parts.keeper().look();
        return false;
      }
    }
    read();
    return true;
  }

  private boolean see(Lease lease, ConnectorState known, DutyKind kind) throws SourceException {
    switch (kind) {
      case POLL -> {
        woken = false;
        check.once(lease);
        if (poll(lease, known)) {
          return true;
        }
      }
      case READ_BACK -> readBack(lease, known);
      case BACKFILL -> {
        ConnectorState.History running = known.history();
        if (running != null) {
          polled.history(lease, running);
        }
      }
      case CENSUS -> reconcile(lease);
      case SUBSCRIBE, ROUTE -> throw new IllegalStateException(kind + " is its keeper's");
    }
    read();
    return true;
  }

  /** Returns whether nothing was written. */
  private boolean poll(Lease lease, ConnectorState known) throws SourceException {
    Duty before = known.poll();
    ReadConnector.Run run = polled.poll(lease, before.progress());
    Instant now = parts.clock().instant();
    Instant next = run.more() ? now : polled.settings().schedule().next(now, Turn::random);
    Long behind = before.progress().behind();
    Instant last = before.runs().last();
    boolean asBefore =
        before.asked() == null
            && before.runs().success() != null
            && before.runs().failure() == null
            && behind != null
            && behind == 0
            && (last == null || !last.isAfter(now));
    Long newer = stuck.newer(before.progress(), run, now);
    if (newer != null) {
      parts.states().duties().polled(lease, next, run.readUpTo(), newer);
      return false;
    }
    if (run.idle() && !run.more() && asBefore) {
      state = known.with(before.idle(now, next));
      parts.keeper().idle(new DutyStore.Idle(lease, now, next, run.readUpTo()));
      return true;
    }
    parts.states().duties().polled(lease, next, run.readUpTo(), run.behind());
    return false;
  }

  private void readBack(Lease lease, ConnectorState known) throws SourceException {
    if (hints == null) {
      return;
    }
    hints.step(lease, known.live().runs().failures() == 0);
    if (!hints.isBusy()) {
      parts.states().duties().succeeded(lease, DutyKind.READ_BACK, null);
    }
  }

  /** A step of a reconciliation, begun if need be. */
  private void reconcile(Lease lease) throws SourceException {
    Reconciliation run = reconciliation;
    if (run == null) {
      run =
          new Reconciliation(
              polled,
              Objects.requireNonNull(census),
              connector.readBack(),
              parts.states().reconciliations(),
              parts.events(),
              lease);
      reconciliation = run;
    }
    long rows = run.step();
    if (run.ended()) {
      reconciliation = null;
      parts.states().duties().succeeded(lease, DutyKind.CENSUS, nextCensus());
      if (line != null) {
        parts.states().breaks().mend(lease, run.number());
      }
    } else {
      nextStep = parts.clock().instant().plusMillis(polled.settings().millis(rows));
    }
  }

  private @Nullable Instant nextCensus() {
    Schedule when = polled.settings().census();
    return when == null ? null : when.next(parts.clock().instant(), Turn::random);
  }

  private void failed(Lease lease, @Nullable DutyKind kind, SourceException e) {
    Instant now = parts.clock().instant();
    ConnectorState known = state;
    Reconciliation run = reconciliation;
    boolean stopped = kind == DutyKind.CENSUS && run != null && run.stopped();
    if (kind == DutyKind.CENSUS) {
      reconciliation = null;
    }
    if (kind == null) {
      rests = now.plus(AWAY);
      return;
    }
    int failures = known == null ? 0 : known.duty(kind).runs().failures();
    Duration wait = Backoff.after(failures + 1, e, Turn::random);
    LOG.debug("{}", polled.name(), e);
    try {
      ConnectorState.Failure failure = RunWording.failure(e, now);
      if (stopped) {
        LOG.warn("{}: the reconciliation was stopped: {}", polled.name(), e.getMessage());
        parts.states().reconciliations().stopped(lease, now);
        parts.states().duties().failed(lease, kind, failure, nextCensus(), false);
      } else {
        LOG.warn("{}: {}: {}; tried again in {}", polled.name(), kind.word(), e.getMessage(), wait);
        parts.states().duties().failed(lease, kind, failure, now.plus(wait), true);
      }
      read();
    } catch (LeaseLostException lost) {
      LOG.info("{}", lost.getMessage());
      lost();
      parts.keeper().look();
    } catch (RuntimeException lost) {
      LOG.warn("{}: could not note that: {}", polled.name(), lost.toString());
      rests = now.plus(wait);
      lost();
      parts.keeper().look();
    }
  }

  private static long random(long bound) {
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
