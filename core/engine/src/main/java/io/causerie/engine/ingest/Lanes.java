package io.causerie.engine.ingest;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what others want done when an event has its fate, each connector's in a lane of its own: the
 * steps of one that are slow delay nobody else. A lane has a few threads while it has work, in no
 * order.
 */
public final class Lanes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final int WIDTH = 4;

  private final Map<String, Lane> lanes = new HashMap<>();
  private final ExecutorService threads;
  private final int width;

  private static final class Lane {
    final Queue<Runnable> waiting = new ArrayDeque<>();
    int running;
  }

  /**
   * @param name what its threads are called
   */
  public Lanes(String name) {
    this(name, WIDTH);
  }

  /**
   * @param width how many threads a lane has at most
   */
  public Lanes(String name, int width) {
    this.width = width;
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(r -> new Thread(r, name + "-" + number.incrementAndGet()));
  }

  /** Runs some work soon; the caller does not wait. */
  public void execute(String connector, Runnable work) {
    synchronized (lanes) {
      Lane lane = lanes.computeIfAbsent(connector, c -> new Lane());
      lane.waiting.add(work);
      if (lane.running == width) {
        return;
      }
      lane.running++;
    }
    try {
      threads.execute(() -> drive(connector));
    } catch (RejectedExecutionException closed) {
      // What was under way when all is closed is still answered.
      drive(connector);
    }
  }

  private void drive(String connector) {
    for (Runnable work = next(connector); work != null; work = next(connector)) {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        // Whatever it was, it ends this work alone: a lane without its threads would keep the rest.
        LOG.error("{}: what follows an event failed", connector, e);
      }
    }
  }

  private @Nullable Runnable next(String connector) {
    synchronized (lanes) {
      Lane lane = Objects.requireNonNull(lanes.get(connector));
      Runnable work = lane.waiting.poll();
      if (work == null && --lane.running == 0) {
        lanes.remove(connector);
      }
      return work;
    }
  }

  /** Lets what is under way come to its end. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("a step behind an event does not end; nobody waits for it any longer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
