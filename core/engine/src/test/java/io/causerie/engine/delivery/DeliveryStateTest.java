package io.causerie.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.worker.Step;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is stored outlives the release that stored it. */
class DeliveryStateTest {
  @Test
  void codesStayAsTheyAre() {
    Map<String, DeliveryState> states = new TreeMap<>();
    Arrays.stream(DeliveryState.values()).forEach(state -> states.put(state.code(), state));

    assertThat(states)
        .isEqualTo(
            Map.of(
                "due", DeliveryState.DUE,
                "claimed", DeliveryState.CLAIMED,
                "doubt", DeliveryState.IN_DOUBT,
                "done", DeliveryState.DONE,
                "dead", DeliveryState.DEAD));
    assertThat(DeliveryState.of("doubt")).isEqualTo(DeliveryState.IN_DOUBT);
    assertThat(Outcome.values())
        .extracting(Outcome::code)
        .containsExactly("delivered", "needless", "withheld", "unknown", "discarded");
  }

  @Test
  void stepsAreKnownByTheirNumbers() {
    assertThat(Arrays.stream(Step.values()).map(Step::number)).doesNotHaveDuplicates();
  }
}
