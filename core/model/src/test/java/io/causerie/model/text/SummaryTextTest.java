package io.causerie.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Localized;
import io.causerie.model.Summary;
import io.causerie.model.Value;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SummaryTextTest {
  private static final Summary CREATED =
      new Summary(
          new Localized(
              Map.of("en", "{actor} created {record} for {sum}", "fr", "{actor} a créé {record}")),
          new Localized(Map.of("en", "You created {record}", "fr", "Vous avez créé {record}")),
          Map.of("sum", new Value.Money(new BigDecimal("12480.5"), "EUR")));

  private static String written(
      String language, boolean you, List<String> changes, Summary summary) {
    List<SummaryText.Change> told =
        changes.stream().map(text -> new SummaryText.Change(text.split(":", 2)[0], text)).toList();
    return SummaryText.write(
            summary, new SummaryText.Facts("Ada", you, "Order 1", told), ReaderContext.of(language))
        .stream()
        .map(SummaryText.Part::text)
        .collect(Collectors.joining());
  }

  @Test
  void sentenceIsWrittenInTheReadersLanguage() {
    assertThat(written("en", false, List.of(), CREATED))
        .isEqualTo("Ada created Order 1 for €12,480.50");
    assertThat(written("fr-CA", false, List.of(), CREATED)).isEqualTo("Ada a créé Order 1");
  }

  @Test
  void whoDidItHerselfReadsYou() {
    assertThat(written("en", true, List.of(), CREATED)).isEqualTo("You created Order 1");
    assertThat(written("fr", true, List.of(), CREATED)).isEqualTo("Vous avez créé Order 1");
  }

  @Test
  void oneChangeIsToldAndSeveralAreCounted() {
    Summary changed = Summary.of(Localized.of("{actor}: {changes} {{sic}}"), Map.of());

    assertThat(written("en", false, List.of("Status: Open → Shipped"), changed))
        .isEqualTo("Ada: Status: Open → Shipped {sic}");
    assertThat(written("fr", false, List.of("a", "b", "c"), changed))
        .isEqualTo("Ada: 3 champs {sic}");
  }

  @Test
  void wordsOfCauserieAreInTheLanguageOfTheSentence() {
    Summary english =
        Summary.of(
            new Localized(Map.of("en", "{actor} changed {changes} for {sum}")),
            Map.of("sum", new Value.Money(new BigDecimal("12480.5"), "EUR")));
    Summary german = Summary.of(new Localized(Map.of("de", "{actor} änderte {changes}")), Map.of());

    assertThat(written("fr", false, List.of(), english))
        .isEqualTo("Ada changed the record for €12,480.50");
    assertThat(written("fr-CA", false, List.of("a", "b"), english))
        .startsWith("Ada changed a and b");
    assertThat(written("fr", false, List.of("a", "b", "c"), english))
        .startsWith("Ada changed 3 fields");
    assertThat(written("fr", false, List.of(), german))
        .as("which Causerie does not speak")
        .isEqualTo("Ada änderte the record");
    assertThat(written("fr", false, List.of(), Summary.of(Localized.of("{changes}"), Map.of())))
        .as("a sentence of no language is the reader's")
        .isEqualTo("la fiche");
  }

  @Test
  void twoChangesAreNamed() {
    Summary changed = Summary.of(Localized.of("{actor} changed {changes}"), Map.of());

    assertThat(written("en", false, List.of("Number: 1 → 2", "State: a → b"), changed))
        .isEqualTo("Ada changed Number and State");
    assertThat(written("fr", false, List.of("Numéro: 1 → 2", "État: a → b"), changed))
        .isEqualTo("Ada changed Numéro et État");
  }

  @Test
  void moneyIsShownToTheDigitsOfItsCurrency() {
    ReaderContext english = ReaderContext.of("en");

    assertThat(money("350.34999999999997", "EUR", english)).isEqualTo("€350.35");
    assertThat(money("0.125", "USD", english)).isEqualTo("$0.13");
    assertThat(money("1234.5", "JPY", english)).isEqualTo("¥1,235");
    assertThat(money("1.2345", "KWD", english)).endsWith("1.235");
    assertThat(money("-0.0042", "EUR", english)).isEqualTo("-€0.0042");
    assertThat(money("0", "EUR", english)).isEqualTo("€0.00");
  }

  private static String money(String amount, String currency, ReaderContext reader) {
    return ValueText.of(new Value.Money(new BigDecimal(amount), currency), reader);
  }

  @Test
  void valuesFollowTheReader() {
    ReaderContext french = ReaderContext.of("fr");

    assertThat(ValueText.of(new Value.Day(LocalDate.of(2026, 11, 14)), french))
        .isEqualTo("14 nov. 2026");
    assertThat(ValueText.of(new Value.Money(new BigDecimal("12480.5"), "EUR"), french))
        .isEqualTo("12\u202f480,50\u00a0€");
    assertThat(ValueText.of(new Value.Money(new BigDecimal("3"), "POINTS"), french))
        .isEqualTo("3 POINTS");
    assertThat(ValueText.of(Value.Empty.INSTANCE, french)).isEqualTo("(vide)");
  }
}
