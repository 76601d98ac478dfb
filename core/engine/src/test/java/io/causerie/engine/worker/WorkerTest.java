package io.causerie.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void whatIsCommittedDuringTheLastRoundIsServedBeforeItEnds() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean committed = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    Worker worker =
        new Worker(
            "test",
            () -> {
              boolean seen = committed.get();
              started.countDown();
              await(goOn);
              if (seen) {
                served.incrementAndGet();
              }
              return LONG;
            });
    worker.start();
    started.await();
    committed.set(true);
    Thread closing = new Thread(worker::close);

    closing.start();
    Eventually.until("it closes", () -> closing.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();
    closing.join();

    assertThat(served).hasPositiveValue();
  }

  @Test
  void anErrorEndsTheRoundAndNotTheWorker() {
    AtomicInteger rounds = new AtomicInteger();
    try (Worker worker =
        new Worker(
            "test",
            () -> {
              if (rounds.incrementAndGet() < 3) {
                throw new NoClassDefFoundError("a plug-in that is half there");
              }
              return LONG;
            })) {
      worker.start();

      Eventually.until("it goes on after two errors", () -> rounds.get() >= 3);

      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void interruptedItEndsAndSaysSo() {
    try (Worker worker =
        new Worker(
            "test",
            () -> {
              Thread.currentThread().interrupt();
              return LONG;
            })) {
      worker.start();

      Eventually.until("it has ended", () -> !worker.isAlive());
    }
  }

  @Test
  void aWorkerThatNeverBeganIsNotAlive() {
    assertThat(new Worker("test", () -> LONG).isAlive()).isFalse();
  }

  @Test
  void wokenOftenItRunsOnceMore() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger rounds = new AtomicInteger();
    Worker worker =
        new Worker(
            "test",
            () -> {
              rounds.incrementAndGet();
              started.countDown();
              await(goOn);
              return LONG;
            });
    worker.start();
    await(started);
    for (int i = 0; i < 100; i++) {
      worker.wake();
    }
    goOn.countDown();
    Eventually.until("another round has served them all", () -> rounds.get() == 2);

    worker.close();

    assertThat(rounds).as("and one at the end").hasValue(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
