package io.causerie.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoorRequestTest {
  private static Door.Request asked(String query) {
    return new Door.Request("POST", Map.of(), new byte[0], query, "192.0.2.7");
  }

  @Test
  void queryIsReadByName() {
    assertThat(asked("a=1&b=x%20y+z&a=2&c&&d=p=q").parameters())
        .containsOnly(
            Map.entry("a", List.of("1", "2")),
            Map.entry("b", List.of("x y z")),
            Map.entry("c", List.of("")),
            Map.entry("d", List.of("p=q")));
    assertThat(asked("").parameters()).isEmpty();
  }

  @Test
  void badEscapeStaysAsItWasSent() {
    assertThat(asked("a=%zz&b=%4").parameters())
        .containsOnly(Map.entry("a", List.of("%zz")), Map.entry("b", List.of("%4")));
  }

  @Test
  void secretOfAQueryIsNotShown() {
    assertThat(asked("token=geheim")).hasToString("POST, 0 bytes");
  }
}
