package io.causerie.engine.delivery;

import io.causerie.engine.UnavailableException;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.engine.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on our own database that must follow a commit. A job is a row written in the transaction
 * that makes it necessary; a worker of any node takes it, does it and deletes it in one
 * transaction, so it is done exactly once and is never in doubt.
 */
public final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final Database database;
  private final Ids ids;
  private final Clock clock;
  private final Steps steps;
  private final Duration pace;
  private final Map<String, Work> kinds = new TreeMap<>();
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final Worker worker = new Worker("jobs", this::round);
  private long lookAt = System.nanoTime();

  /**
   * @param pace how often it looks for what another node left behind
   */
  public Jobs(Database database, Ids ids, Clock clock, Steps steps, Duration pace) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.steps = steps;
    this.pace = pace;
  }

  /** Does one kind of job; what it throws makes the job wait and be tried again. */
  @FunctionalInterface
  public interface Work {
    void work(Handle h, String subject);
  }

  /** Names who does a kind of job; before the worker starts. */
  public void handle(String kind, Work work) {
    kinds.put(kind, work);
  }

  /** The kinds that somebody does. */
  public Set<String> kinds() {
    return new TreeSet<>(kinds.keySet());
  }

  /** The worker that does them. */
  public Worker worker() {
    return worker;
  }

  public void add(Handle h, String kind, String subject) {
    DeliveryStore.add(
        h,
        List.of(new DeliveryStore.Added(ids.next(), kind, "", subject, null, null)),
        clock.instant());
    h.afterCommit(() -> added(Set.of(kind)));
  }

  /** The same, to be done at a time and not before. */
  public void add(Handle h, String kind, String subject, Instant due) {
    long id = ids.next();
    DeliveryStore.add(
        h, List.of(new DeliveryStore.Added(id, kind, "", subject, null, null)), clock.instant());
    DeliveryStore.putOff(h, id, due);
  }

  /** Has jobs of a kind done now that were to be done later. */
  public void hurry(Handle h, String kind, Collection<String> subjects) {
    if (!subjects.isEmpty()) {
      DeliveryStore.hurry(h, kind, subjects, clock.instant());
      h.afterCommit(() -> added(Set.of(kind)));
    }
  }

  /** Has jobs of some kinds done now. */
  public void added(Set<String> some) {
    wanted.addAll(some);
    worker.wake();
  }

  private Duration round() {
    if (System.nanoTime() - lookAt >= 0) {
      lookAt = System.nanoTime() + pace.toNanos();
      wanted.addAll(due());
    }
    for (String kind : kinds.keySet()) {
      if (wanted.remove(kind)) {
        boolean done = false;
        try {
          while (doOne(kind)) {
            // until none is due
          }
          done = true;
        } finally {
          if (!done) {
            wanted.add(kind);
          }
        }
      }
    }
    return Duration.ofNanos(Math.max(0, lookAt - System.nanoTime()));
  }

  private Set<String> due() {
    Instant now = clock.instant();
    Set<String> due = new TreeSet<>();
    for (DeliveryStore.Look look : database.read(h -> DeliveryStore.look(h, kinds.keySet()))) {
      if (look.due() != null && look.due().isAfter(now)) {
        lookIn(Duration.between(now, look.due()));
      } else if (look.due() != null) {
        due.add(look.channel());
      }
    }
    return due;
  }

  private void lookIn(Duration wait) {
    Duration least = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    if (least.compareTo(pace) < 0) {
      lookAt = Math.min(lookAt, System.nanoTime() + least.toNanos());
    }
  }

  private boolean doOne(String kind) {
    Holder taken = new Holder();
    try {
      database.writing(h -> taken.job = doOne(h, kind, taken));
    } catch (UnavailableException e) {
      throw e;
    } catch (Throwable e) {
      DeliveryStore.Job job = taken.job;
      if (job == null) {
        throw e;
      }
      postpone(job, e);
      return true;
    }
    if (taken.job == null) {
      return false;
    }
    steps.reached(Step.JOB_COMMITTED);
    return true;
  }

  /** What is in hand, also when its transaction fails. */
  private static final class Holder {
    DeliveryStore.@Nullable Job job;
  }

  private DeliveryStore.@Nullable Job doOne(Handle h, String kind, Holder taken) {
    DeliveryStore.Job job = DeliveryStore.job(h, kind, clock.instant());
    taken.job = job;
    if (job != null) {
      steps.reached(Step.JOB_TAKEN);
      Objects.requireNonNull(kinds.get(kind)).work(h, job.subject());
      DeliveryStore.delete(h, job.id());
      steps.reached(Step.JOB_DONE);
    }
    return job;
  }

  private void postpone(DeliveryStore.Job job, Throwable e) {
    boolean dead = job.faults() + 1 >= Patience.FAULTS;
    Duration wait = Patience.wait(job.faults());
    Instant due = clock.instant().plus(wait);
    lookIn(wait);
    LOG.warn(
        "job {} of kind {} failed; {}",
        job.id(),
        job.kind(),
        dead ? "it is dead until an operator retries it" : "it is tried again at " + due,
        e);
    database.writing(
        h -> {
          DeliveryStore.postpone(
              h,
              job.id(),
              dead ? DeliveryState.DEAD : DeliveryState.DUE,
              due,
              DeliveryWording.JOB_FAULT.with(e.getClass().getSimpleName()));
          steps.reached(Step.JOB_POSTPONED);
        });
    steps.reached(Step.JOB_POSTPONEMENT_COMMITTED);
  }
}
