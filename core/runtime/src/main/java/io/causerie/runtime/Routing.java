package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Fate;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.ingest.Lanes;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Door;
import io.causerie.spi.RejectedEventException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an event through its route, and sees to it that it has a fate: what the receipt says; else
 * {@code ignored} if the route let it go, {@code failed} if a step failed for good. A step that
 * fails otherwise is tried again.
 */
final class Routing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Routing.class);
  private static final Duration STOPPED = Duration.ofSeconds(5);

  private final Ingest ingest;
  private final EntryComponent entries;
  private final List<Duration> retries;
  private final Runnable pending;
  private final Lanes again = new Lanes("causerie-again");
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "causerie-retry"));

  /**
   * @param pending told when an event waits to be read back
   */
  Routing(Ingest ingest, EntryComponent entries, List<Duration> retries, Runnable pending) {
    this.pending = pending;
    this.ingest = ingest;
    this.entries = entries;
    this.retries = retries;
  }

  /** Completes when the event has its fate, or fails because it could not be taken at all. */
  CompletionStage<EventOutcome> bring(RoutedEvent routed) {
    CompletableFuture<EventOutcome> answer = new CompletableFuture<>();
    send(routed, 0, answer);
    return answer;
  }

  /** Completes when what came and is no event is kept as failed; it passes no route. */
  CompletionStage<EventOutcome> refuse(RoutedEvent routed, Door.Fault fault) {
    return ingest.refuse(
        routed.connector(),
        routed.key(),
        routed.event(),
        fault.cause(),
        fault.reason(),
        routed.reading());
  }

  private void send(RoutedEvent routed, int attempt, CompletableFuture<EventOutcome> answer) {
    EntryComponent.EntryConsumer consumer = entries.consumer(routed.connector()).orElse(null);
    if (consumer == null) {
      answer.completeExceptionally(stopped());
      return;
    }
    Receipt receipt = new Receipt(routed);
    Exchange exchange = consumer.getEndpoint().createExchange(ExchangePattern.InOut);
    receipt.attach(exchange);
    EventHeaders.write(routed.event(), exchange.getIn());
    consumer
        .route()
        .process(
            exchange,
            doneSync -> settle(routed, attempt, receipt, exchange.getException(), answer));
  }

  private static UnavailableException stopped() {
    return new UnavailableException(STOPPED, new IllegalStateException("the route is stopped"));
  }

  private void settle(
      RoutedEvent routed,
      int attempt,
      Receipt receipt,
      @Nullable Exception failure,
      CompletableFuture<EventOutcome> answer) {
    if (receipt.outcome().isPresent()) {
      EventOutcome outcome = receipt.outcome().get();
      answer.complete(outcome);
      if (outcome.fate() == Fate.PENDING) {
        pending.run();
      }
    } else if (failure instanceof CauserieException) {
      answer.completeExceptionally(failure);
    } else if (entries.consumer(routed.connector()).isEmpty()) {
      // It has ended meanwhile, and its connector may be gone: nobody could say what became of it.
      answer.completeExceptionally(stopped());
    } else if (failure == null) {
      forward(
          ingest.ignore(
              routed.connector(),
              routed.key(),
              routed.event(),
              RouteWording.LEFT.with(),
              routed.reading()),
          answer);
    } else if (failure instanceof RejectedEventException rejected) {
      fail(
          routed,
          RouteWording.REJECTED.with(),
          Quotes.without(rejected.phrase(), routed.event().data()),
          answer);
    } else if (attempt < retries.size()) {
      LOG.info(
          "{}: a step failed for {}; it is tried again: {}",
          routed.connector(),
          routed.event(),
          failure.getClass().getName());
      // What a library says may quote the event.
      LOG.debug("{}: a step failed", routed.connector(), failure);
      // The steps of one route, however slow, hold up no other's.
      timer.schedule(
          () -> again.execute(routed.connector(), () -> send(routed, attempt + 1, answer)),
          retries.get(attempt).toMillis(),
          TimeUnit.MILLISECONDS);
    } else {
      fail(
          routed,
          RouteWording.STEP_FAILS.with(failure.getClass().getSimpleName()),
          RouteWording.STEP_FAILED.with(attempt + 1, failure.getClass().getName()),
          answer);
    }
  }

  private void fail(
      RoutedEvent routed, Phrase cause, Phrase reason, CompletableFuture<EventOutcome> answer) {
    forward(
        ingest.fail(
            routed.connector(), routed.key(), routed.event(), cause, reason, routed.reading()),
        answer);
  }

  private static void forward(
      CompletionStage<EventOutcome> stage, CompletableFuture<EventOutcome> answer) {
    stage.whenComplete(
        (outcome, failure) -> {
          if (failure == null) {
            answer.complete(outcome);
          } else {
            answer.completeExceptionally(failure);
          }
        });
  }

  @Override
  public void close() {
    timer.shutdown();
    again.close();
  }
}
