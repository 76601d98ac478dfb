package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.Eventually;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  @Test
  void whatIsCommittedDuringTheLastRoundIsServedBeforeItEnds() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean committed = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    Background background =
        new Background(
            () -> {
              boolean seen = committed.get();
              started.countDown();
              await(goOn);
              if (seen) {
                served.incrementAndGet();
              }
            },
            () -> {});
    background.start();
    background.wake();
    started.await();
    committed.set(true);
    Thread closing = new Thread(background::close);

    closing.start();
    Eventually.until("it closes", () -> closing.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();
    closing.join();

    assertThat(served).hasPositiveValue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
