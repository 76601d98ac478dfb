package io.causerie.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The matrix of the browser is covered pairwise, and not by everything with everything. */
class LookTest {
  private static void eachPair(
      List<?> some, Function<Look, ?> one, List<?> others, Function<Look, ?> other) {
    for (Object a : some) {
      for (Object b : others) {
        assertThat(Look.PAIRWISE)
            .as("%s with %s", a, b)
            .anyMatch(look -> one.apply(look).equals(a) && other.apply(look).equals(b));
      }
    }
  }

  @Test
  void eachTwoOfThemeLanguageAndWidthAreLookedAtTogether() {
    eachPair(Look.THEMES, Look::theme, Look.LANGUAGES, Look::language);
    eachPair(Look.THEMES, Look::theme, Look.WIDTHS, Look::width);
    eachPair(Look.LANGUAGES, Look::language, Look.WIDTHS, Look::width);
  }

  @Test
  void noLookIsLeftThatIsNotNeeded() {
    // Two of the three are met six times, so no list could be shorter.
    assertThat(Look.PAIRWISE)
        .doesNotHaveDuplicates()
        .hasSize(Look.LANGUAGES.size() * Look.WIDTHS.size());
  }
}
