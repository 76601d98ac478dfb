package io.causerie.engine.worker;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named thread that does one kind of work, round by round: at once when it is woken, after a
 * while when it is not, and once more before it ends. Whatever a round throws ends that round, not
 * the worker; only who interrupts its thread ends it. Safe for use by many threads.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final long END_SECONDS = 10;

  /** What a worker does. */
  @FunctionalInterface
  public interface Round {
    /** Does what there is to do; returns how long to wait for the next time, if nobody wakes it. */
    Duration run();
  }

  private final String name;
  private final Round round;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  public Worker(String name, Round round) {
    this.name = name;
    this.round = round;
    this.thread = new Thread(this::run, "causerie-" + name);
  }

  public String name() {
    return name;
  }

  public void start() {
    thread.start();
  }

  /** Lets the next round begin now; one that runs is followed by another. */
  public void wake() {
    wanted.release();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    Duration wait = Duration.ZERO;
    boolean last = false;
    while (!last) {
      if (!await(wait)) {
        return;
      }
      // What was committed during the round before is served even when nobody waits for more.
      last = closed;
      try {
        wait = round.run();
        pause = FIRST_PAUSE;
      } catch (Throwable e) {
        report(e);
        wait = pause;
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private void report(Throwable e) {
    try {
      LOG.warn("{} failed; it is tried again: {}", name, e.toString());
      LOG.debug("{} failed", name, e);
    } catch (Throwable alsoFailed) {
      // Without memory even a line of a log may fail; the worker goes on all the same.
    }
  }

  /** Returns whether to go on. */
  private boolean await(Duration wait) {
    try {
      if (!closed && wanted.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        // One round serves all that came meanwhile.
        wanted.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error("{} was interrupted, which nothing of Causerie does; it ends", name);
      return false;
    }
  }

  /** Whether it works, or was ended on purpose. */
  public boolean isAlive() {
    return thread.isAlive() || closed;
  }

  /** Lets it run its last round, and waits for that for ten seconds. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
