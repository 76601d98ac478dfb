package io.causerie.engine.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final Instant BEGAN = Instant.parse("2026-11-23T08:00:00Z");

  private static long wait(Duration since, int events) {
    Instant last = BEGAN.plus(since);
    return Duration.between(last, Window.due(BEGAN, last, events)).toSeconds();
  }

  @Test
  void theWaitDoublesWithEachThatComesUpToABound() {
    List<Long> waits =
        IntStream.rangeClosed(1, 7).mapToObj(events -> wait(Duration.ZERO, events)).toList();

    assertThat(waits).containsExactly(2L, 4L, 8L, 16L, 30L, 30L, 30L);
  }

  @Test
  void nobodyWaitsForTheEndOfATalkThatDoesNotEnd() {
    assertThat(wait(Duration.ofSeconds(110), 50)).isEqualTo(10);
    assertThat(wait(Duration.ofMinutes(5), 1_000_000)).isNegative();
  }
}
