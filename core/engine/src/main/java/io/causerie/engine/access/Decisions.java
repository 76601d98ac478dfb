package io.causerie.engine.access;

import io.causerie.engine.store.Database;
import io.causerie.model.RecordRef;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sources decided of late, and the asking of those that have to be asked. An answer is a row
 * that counts for a minute, a fifth more or less, so that answers given together do not end
 * together.
 */
final class Decisions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
  static final Duration COUNTS = Duration.ofSeconds(60);
  private static final double JITTER = 0.2;

  /** Questions to one source at a time; a source that hangs takes no more threads than that. */
  private static final int AT_ONCE = 8;

  private static final int WAITING = 1_000;

  private final Database database;
  private final Clock clock;
  private final Map<String, SourceDecisions> sources;
  private final Duration patience;
  private final Map<String, ExecutorService> askers = new TreeMap<>();
  private final Map<Question, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

  /**
   * @param sources by system
   * @param patience how long a reader waits for an answer
   */
  Decisions(
      Database database, Clock clock, Map<String, SourceDecisions> sources, Duration patience) {
    this.patience = patience;
    this.database = database;
    this.clock = clock;
    this.sources = Map.copyOf(sources);
    sources.keySet().forEach(system -> askers.put(system, asker(system)));
  }

  private static ExecutorService asker(String system) {
    ThreadPoolExecutor asker =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "causerie-decisions-" + system);
              thread.setDaemon(true);
              return thread;
            });
    asker.allowCoreThreadTimeOut(true);
    return asker;
  }

  private record Question(String user, RecordRef record) {}

  /** A record, and where it stands. */
  record Place(long record, RecordRef ref) {
    static Place of(Standing standing) {
      return new Place(standing.record(), standing.ref());
    }
  }

  /** Whether no source decides anything. */
  boolean concernNothing() {
    return sources.isEmpty();
  }

  /** Whether the source of a record is to be asked who sees it. */
  boolean concern(RecordRef ref) {
    return sources.containsKey(ref.system());
  }

  /**
   * Which of some records a person may see, as far as the answers in hand and the stored ones say;
   * what they do not say is noted to be asked, and not seen.
   */
  Set<Long> allowed(Handle h, Answers hand, String person, Collection<Place> places) {
    Set<Long> allowed = new HashSet<>();
    Map<Long, RecordRef> unknown = new TreeMap<>();
    for (Place place : places) {
      Boolean answer = concern(place.ref()) ? hand.answers.get(place.record()) : Boolean.TRUE;
      if (answer == null) {
        unknown.put(place.record(), place.ref());
      } else if (answer) {
        allowed.add(place.record());
      }
    }
    if (!unknown.isEmpty()) {
      DecisionStore.of(h, person, unknown.keySet(), clock.instant())
          .forEach(
              (record, answer) -> {
                hand.answers.put(record, answer);
                unknown.remove(record);
                if (answer) {
                  allowed.add(record);
                }
              });
      hand.open(unknown);
    }
    return allowed;
  }

  /** What the source of a record has decided of late for some persons; others are absent. */
  Map<String, Boolean> decided(Handle h, long record, Collection<String> persons) {
    return DecisionStore.of(h, record, persons, clock.instant());
  }

  /**
   * Asks what is open, by person, and waits until all is answered or patience ends. No connection
   * is held meanwhile.
   */
  void ask(Map<String, Answers> open) {
    Map<String, Map<String, Set<String>>> users =
        open.isEmpty() ? Map.of() : database.read(h -> DecisionStore.names(h, open.keySet()));
    Instant deadline = clock.instant().plus(patience);
    long until = System.nanoTime() + patience.toNanos();
    List<Runnable> waits = new ArrayList<>();
    open.forEach(
        (person, answers) -> {
          answers.names = users.getOrDefault(person, Map.of());
          Map<String, Map<RecordRef, Long>> bySystem = new TreeMap<>();
          answers.open.forEach(
              (record, ref) ->
                  bySystem.computeIfAbsent(ref.system(), s -> new HashMap<>()).put(ref, record));
          answers.open.clear();
          bySystem.forEach(
              (system, records) -> {
                // Whom the source does not know it shows nothing.
                Set<String> names = answers.names.getOrDefault(system, Set.of());
                Map<RecordRef, List<CompletableFuture<Boolean>>> asking = new HashMap<>();
                for (String user : names) {
                  ask(system, user, records.keySet(), deadline)
                      .forEach(
                          (ref, answer) ->
                              asking.computeIfAbsent(ref, r -> new ArrayList<>()).add(answer));
                }
                waits.add(() -> collect(answers, records, asking, until));
              });
        });
    waits.forEach(Runnable::run);
  }

  private static void collect(
      Answers answers,
      Map<RecordRef, Long> records,
      Map<RecordRef, List<CompletableFuture<Boolean>>> asking,
      long until) {
    records.forEach(
        (ref, record) -> {
          Boolean allowed = await(asking.getOrDefault(ref, List.of()), until);
          if (allowed != null) {
            answers.answer(record, allowed);
          }
        });
  }

  /** Allowed if the source shows it to any of her names there; null while one has not said so. */
  private static @org.jspecify.annotations.Nullable Boolean await(
      List<CompletableFuture<Boolean>> answers, long until) {
    Boolean allowed = false;
    for (CompletableFuture<Boolean> answer : answers) {
      try {
        if (answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          return true;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        allowed = null;
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        allowed = null;
      }
    }
    return allowed;
  }

  /** One answer a record; what somebody else asks at the moment is not asked again. */
  private Map<RecordRef, CompletableFuture<Boolean>> ask(
      String system, String user, Collection<RecordRef> records, Instant deadline) {
    Map<RecordRef, CompletableFuture<Boolean>> answers = new HashMap<>();
    Map<RecordRef, CompletableFuture<Boolean>> mine = new HashMap<>();
    for (RecordRef ref : records) {
      CompletableFuture<Boolean> own = new CompletableFuture<>();
      CompletableFuture<Boolean> other = asked.putIfAbsent(new Question(user, ref), own);
      answers.put(ref, other == null ? own : other);
      if (other == null) {
        mine.put(ref, own);
        own.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((allowed, failure) -> asked.remove(new Question(user, ref), own));
      }
    }
    if (!mine.isEmpty()) {
      try {
        Objects.requireNonNull(askers.get(system)).execute(() -> ask(system, user, mine, deadline));
      } catch (RejectedExecutionException e) {
        mine.values().forEach(own -> own.completeExceptionally(e));
      }
    }
    return answers;
  }

  private void ask(
      String system, String user, Map<RecordRef, CompletableFuture<Boolean>> mine, Instant by) {
    try {
      if (!clock.instant().isBefore(by)) {
        throw new IllegalStateException("nobody waits for it any more");
      }
      Map<RecordRef, Boolean> said =
          Objects.requireNonNull(sources.get(system)).ask(user, Set.copyOf(mine.keySet()), by);
      mine.forEach(
          (ref, own) -> {
            Boolean allowed = said.get(ref);
            if (allowed == null) {
              own.completeExceptionally(new IllegalStateException("not decided"));
            } else {
              own.complete(allowed);
            }
          });
    } catch (Throwable e) {
      LOG.warn("{} does not say who may see its records: {}", system, e.toString());
      mine.values().forEach(own -> own.completeExceptionally(e));
    }
  }

  /** Stores what was answered, all at once; that it is not stored costs a question more. */
  void keep(Answers hand, String person) {
    if (hand.fresh.isEmpty()) {
      return;
    }
    try {
      Instant now = clock.instant();
      database.writing(
          h -> {
            if (DecisionStore.names(h, database.dialect(), person).equals(hand.names)) {
              DecisionStore.keep(h, person, hand.fresh, () -> now.plus(lifetime()));
            }
            // Else she is somebody else there by now: what was answered is about another.
          });
    } catch (RuntimeException e) {
      LOG.debug("what a source decided could not be kept", e);
    }
    hand.fresh.clear();
  }

  private static Duration lifetime() {
    double share = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    return Duration.ofMillis(Math.round(COUNTS.toMillis() * share));
  }

  /** Removes answers that do not count any more; returns how many. */
  int purge(Handle h) {
    return DecisionStore.purge(h, clock.instant());
  }

  @Override
  public void close() {
    askers.values().forEach(ExecutorService::shutdownNow);
  }
}
