package io.causerie.engine.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One channel on this node: its threads, and what it has in hand. Only the courier's worker uses
 * it, but for {@link #cameBack()} and {@link #end}.
 */
final class Line {
  /** More would make one transaction long, and gain nothing. */
  private static final int MOST = 500;

  private static final Duration QUICK = Duration.ofMillis(500);
  private static final long IDLE_SECONDS = 30;

  final DeliveryChannel channel;
  private final Set<Held> hand = new HashSet<>();
  private final AtomicInteger stuck = new AtomicInteger();
  private final ThreadPoolExecutor threads;
  private int appetite;
  private boolean full;
  private Instant claimed = Instant.MIN;

  Line(DeliveryChannel channel) {
    this.channel = channel;
    this.appetite = channel.parallel();
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            channel.parallel(),
            channel.parallel(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread =
                  new Thread(
                      work,
                      "causerie-delivery-%s-%d"
                          .formatted(channel.name(), number.incrementAndGet()));
              // A channel that hangs must not keep a server from ending.
              thread.setDaemon(true);
              return thread;
            },
            // Once it has ended; the work sees that, and is not begun.
            (work, pool) -> work.run());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * How many to claim now. A channel that is quick is given more at a time, so that one transaction
   * serves many; one that is slow has no more in hand than it can work at, so that another node, or
   * a stop, finds the rest free.
   */
  int room(Instant now) {
    if (stuck.get() >= channel.parallel()) {
      return 0;
    }
    if (full && hand.size() <= appetite / 2) {
      boolean quick = now.isBefore(claimed.plus(QUICK));
      appetite = quick ? Math.min(MOST, appetite * 2) : Math.max(channel.parallel(), appetite / 2);
      full = false;
    }
    int room = appetite - hand.size();
    // What hangs must not keep the threads from the rest that have nothing to do.
    boolean idle = hand.size() < channel.parallel();
    return idle || room >= Math.max(1, appetite / 2) ? room : 0;
  }

  void claimed(boolean asManyAsAsked, Instant now) {
    full = asManyAsAsked;
    claimed = now;
  }

  /** Begins it on one of its threads. */
  void begin(Held held, Runnable work) {
    hand.add(held);
    threads.execute(work);
  }

  void letGo(Held held) {
    hand.remove(held);
  }

  /** Takes away what is under way for too long; its thread is told so, and may come back or not. */
  List<Held> overdue(Instant now) {
    List<Held> overdue = new ArrayList<>();
    for (Held held : hand) {
      if (held.isWrittenOff(now, channel.patience())) {
        overdue.add(held);
      }
    }
    overdue.forEach(hand::remove);
    stuck.addAndGet(overdue.size());
    return overdue;
  }

  /** A thread that was given up has come back after all. */
  void cameBack() {
    stuck.decrementAndGet();
  }

  /** Lets what is under way come to its end for a while, then interrupts it. */
  void end(long atNanos) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        // Those see that it has ended, and tell that they were not begun.
        threads.shutdownNow().forEach(Runnable::run);
        threads.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow().forEach(Runnable::run);
      Thread.currentThread().interrupt();
    }
  }
}
