package io.causerie.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrowdTest {
  @Test
  void whatAllClientsDoIsCounted() throws InterruptedException {
    double perSecond = Crowd.perSecond(4, Duration.ofMillis(50), client -> 100);

    assertThat(perSecond).isGreaterThan(400);
  }

  @Test
  void clientThatFailsEndsTheRun() {
    assertThatThrownBy(
            () ->
                Crowd.perSecond(
                    2,
                    Duration.ofMinutes(10),
                    client -> {
                      if (client == 1) {
                        throw new LoadException("answered 500");
                      }
                      return 1;
                    }))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("answered 500");
  }
}
