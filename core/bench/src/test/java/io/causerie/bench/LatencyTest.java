package io.causerie.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void percentilesAreRequestsThatHappened() {
    long[] slowestFirst = LongStream.rangeClosed(1, 200).map(i -> 201 - i).toArray();

    Latency latency = Latency.of(slowestFirst);

    assertThat(latency).isEqualTo(new Latency(Duration.ofNanos(100), Duration.ofNanos(198), 200));
  }

  @Test
  void oneRequestIsAllThereIs() {
    assertThat(Latency.of(new long[] {7}))
        .isEqualTo(new Latency(Duration.ofNanos(7), Duration.ofNanos(7), 1));
  }
}
