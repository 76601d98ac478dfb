package io.causerie.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Localized;
import io.causerie.model.Value;
import io.causerie.model.text.ReaderContext;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static final Localized STATUS = Localized.of("Status");
  private static final Value OPEN = new Value.Text("Open");

  @Test
  void fieldThatWentToAndFroIsBackNotChangedToItself() {
    assertThat(Sentences.change(STATUS, OPEN, OPEN, ReaderContext.of("en")))
        .isEqualTo("Status: back to Open");
    assertThat(Sentences.change(STATUS, OPEN, OPEN, ReaderContext.of("fr")))
        .isEqualTo("Status\u00a0: de nouveau Open");
  }

  @Test
  void codesOfOneNameAreToldApart() {
    Value complete = new Value.Coded("C", Localized.of("Shipped"));
    Value partly = new Value.Coded("P", Localized.of("Shipped"));

    assertThat(Sentences.change(STATUS, partly, complete, ReaderContext.of("en")))
        .isEqualTo("Status: Shipped (P) → Shipped (C)");
  }
}
