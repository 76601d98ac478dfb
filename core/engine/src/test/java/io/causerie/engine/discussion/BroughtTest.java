package io.causerie.engine.discussion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroughtTest {
  @ParameterizedTest
  @CsvSource({
    "Call them,                Call them - Ada (c7),      Do not call them - Ada (c7),   Do not call them",
    "Call them,                Call them - Ada (c7),      Do not call them,              Do not call them",
    "Call them,                Ada: Call them,            Ada: Call nobody!,             Call nobody!",
    "Call them,                Ada: Call them,            Call nobody!,                  Call nobody!",
    "Call them,                Ada: Call them (c7),       Ada: **Nobody** (c7),          **Nobody**",
    "Call them,                Call them,                 Call nobody.,                  Call nobody.",
    "Other words,              Call them - Ada,           Nobody - Ada,                  Nobody - Ada",
    "Call them,                Call them - Ada,           - Ada,                         - Ada"
  })
  void editsOfOthersAreWithoutWhatWasAdded(String here, String sent, String there, String words) {
    assertThat(new Brought(List.of(here), sent).without(there)).isEqualTo(words);
  }
}
