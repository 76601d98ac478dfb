package io.causerie.server.connect;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Asks sources by workers of its own, of which there are few: a source that does not answer holds
 * up who has asked, for a while, and nobody else. Whoever asks a source that is being asked waits
 * for the same answer.
 */
public final class SourceChecks {
  private static final int WORKERS = 2;
  private static final int WAITING = 8;
  private static final int IDLE_SECONDS = 10;

  private final Function<String, SourceReport> check;
  private final Duration deadline;
  private final Map<String, CompletableFuture<SourceReport>> asked = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor workers;

  /**
   * @param check asks the source of a connector; it may take as long as it likes
   * @param deadline how long somebody is let wait
   */
  public SourceChecks(Function<String, SourceReport> check, Duration deadline) {
    this.check = check;
    this.deadline = deadline;
    AtomicInteger number = new AtomicInteger();
    workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "causerie-check-" + number.incrementAndGet());
              // Nothing is stored by it, and the end of the process does not wait for a source.
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
  }

  /**
   * Asks the source of a connector.
   *
   * @return fails with {@code TimeoutException} after the deadline, while it is still being asked
   * @throws RejectedExecutionException if too many are waiting already
   */
  public CompletableFuture<SourceReport> ask(String connector) {
    CompletableFuture<SourceReport> answer = new CompletableFuture<>();
    CompletableFuture<SourceReport> before = asked.putIfAbsent(connector, answer);
    if (before == null) {
      try {
        workers.execute(() -> answer(connector, answer));
      } catch (RejectedExecutionException e) {
        asked.remove(connector, answer);
        answer.completeExceptionally(e);
        throw e;
      }
    }
    return (before == null ? answer : before)
        .copy()
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void answer(String connector, CompletableFuture<SourceReport> answer) {
    try {
      SourceReport report = check.apply(connector);
      asked.remove(connector, answer);
      answer.complete(report);
    } catch (Throwable e) {
      asked.remove(connector, answer);
      answer.completeExceptionally(e);
    }
  }
}
