package io.causerie.engine.delivery;

import io.causerie.engine.store.Database;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.engine.worker.Worker;
import io.causerie.model.phrase.Phrase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings deliveries to their channels: claims some in one transaction, lets the channels work while
 * no connection is held, and settles what came of it, many in one transaction. A claim ends by
 * itself, so what a node that died had in hand is found by another.
 */
public final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private static final Duration SHORTEST = Duration.ofMillis(100);

  /** What is not begun by then is given back. */
  private static final Duration BEGUN_WITHIN = Duration.ofMinutes(1);

  /** By so much the clocks of two nodes may differ. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Database database;
  private final Clock clock;
  private final Steps steps;
  private final Duration pace;
  private final String me = UUID.randomUUID().toString();
  private final DeliveryWatch watch;
  private final Map<String, Line> lines = new ConcurrentSkipListMap<>();

  /** The channels whose deliveries it takes; of others it settles what it has in hand. */
  private volatile Set<String> served = Set.of();

  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private final List<Ended> unsettled = new ArrayList<>();
  private final Worker worker = new Worker("deliveries", this::round);
  private volatile boolean stopping;
  private long lookAt = System.nanoTime();

  /**
   * @param pace how often it looks for what another node left behind
   */
  public Courier(
      Database database,
      Clock clock,
      Collection<? extends DeliveryChannel> channels,
      DeliveryWatch watch,
      Steps steps,
      Duration pace) {
    this.database = database;
    this.clock = clock;
    this.watch = watch;
    this.steps = steps;
    this.pace = pace;
    serve(channels);
  }

  /**
   * Serves these channels from now on, and no others. One that was served under the same name goes
   * on as it is: what differs in it, it knows itself.
   */
  public synchronized void serve(Collection<? extends DeliveryChannel> channels) {
    Set<String> names = new TreeSet<>();
    for (DeliveryChannel channel : channels) {
      if (channel.parallel() < 1) {
        throw new IllegalStateException(
            "channel %s can have nothing under way: parallel() must be 1 or more"
                .formatted(channel.name()));
      }
      if (!names.add(channel.name())) {
        throw new IllegalStateException("two channels are called " + channel.name());
      }
    }
    channels.forEach(c -> lines.computeIfAbsent(c.name(), name -> new Line(c)));
    served = Set.copyOf(names);
    wanted.addAll(names);
    worker.wake();
  }

  /** The channels it serves. */
  public Set<String> channels() {
    return served;
  }

  /** The worker that claims and settles. */
  public Worker worker() {
    return worker;
  }

  /** Has channels served now. */
  public void added(Set<String> channels) {
    boolean mine = false;
    for (String channel : channels) {
      if (served.contains(channel)) {
        wanted.add(channel);
        mine = true;
      }
    }
    if (mine) {
      worker.wake();
    }
  }

  private enum End {
    DONE,
    LATER,
    FAULT,
    DOUBT,
    DEAD,
    NOT_BEGUN
  }

  /** What came of one that was in hand. */
  private record Ended(
      Held held, Line line, End end, Outcome outcome, @Nullable Phrase failure, Duration after) {
    static Ended done(Held held, Line line, Outcome outcome) {
      return new Ended(held, line, End.DONE, outcome, null, Duration.ZERO);
    }

    static Ended notBegun(Held held, Line line) {
      return new Ended(held, line, End.NOT_BEGUN, Outcome.NEEDLESS, null, Duration.ZERO);
    }

    static Ended failed(Held held, Line line, End end, Phrase failure, Duration after) {
      return new Ended(held, line, end, Outcome.UNKNOWN, failure, after);
    }

    /** Nobody knows whether it has arrived. */
    static Ended unforeseen(Held held, Line line, Phrase failure) {
      End end = line.channel.idempotent() ? End.FAULT : End.DOUBT;
      return failed(held, line, end, failure, Patience.wait(held.row.faults()));
    }

    long id() {
      return held.delivery().id();
    }
  }

  private Duration round() {
    if (lines.isEmpty()) {
      return Duration.ofDays(1);
    }
    told.set(false);
    writeOff();
    settle();
    if (stopping) {
      return pace;
    }
    if (System.nanoTime() - lookAt >= 0) {
      look();
    }
    for (Line line : lines.values()) {
      String name = line.channel.name();
      if (served.contains(name) && wanted.contains(name)) {
        claim(line);
      }
    }
    long wait = Math.max(0, lookAt - System.nanoTime());
    return ended.isEmpty() ? Duration.ofNanos(wait) : Duration.ZERO;
  }

  private void writeOff() {
    Instant now = clock.instant();
    for (Line line : lines.values()) {
      for (Held held : line.overdue(now)) {
        Phrase failure = DeliveryWording.TOO_SLOW.with(line.channel.patience().toSeconds());
        LOG.warn("delivery {} by {}: {}", held.delivery().key(), line.channel.name(), failure);
        unsettled.add(Ended.unforeseen(held, line, failure));
      }
    }
  }

  private void settle() {
    for (Ended one = ended.poll(); one != null; one = ended.poll()) {
      unsettled.add(one);
    }
    if (unsettled.isEmpty()) {
      return;
    }
    // Until it is committed all stay in hand: a database that is away is asked again.
    int settled = database.write(this::settle);
    steps.reached(Step.SETTLEMENT_COMMITTED);
    if (settled < unsettled.size()) {
      LOG.warn(
          "{} of {} deliveries were no longer this node's to settle: it was away for too long",
          unsettled.size() - settled,
          unsettled.size());
    }
    for (Ended one : unsettled) {
      one.line().letGo(one.held());
      // Another of the same target and subject may have waited for it.
      wanted.add(one.line().channel.name());
    }
    unsettled.clear();
  }

  private int settle(Handle h) {
    Map<Outcome, List<Long>> done = new EnumMap<>(Outcome.class);
    List<Long> notBegun = new ArrayList<>();
    List<DeliveryStore.Failed> failed = new ArrayList<>();
    for (Ended one : unsettled) {
      switch (one.end()) {
        case DONE -> done.computeIfAbsent(one.outcome(), o -> new ArrayList<>()).add(one.id());
        case NOT_BEGUN -> notBegun.add(one.id());
        case LATER -> failed.add(again(one, isAway(one)));
        case FAULT -> failed.add(again(one, one.held().row.faults() + 1 < Patience.FAULTS));
        case DOUBT -> failed.add(failed(one, DeliveryState.IN_DOUBT, clock.instant()));
        case DEAD -> failed.add(failed(one, DeliveryState.DEAD, clock.instant()));
      }
    }
    int settled = 0;
    for (Map.Entry<Outcome, List<Long>> some : done.entrySet()) {
      settled += DeliveryStore.done(h, some.getValue(), me, some.getKey());
    }
    if (!failed.isEmpty()) {
      settled += DeliveryStore.failed(h, failed, me);
    }
    if (!notBegun.isEmpty()) {
      settled += DeliveryStore.giveBack(h, notBegun, me);
      steps.reached(Step.GIVEN_BACK);
    }
    DeliveryWatch.Changes changes = watch.changes();
    for (Ended one : unsettled) {
      if (one.end() != End.NOT_BEGUN) {
        changes.add(one.line().channel.name(), one.held().delivery().subject());
      }
    }
    changes.tell(h);
    steps.reached(Step.SETTLED);
    return settled;
  }

  /** Whether its target may still come back. */
  private boolean isAway(Ended one) {
    return clock.instant().isBefore(one.held().row.since().plus(Patience.AWAY));
  }

  private DeliveryStore.Failed again(Ended one, boolean again) {
    Instant due = clock.instant().plus(one.after());
    if (again) {
      lookBy(due);
    }
    return failed(one, again ? DeliveryState.DUE : DeliveryState.DEAD, due);
  }

  private static DeliveryStore.Failed failed(Ended one, DeliveryState state, Instant due) {
    return new DeliveryStore.Failed(
        one.id(),
        state,
        due,
        one.end() != End.LATER && one.end() != End.DEAD,
        Objects.requireNonNull(one.failure()));
  }

  /** Looks again at that moment, if it is before the next look. */
  private void lookBy(Instant due) {
    Duration wait = Duration.between(clock.instant(), due);
    Duration least = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    if (least.compareTo(pace) < 0) {
      lookAt = Math.min(lookAt, System.nanoTime() + least.toNanos());
    }
  }

  private void look() {
    lookAt = System.nanoTime() + pace.toNanos();
    Instant now = clock.instant();
    for (DeliveryStore.Look look : database.read(h -> DeliveryStore.look(h, lines.keySet()))) {
      if (look.claimedUntil() != null && look.claimedUntil().isBefore(now)) {
        expire(Objects.requireNonNull(lines.get(look.channel())), now);
      } else if (look.due() != null && look.due().isAfter(now)) {
        lookBy(look.due());
      } else if (look.due() != null) {
        wanted.add(look.channel());
      }
    }
  }

  private void expire(Line line, Instant now) {
    DeliveryChannel channel = line.channel;
    int expired =
        database.write(
            h -> {
              DeliveryWatch.Changes changes = watch.changes();
              if (watch.isOver(channel.name())) {
                DeliveryStore.expiring(h, channel.name(), now)
                    .forEach(subject -> changes.add(channel.name(), subject));
              }
              int some =
                  DeliveryStore.expire(
                      h,
                      channel.name(),
                      channel.idempotent(),
                      Patience.FAULTS,
                      now,
                      DeliveryWording.NODE_LOST.with());
              changes.tell(h);
              steps.reached(Step.EXPIRED);
              return some;
            });
    steps.reached(Step.EXPIRY_COMMITTED);
    wanted.add(channel.name());
    LOG.warn(
        "{} deliveries by {} were in the hands of a node that did not settle them; {}",
        expired,
        channel.name(),
        channel.idempotent() ? "they are delivered again" : "they are in doubt");
  }

  private void claim(Line line) {
    Instant now = clock.instant();
    int room = line.room(now);
    if (room == 0) {
      return;
    }
    String name = line.channel.name();
    wanted.remove(name);
    boolean done = false;
    try {
      Instant until = now.plus(BEGUN_WITHIN).plus(line.channel.patience()).plus(MARGIN);
      List<DeliveryStore.Claimed> claimed =
          database.write(
              h -> {
                List<DeliveryStore.Claimed> some =
                    DeliveryStore.claim(h, name, room, now, me, until);
                if (!some.isEmpty()) {
                  steps.reached(Step.CLAIMED);
                }
                return some;
              });
      if (!claimed.isEmpty()) {
        steps.reached(Step.CLAIM_COMMITTED);
      }
      done = claimed.size() < room;
      line.claimed(claimed.size() == room, now);
      for (DeliveryStore.Claimed row : claimed) {
        Held held = new Held(row, now);
        line.begin(held, () -> deliver(line, held));
      }
    } finally {
      if (!done) {
        wanted.add(name);
      }
    }
  }

  /** On a thread of the channel. */
  private void deliver(Line line, Held held) {
    Instant now = clock.instant();
    if (stopping || now.isAfter(held.claimed.plus(BEGUN_WITHIN))) {
      report(Ended.notBegun(held, line));
      return;
    }
    held.begin(now);
    Ended came = attempt(line, held);
    if (held.end()) {
      report(came);
    } else {
      line.cameBack();
      added(Set.of(line.channel.name()));
    }
  }

  private void report(Ended one) {
    ended.add(one);
    if (!told.getAndSet(true)) {
      worker.wake();
    }
  }

  private Ended attempt(Line line, Held held) {
    Delivery delivery = held.delivery();
    try {
      steps.reached(Step.SENDING);
      Outcome outcome = line.channel.deliver(delivery);
      steps.reached(Step.SENT);
      return outcome == Outcome.UNKNOWN
          ? Ended.unforeseen(held, line, DeliveryWording.UNKNOWN.with())
          : Ended.done(held, line, outcome);
    } catch (RetryLater e) {
      Duration wait = e.after().orElse(Patience.wait(delivery.attempt() - 1));
      return Ended.failed(held, line, End.LATER, e.failure(), wait);
    } catch (GiveUp e) {
      return Ended.failed(held, line, End.DEAD, e.failure(), Duration.ZERO);
    } catch (InterruptedException e) {
      return Ended.unforeseen(held, line, DeliveryWording.STOPPED.with());
    } catch (Throwable e) {
      LOG.warn("delivery {} by {} failed", delivery.key(), line.channel.name(), e);
      return Ended.unforeseen(held, line, DeliveryWording.FAULT.with(e.getClass().getSimpleName()));
    }
  }

  /**
   * Begins nothing more, and lets what is under way come to its end, for a while; the worker's last
   * round settles that. What does not end in time stays claimed: it counts as lost when the claim
   * ends.
   */
  public void stop(Duration wait) {
    stopping = true;
    long end = System.nanoTime() + wait.toNanos();
    lines.values().forEach(line -> line.end(end));
  }
}
