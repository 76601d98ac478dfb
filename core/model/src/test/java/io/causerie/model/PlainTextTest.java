package io.causerie.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD83D\uDE00",
        "e\u0301",
        "\u0E19\u0E49\u0E33",
        "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
        "\uD83D\uDC4D\uD83C\uDFFD",
        "\uD83C\uDDEB\uD83C\uDDF7",
        "\u2764\uFE0F",
        "\uD55C",
        "\r\n"
      })
  void characterIsCutOffWhole(String character) {
    // A vowel sign that takes room is a character of its own in Thai; the first one is cut then.
    for (int most = 1; most < character.length(); most++) {
      String cut = PlainText.cut("ab" + character + "cd", 2 + most);

      assertThat(cut).isIn("ab", "ab\u0E19\u0E49");
    }
    assertThat(PlainText.cut("ab" + character + "cd", 2 + character.length()))
        .isEqualTo("ab" + character);
  }

  @Test
  void whatFitsStaysAndLongMarksAreCutAllTheSame() {
    assertThat(PlainText.cut("abc", 3)).isEqualTo("abc");
    assertThat(PlainText.cut("abc", 0)).isEmpty();
    assertThat(PlainText.cut("e" + "\u0301".repeat(500), 200)).hasSize(200);
    assertThat(PlainText.cut("x" + "\uD83D\uDE00\u200D".repeat(500), 200)).hasSizeBetween(130, 200);
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "a",
            " ",
            "é",
            "e\u0301",
            "\uD83D\uDE00",
            "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
            "\u4E2D",
            "\uD83C\uDDEB\uD83C\uDDF7",
            "\u2764\uFE0F")
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void onlyWholePiecesRemain(
      @ForAll("pieces") List<String> pieces, @ForAll @IntRange(min = 0, max = 120) int most) {
    // A letter between flags: two of them side by side are told apart by their number alone.
    StringBuilder expected = new StringBuilder();
    StringBuilder text = new StringBuilder();
    boolean full = false;
    for (String piece : pieces) {
      for (String character : List.of(piece, "x")) {
        text.append(character);
        full |= text.length() > most;
        expected.append(full ? "" : character);
      }
    }

    assertThat(PlainText.cut(text.toString(), most)).isEqualTo(expected.toString());
  }
}
