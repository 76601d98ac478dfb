package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One piece of work ends by itself, and not the lane. */
class LanesTest {
  @Test
  void laneOutlivesWhateverItsWorkThrows() throws InterruptedException {
    try (Lanes lanes = new Lanes("test", 2)) {
      CountDownLatch thrown = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        lanes.execute(
            "orders",
            () -> {
              thrown.countDown();
              throw new StackOverflowError("too deep");
            });
      }
      CountDownLatch done = new CountDownLatch(1);
      lanes.execute("orders", done::countDown);

      assertThat(done.await(20, TimeUnit.SECONDS)).as("what came after it is done").isTrue();
      assertThat(thrown.getCount()).isZero();
    }
  }
}
