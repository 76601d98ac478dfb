package io.causerie.runtime;

import io.causerie.engine.connector.RequestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Operators' requests to sources: asked by whoever has an operator waiting, served by the worker of
 * the connector, on whatever node that is.
 */
final class Requests {
  /** So often it is looked whether another node has served one. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final RequestStore store;
  private final Map<Long, CountDownLatch> waited = new ConcurrentHashMap<>();

  Requests(RequestStore store) {
    this.store = store;
  }

  long ask(String connector, RequestStore.What what, @Nullable Instant since) {
    return store.ask(connector, what, since);
  }

  /** A worker of this node has served one. */
  void served(RequestStore.Request request) {
    CountDownLatch waiting = waited.get(request.id());
    if (waiting != null) {
      waiting.countDown();
    }
  }

  Optional<RequestStore.Answer> answer(long request, Duration most) {
    CountDownLatch here = waited.computeIfAbsent(request, id -> new CountDownLatch(1));
    try {
      long end = System.nanoTime() + most.toNanos();
      Optional<RequestStore.Answer> answer = store.answer(request);
      long left = end - System.nanoTime();
      while (answer.isEmpty() && left > 0) {
        boolean served = here.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
        answer = store.answer(request);
        left = served ? 0 : end - System.nanoTime();
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      waited.remove(request);
    }
  }
}
