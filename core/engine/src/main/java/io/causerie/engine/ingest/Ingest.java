package io.causerie.engine.ingest;

import io.causerie.engine.BusyException;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Rules;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.access.Audiences;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.store.Database;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.Phrase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events in. An event is mapped on the caller's thread and waits in a bounded queue; one
 * thread writes whatever waits as one group, in one transaction, and answers each caller after the
 * commit. What depends on an answer runs in a lane of its connector, never on that thread.
 */
public final class Ingest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final int GROUP = 500;
  private static final Duration BUSY = Duration.ofSeconds(2);

  private final Rules inForce;
  private final Audiences audiences;
  private final GroupWriter writer;
  private final Figures figures;
  private final Runnable committed;
  private final MeterRegistry meters;
  private final BlockingQueue<Waiting> queue;
  private final Thread committer;
  private final Lanes answers = new Lanes("causerie-answer");
  private volatile boolean closed;

  private record Waiting(Arrival arrival, CompletableFuture<EventOutcome> answer) {}

  Ingest(
      Rules inForce,
      Audiences audiences,
      GroupWriter writer,
      Figures figures,
      int queueCapacity,
      MeterRegistry meters,
      Runnable committed) {
    this.inForce = inForce;
    this.audiences = audiences;
    this.writer = writer;
    this.figures = figures;
    this.committed = committed;
    this.meters = meters;
    this.queue = new ArrayBlockingQueue<>(queueCapacity);
    this.committer = new Thread(this::commit, "causerie-ingest");
    Gauge.builder("causerie.ingest.queue", queue, Collection::size)
        .description("events that wait to be written")
        .register(meters);
    committer.start();
  }

  /**
   * Dedupe key of a row that was read: its key, its version and its content. So two changes within
   * one tick of the source's clock are two events, and a row that is read again is none.
   *
   * @param version what the source calls this state of the row
   */
  public static String keyOf(String key, String version, SourceEvent event) {
    return Digests.key(key, version, Digests.ofData(event).substring(0, 16));
  }

  /** Dedupe key of a pushed event: its source, type and id; a digest where they are too long. */
  public static String keyOf(SourceEvent event) {
    return Digests.key(event.source(), event.type(), event.id());
  }

  /** Dedupe key of whatever comes under a sender's own name of what it delivers. */
  public static String keyOf(String delivery) {
    return Digests.key("delivery", "", delivery);
  }

  /**
   * Maps an event, stores it and posts what it tells.
   *
   * @param dedupeKey at most 512 characters; the same event has the same key when it comes again
   * @return fails with {@link BusyException} or {@link UnavailableException}; nothing is stored
   *     then
   * @throws IllegalArgumentException if no connector has that name
   */
  public CompletionStage<EventOutcome> accept(
      String connector, String dedupeKey, SourceEvent event) {
    ConnectorRules rules = rules(connector);
    SourceEvent told = event.asTelling();
    return enqueue(rules, dedupeKey, told, mapped(rules, told), null, Verdict.MAPPING, null);
  }

  /**
   * As {@link #accept}, for what a source tells of times before its connector began: the record is
   * known afterwards, but nobody is told.
   */
  public CompletionStage<EventOutcome> acceptSilently(
      String connector, String dedupeKey, SourceEvent event) {
    ConnectorRules rules = rules(connector);
    return enqueue(
        rules, dedupeKey, event, mapped(rules, event), null, Verdict.MAPPING, true, null);
  }

  /**
   * As {@link #accept}, for a row of a source. One that says how the record is now does so whatever
   * came before. One that only names its record waits until it is read back. A row that is gone is
   * mapped with what it held when it was read last; the record it told of is deleted, whatever key
   * the mapping makes of it, unless other rows tell of it still.
   *
   * @return fails with {@link LeaseLostException}, too
   */
  public CompletionStage<EventOutcome> accept(
      String connector, String dedupeKey, SourceEvent event, Reading reading) {
    ConnectorRules rules = rules(connector);
    SourceEvent whole;
    try {
      whole = event.isDeletion() ? writer.whole(connector, reading.key(), event) : event;
    } catch (UnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
    return enqueue(rules, dedupeKey, whole, mapped(rules, whole), null, Verdict.MAPPING, reading);
  }

  /**
   * Stores an event as ignored: a route let it go.
   *
   * @param reading how it was read; absent for one that was pushed
   */
  public CompletionStage<EventOutcome> ignore(
      String connector,
      String dedupeKey,
      SourceEvent event,
      Phrase reason,
      @Nullable Reading reading) {
    return enqueue(
        rules(connector),
        dedupeKey,
        event,
        new MappingOutcome.Ignored(reason),
        null,
        Verdict.ROUTE,
        reading);
  }

  /**
   * Stores what came and is no event, as failed, with its bytes. No mapping can make it one: a
   * replay fails for the same reason.
   */
  public CompletionStage<EventOutcome> refuse(
      String connector, String dedupeKey, SourceEvent made, Phrase cause, Phrase reason) {
    return refuse(connector, dedupeKey, made, cause, reason, null);
  }

  /**
   * The same.
   *
   * @param reading how it was read; absent for one that was pushed
   */
  public CompletionStage<EventOutcome> refuse(
      String connector,
      String dedupeKey,
      SourceEvent made,
      Phrase cause,
      Phrase reason,
      @Nullable Reading reading) {
    return enqueue(
        rules(connector),
        dedupeKey,
        made,
        new MappingOutcome.Rejected(cause, reason),
        null,
        Verdict.DOOR,
        reading);
  }

  /**
   * Stores an event as failed, with its bytes. A replay begins at the mapping.
   *
   * @param cause a short text that events with the same fault share
   * @param reason what is wrong with this one and what to do
   * @param reading how it was read; absent for one that was pushed
   */
  public CompletionStage<EventOutcome> fail(
      String connector,
      String dedupeKey,
      SourceEvent event,
      Phrase cause,
      Phrase reason,
      @Nullable Reading reading) {
    return enqueue(
        rules(connector),
        dedupeKey,
        event,
        new MappingOutcome.Rejected(cause, reason),
        null,
        Verdict.ROUTE,
        reading);
  }

  CompletionStage<EventOutcome> replay(EventView stored) {
    ConnectorRules rules = rules(stored.connector());
    boolean noEvent = stored.verdict() == Verdict.DOOR;
    return enqueue(
        rules,
        stored.dedupeKey(),
        stored.event(),
        noEvent
            ? new MappingOutcome.Rejected(
                Objects.requireNonNull(stored.cause()), Objects.requireNonNull(stored.reason()))
            : mapped(rules, stored.event()),
        stored,
        stored.verdict(),
        stored.silent(),
        null);
  }

  /** Whether no mapping of a connector is meant for events of a type, as it is set up now. */
  boolean isUnmapped(String connector, String type) {
    byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
    SourceEvent any = new SourceEvent("/", type, "1", null, null, null, Map.of(), nothing);
    return mapped(rules(connector), any)
        .match(seen -> false, MappingOutcome.Ignored::unmapped, rejected -> false, hinted -> false);
  }

  /** A mapping that breaks, by an Error too, fails its event and nothing else. */
  static MappingOutcome mapped(ConnectorRules rules, SourceEvent event) {
    String named = event.named();
    if (named != null) {
      return new MappingOutcome.Hinted(rules.name(), named);
    }
    try {
      MappingOutcome outcome = rules.mapper().map(event);
      String reading = rules.reading();
      return reading == null
          ? outcome
          : outcome.match(
              seen ->
                  new MappingOutcome.Seen(
                      seen.observation().tracked(seen.observation().tracking().read(reading)),
                      seen.warnings()),
              ignored -> ignored,
              rejected -> rejected,
              hinted -> hinted);
    } catch (RuntimeException | Error e) {
      LOG.error("the mapping of {} broke", rules.name(), e);
      return new MappingOutcome.Rejected(
          FateWording.MAPPING_BROKE.with(),
          FateWording.MAPPING_BROKE_WITH.with(e.getClass().getName()));
    }
  }

  /** Posts a stored event that made no post. */
  CompletionStage<EventOutcome> again(EventView stored, Observation seen, Arrival.Again again) {
    return enqueue(
        new Arrival(
            rules(stored.connector()),
            stored.dedupeKey(),
            stored.event(),
            Digests.ofData(stored.event()),
            new MappingOutcome.Seen(seen),
            null,
            stored,
            stored.verdict(),
            stored.silent(),
            null,
            again));
  }

  private ConnectorRules rules(String connector) {
    ConnectorRules rules = inForce.connector(connector);
    if (rules == null) {
      throw new IllegalArgumentException("there is no connector " + connector);
    }
    return rules;
  }

  private CompletionStage<EventOutcome> enqueue(
      ConnectorRules rules,
      String key,
      SourceEvent event,
      MappingOutcome outcome,
      @Nullable EventView replayOf,
      Verdict verdict,
      @Nullable Reading reading) {
    boolean silent = reading != null && reading.silent();
    return enqueue(rules, key, event, outcome, replayOf, verdict, silent, reading);
  }

  private CompletionStage<EventOutcome> enqueue(
      ConnectorRules rules,
      String key,
      SourceEvent event,
      MappingOutcome outcome,
      @Nullable EventView replayOf,
      Verdict verdict,
      boolean silent,
      @Nullable Reading reading) {
    return enqueue(
        new Arrival(
            rules,
            key,
            event,
            Digests.ofData(event),
            outcome,
            null,
            replayOf,
            verdict,
            silent,
            reading,
            null));
  }

  private CompletionStage<EventOutcome> enqueue(Arrival arrival) {
    try {
      ConnectorRules rules = arrival.connector();
      Audiences.Interned audience =
          arrival
              .outcome()
              .match(
                  seen ->
                      audiences.intern(rules.system(), rules.name(), seen.observation().audience()),
                  ignored -> null,
                  // The record of a row is known without the mapping.
                  rejected ->
                      arrival.event().isDeletion() && arrival.verdict() == Verdict.MAPPING
                          ? audiences.intern(rules.system(), rules.name(), null)
                          : null,
                  hinted -> null);
      Waiting waiting = new Waiting(arrival.read(audience), new CompletableFuture<>());
      if (closed || !queue.offer(waiting)) {
        return CompletableFuture.failedFuture(new BusyException(BUSY));
      }
      if (closed && queue.remove(waiting)) {
        // It came in after the last group was written.
        return CompletableFuture.failedFuture(new BusyException(BUSY));
      }
      return waiting.answer();
    } catch (UnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void commit() {
    List<Waiting> group = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      group.clear();
      try {
        Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      queue.drainTo(group, GROUP - 1);
      write(group);
      committed.run();
    }
  }

  /** Whether events are still written; false for good once its thread has ended. */
  public boolean isAlive() {
    return committer.isAlive() || closed;
  }

  /**
   * Writes a group; one that the database refuses is halved until the poison event stands alone.
   */
  private void write(List<Waiting> group) {
    try {
      List<EventOutcome> outcomes = written(group.stream().map(Waiting::arrival).toList());
      for (int i = 0; i < group.size(); i++) {
        answer(group.get(i), outcomes.get(i));
      }
    } catch (UnavailableException e) {
      group.forEach(waiting -> answer(waiting, e));
    } catch (RuntimeException | Error e) {
      if (group.size() == 1 && e instanceof LeaseLostException) {
        answer(group.get(0), e);
      } else if (group.size() > 1) {
        int half = group.size() / 2;
        write(group.subList(0, half));
        write(group.subList(half, group.size()));
      } else {
        refused(group.get(0), e);
      }
    }
  }

  /** Writes and counts; nobody is answered before, since who is may look at the figures next. */
  private List<EventOutcome> written(List<Arrival> arrivals) {
    figures.begin(arrivals.stream().map(arrival -> arrival.connector().name()).toList());
    try {
      List<EventOutcome> outcomes = writer.write(arrivals);
      for (int i = 0; i < arrivals.size(); i++) {
        count(arrivals.get(i), outcomes.get(i));
      }
      return outcomes;
    } finally {
      figures.end();
    }
  }

  private void refused(Waiting waiting, Throwable e) {
    Arrival arrival = waiting.arrival();
    LOG.warn(
        "an event of {} was refused: {}",
        arrival.connector().name(),
        Database.complaint(e),
        Database.withoutWords(e));
    boolean database = e instanceof RuntimeException r && Database.refused(r);
    Arrival failed =
        arrival.refused(
            arrival.key(),
            (database ? FateWording.DATABASE_REFUSED : FateWording.FAULT).with(),
            database
                ? FateWording.DATABASE_REFUSED_FOR.with(Database.complaint((RuntimeException) e))
                : FateWording.FAULT_OF.with(e.getClass().getSimpleName()));
    try {
      answer(waiting, written(List.of(failed)).get(0));
    } catch (RuntimeException | Error again) {
      // Not even its bytes could be kept, so it is not accepted: the sender must hear of it.
      answer(waiting, again);
    }
  }

  private void answer(Waiting waiting, EventOutcome outcome) {
    answers.execute(waiting.arrival().connector().name(), () -> waiting.answer().complete(outcome));
  }

  private void answer(Waiting waiting, Throwable fault) {
    answers.execute(
        waiting.arrival().connector().name(), () -> waiting.answer().completeExceptionally(fault));
  }

  private void count(Arrival arrival, EventOutcome outcome) {
    if (arrival.replayOf() != null) {
      figures.forget(arrival.connector().name());
    } else if (!outcome.duplicate()) {
      figures.add(arrival.connector().name(), outcome.fate());
    }
    Counter.builder("causerie.events")
        .description("events taken in, by what became of them")
        .tag("connector", arrival.connector().name())
        .tag("fate", outcome.duplicate() ? "duplicate" : outcome.fate().word())
        .register(meters)
        .increment();
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    try {
      committer.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answers.close();
  }
}
