package io.causerie.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.model.Exact;
import io.causerie.model.Localized;
import io.causerie.model.Observed;
import io.causerie.model.PlainText;
import io.causerie.model.Summary;
import io.causerie.model.Value;
import io.causerie.model.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

class ModelJsonTest {
  @Provide
  Arbitrary<BigDecimal> numbers() {
    return Combinators.combine(
            Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(450),
            Arbitraries.integers().between(-450, 450),
            Arbitraries.of(true, false))
        .as(
            (digits, scale, negative) ->
                new BigDecimal(new BigInteger((negative ? "-" : "") + digits), scale));
  }

  @Provide
  Arbitrary<Value> values() {
    Arbitrary<BigDecimal> fitting = numbers().filter(Exact::fits);
    Arbitrary<String> texts =
        Arbitraries.strings().withCharRange('\u0001', '\ud7ff').ofMaxLength(50);
    return Arbitraries.oneOf(
        Arbitraries.just(Value.Empty.INSTANCE),
        texts.map(Value.Text::new),
        Combinators.combine(texts, texts)
            .as((code, name) -> new Value.Coded(code, Localized.of(name))),
        fitting.map(Value.Quantity::new),
        Combinators.combine(fitting, texts.map(text -> PlainText.cut(text, 16)))
            .as(Value.Money::new),
        Arbitraries.longs()
            .between(LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay())
            .map(day -> new Value.Day(LocalDate.ofEpochDay(day))),
        Combinators.combine(
                Arbitraries.longs()
                    .between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                Arbitraries.integers().between(0, 999_999_999))
            .as((second, nano) -> new Value.Moment(Instant.ofEpochSecond(second, nano))),
        Arbitraries.of(true, false).map(Value.Truth::new));
  }

  @Property
  @Tag("property")
  void whateverIsStoredIsReadAsItWas(@ForAll("values") Value value) {
    Observed field = new Observed("f", Localized.of("F"), value, Set.of());
    Summary summary = Summary.of(Localized.of("{v}"), Map.of("v", value));

    assertThat(
            ModelJson.readList(ModelJson.writeList(List.of(field), Observed.class), Observed.class))
        .containsExactly(field);
    assertThat(ModelJson.read(ModelJson.write(summary), Summary.class)).isEqualTo(summary);
  }

  @Property
  @Tag("property")
  void numberThatIsTakenIsReadAgain(@ForAll("numbers") BigDecimal number) {
    if (!Exact.fits(number)) {
      assertThatThrownBy(() -> new Value.Quantity(number))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    Value.Quantity taken = new Value.Quantity(number);

    assertThat(taken.number()).isEqualByComparingTo(number);
    assertThat(new Value.Quantity(taken.number())).isEqualTo(taken);
    assertThat(Version.parse(Version.of(number).toString())).isEqualTo(Version.of(number));
  }

  @Test
  void numberOfMoreThan400DigitsIsRefusedBeforeItIsStored() {
    assertThat(Exact.fits(new BigDecimal("1e399"))).isTrue();
    assertThat(Exact.fits(new BigDecimal("1e400"))).isFalse();
    assertThat(Exact.fits(new BigDecimal("1e-400"))).isTrue();
    assertThat(Exact.fits(new BigDecimal("1e999999999"))).isFalse();
    assertThat(Exact.fits(new BigDecimal("0e999999999"))).isTrue();
  }

  @Test
  void unreadableFieldNeverTakesTheOthersAlong() {
    String good =
        "{\"field\":\"a\",\"label\":{\"\":\"A\"},\"value\":{\"is\":\"truth\",\"yes\":true},\"restricted\":[]}";
    String long401 = "1" + "0".repeat(400);
    String json =
        "["
            + good
            + ",{\"field\":\"b\",\"label\":{\"\":\"B\"},\"value\":{\"is\":\"number\",\"number\":"
            + long401
            + "},\"restricted\":[\"g\"]}"
            + ",{\"field\":\"c\",\"label\":{\"\":\"C\"},\"value\":{\"is\":\"colour\",\"rgb\":7},\"restricted\":[]}"
            + ",{\"field\":\"\",\"label\":{},\"value\":null,\"restricted\":[]}"
            + ","
            + good.replace("\"a\"", "\"d\"")
            + ",{\"field\":\"e\",\"label\":{\"\":\"E\"},\"value\":{\"is\":\"number\",\"number\":12345678901234567890.12345},\"restricted\":[]}"
            + "]";

    List<Observed> read = ModelJson.readList(json, Observed.class);

    assertThat(read).extracting(Observed::field).containsExactly("a", "b", "c", "d", "e");
    assertThat(read.get(4).value())
        .as("a neighbour keeps all its digits")
        .isEqualTo(new Value.Quantity(new BigDecimal("12345678901234567890.12345")));
    assertThat(read.get(1).value()).isEqualTo(new Value.Text(long401));
    assertThat(read.get(1).restricted()).containsExactly("g");
    assertThat(read.get(2).value()).isEqualTo(new Value.Text("7"));
  }

  @Test
  void unreadableValueOfASentenceIsShownAsItStands() {
    Summary read =
        ModelJson.read(
            "{\"template\":{\"\":\"{v}\"},\"values\":{\"v\":{\"is\":\"money\",\"amount\":1e400,\"currency\":\"EUR\"}}}",
            Summary.class);

    assertThat(read.values().get("v")).isInstanceOf(Value.Text.class);
  }

  @Test
  void whatIsNoJsonIsNotQuoted() {
    assertThatThrownBy(() -> ModelJson.read("secret 4711", Summary.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("4711")
        .hasNoCause();
  }
}
