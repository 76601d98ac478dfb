package io.causerie.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does what follows a commit: at once when this node has committed something, twice
 * a second for what other nodes have, and once more before it ends.
 */
final class Background implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final long ROUND_MILLIS = 500;
  private static final int ROUNDS_BETWEEN_CLEANING = 1200;

  private final Runnable round;
  private final Runnable cleaning;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "causerie-background");
  private volatile boolean closed;

  Background(Runnable round, Runnable cleaning) {
    this.round = round;
    this.cleaning = cleaning;
  }

  void start() {
    thread.start();
  }

  void wake() {
    wanted.release();
  }

  private void run() {
    int rounds = 0;
    boolean last = false;
    while (!last) {
      // What was committed during the round before is served even when nobody waits for more.
      last = closed;
      try {
        if (wanted.tryAcquire(last ? 0 : ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
          // One round serves all that came meanwhile.
          wanted.drainPermits();
        }
        round.run();
        if (++rounds % ROUNDS_BETWEEN_CLEANING == 0) {
          cleaning.run();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Throwable e) {
        LOG.warn("background work failed; it is tried again: {}", e.toString());
        LOG.debug("background work failed", e);
        pause();
      }
    }
  }

  boolean isAlive() {
    return thread.isAlive() || closed;
  }

  private void pause() {
    try {
      wanted.tryAcquire(ROUND_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
