package io.causerie.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Localized;
import io.causerie.model.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTextTest {
  private static final ReaderContext ENGLISH = ReaderContext.of("en");

  private static Value.Coded coded(String code) {
    return new Value.Coded(code, Localized.of("Shipped"));
  }

  private static Value.Moment moment(String instant) {
    return new Value.Moment(Instant.parse(instant));
  }

  @Test
  void valuesThatDifferAreToldApart() {
    assertThat(ValueText.of(coded("C"), coded("D"), ENGLISH))
        .isEqualTo(new ValueText.Pair("Shipped (C)", "Shipped (D)"));
    assertThat(ValueText.of(new Value.Text("Shipped"), coded("C"), ENGLISH))
        .isEqualTo(new ValueText.Pair("Shipped", "Shipped (C)"));
    for (List<Value> pair :
        List.of(
            List.<Value>of(moment("2026-01-01T10:00:01Z"), moment("2026-01-01T10:00:30Z")),
            List.<Value>of(
                new Value.Money(new BigDecimal("350.34"), "EUR"),
                new Value.Money(new BigDecimal("350.341"), "EUR")))) {
      ValueText.Pair texts = ValueText.of(pair.get(0), pair.get(1), ENGLISH);
      assertThat(texts.from()).isNotEqualTo(texts.to());
    }
  }

  @Test
  void equalValuesKeepTheirUsualTexts() {
    assertThat(ValueText.of(coded("C"), coded("C"), ENGLISH))
        .isEqualTo(new ValueText.Pair("Shipped", "Shipped"));
    assertThat(ValueText.of(new Value.Text("Open"), coded("C"), ENGLISH))
        .isEqualTo(new ValueText.Pair("Open", "Shipped"));
  }
}
