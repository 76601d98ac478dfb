package io.causerie.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallerTest {
  @Test
  void codesOfKindsAreTheOnesThatWereStored() {
    assertThat(Stream.of(Caller.Kind.values()).map(kind -> kind + "=" + kind.code()))
        .containsExactlyInAnyOrder("API=0", "SESSION=1", "EMBED=2");
  }
}
