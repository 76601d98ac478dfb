package io.causerie.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What sources push crosses here. While a connector is changed, what comes for it waits, and no
 * thread with it; what was under way is let through to its end first.
 */
final class Crossing {
  private final Map<String, Integer> under = new HashMap<>();
  private final Set<String> held = new HashSet<>();
  private CompletableFuture<Void> free = CompletableFuture.completedFuture(null);

  /** Does some work of a connector, now or as soon as it is held no more. */
  <T> CompletionStage<T> pass(String connector, Supplier<? extends CompletionStage<T>> work) {
    CompletableFuture<Void> waiting = enter(connector);
    return waiting == null
        ? through(connector, work)
        : waiting.thenCompose(freed -> pass(connector, work));
  }

  /** Absent: it is under way now; else when to try again. */
  private synchronized @Nullable CompletableFuture<Void> enter(String connector) {
    if (held.contains(connector)) {
      return free;
    }
    under.merge(connector, 1, Integer::sum);
    return null;
  }

  private <T> CompletionStage<T> through(
      String connector, Supplier<? extends CompletionStage<T>> work) {
    CompletionStage<T> begun;
    try {
      begun = work.get();
    } catch (RuntimeException | Error e) {
      leave(connector);
      return CompletableFuture.failedFuture(e);
    }
    return begun.whenComplete((done, failure) -> leave(connector));
  }

  private synchronized void leave(String connector) {
    under.computeIfPresent(connector, (name, before) -> before == 1 ? null : before - 1);
    notifyAll();
  }

  /** Lets what comes for some connectors wait, until they are {@link #free}. */
  synchronized void hold(Collection<String> connectors) {
    held.addAll(connectors);
    free = new CompletableFuture<>();
  }

  synchronized boolean isHeld(String connector) {
    return held.contains(connector);
  }

  /** Waits until nothing of the held ones is under way; false if that takes longer. */
  synchronized boolean drained(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (held.stream().anyMatch(under::containsKey)) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Lets everybody through again, those who wait first. */
  void free() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      held.clear();
      waiting = free;
    }
    waiting.complete(null);
  }
}
