package io.causerie.runtime;

import io.causerie.engine.BusyException;
import io.causerie.engine.ingest.Lanes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Takes what is pushed through steps of an integrator's on threads of its own: a step that is slow
 * must not keep its sender, who is answered in time, nor the threads that answer everybody else.
 * Events without steps go on where they are.
 */
final class Stepping implements AutoCloseable {
  private static final int WIDTH = 32;

  /** Requests of a connector, each with its events in their order. */
  private static final int MOST = 1000;

  private static final Duration BUSY = Duration.ofSeconds(5);

  private final EntryComponent entries;
  private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();
  private final Lanes lanes = new Lanes("causerie-step", WIDTH);

  Stepping(EntryComponent entries) {
    this.entries = entries;
  }

  /**
   * Does the work of a connector, now or soon.
   *
   * @return fails with {@code BusyException} if too much waits already
   */
  <T> CompletionStage<T> run(String connector, Supplier<CompletionStage<T>> work) {
    if (entries.consumer(connector).filter(EntryComponent.EntryConsumer::hasSteps).isEmpty()) {
      return work.get();
    }
    AtomicInteger count = waiting.computeIfAbsent(connector, c -> new AtomicInteger());
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      return CompletableFuture.failedFuture(new BusyException(BUSY));
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    lanes.execute(connector, () -> forward(work, count, answer));
    return answer;
  }

  private static <T> void forward(
      Supplier<CompletionStage<T>> work, AtomicInteger count, CompletableFuture<T> answer) {
    try {
      work.get()
          .whenComplete(
              (result, failure) -> {
                if (failure == null) {
                  answer.complete(result);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    } finally {
      count.decrementAndGet();
    }
  }

  @Override
  public void close() {
    lanes.close();
  }
}
