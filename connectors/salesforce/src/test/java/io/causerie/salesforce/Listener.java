package io.causerie.salesforce;

import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import io.causerie.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Runs a subscription, and keeps what it gives. */
final class Listener implements Subscription.Sink, AutoCloseable {
  final List<SourceRow> rows = new CopyOnWriteArrayList<>();
  final List<Poller.Page> pages = new CopyOnWriteArrayList<>();
  final List<String> breaks = new CopyOnWriteArrayList<>();
  private final FutureTask<@Nullable Void> running;
  private final Thread thread;
  private volatile String cursor;
  private volatile boolean alive;
  private volatile boolean ending;

  Listener(Subscription subscription, String from) {
    cursor = from;
    running =
        new FutureTask<>(
            () -> {
              subscription.run(from, this);
              return null;
            });
    thread = new Thread(running, "listener");
    thread.start();
  }

  @Override
  public void page(Poller.Page page) {
    alive = true;
    cursor = page.next();
    pages.add(page);
    rows.addAll(page.rows());
  }

  @Override
  public void alive() {
    alive = true;
  }

  @Override
  public void broke(Phrase why, @Nullable Instant since) {
    breaks.add(why.text() + " since " + since);
  }

  @Override
  public boolean ending() {
    return ending;
  }

  String cursor() {
    return cursor;
  }

  Listener untilAlive() {
    Eventually.until("it is let in", () -> alive || running.isDone());
    return this;
  }

  Listener untilRows(int count) {
    Eventually.until(
        count + " rows", Duration.ofSeconds(10), () -> rows.size() >= count || running.isDone());
    return this;
  }

  /** How it ended by itself. */
  SourceException failure() throws InterruptedException {
    try {
      running.get();
      throw new AssertionError("it ended without a failure");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SourceException fault) {
        return fault;
      }
      throw new AssertionError(e.getCause());
    }
  }

  void untilEnded() throws InterruptedException {
    try {
      running.get();
    } catch (ExecutionException e) {
      // However it did.
    }
  }

  @Override
  public void close() throws InterruptedException {
    ending = true;
    thread.interrupt();
    thread.join(10_000);
  }
}
