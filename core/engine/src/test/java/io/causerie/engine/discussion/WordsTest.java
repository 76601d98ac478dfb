package io.causerie.engine.discussion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.InvalidInputException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  private static final Pattern DRAWN =
      Pattern.compile("class=\"mention\" data-(person|group)=\"([^\"]*)\"");

  private static Set<Mention> drawn(String html) {
    Set<Mention> drawn = new TreeSet<>();
    DRAWN
        .matcher(html)
        .results()
        .forEach(
            m ->
                drawn.add(
                    Mention.at(m.group(1) + ":" + m.group(2).replace("&#64;", "@")).orElseThrow()));
    return drawn;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[@Max](person:max)",
        "[@Max][1]\n\n[1]: person:max",
        "[@Max](person:max \"title\")",
        "[@Max](<person:max>)",
        "[@Max](person&#58;max)",
        "[@Max \\[ext\\] Mad\\_e](person:max)",
        "> a\n> [@Max\n> Made](person:max)",
        "| a |\n|---|\n| [@Max](person:max) |",
        "**[@*Max*](person:max)**"
      })
  void whateverIsDrawnAsAMentionIsStoredAndNamesNobodyItself(String written) {
    Words words = Words.of(written);

    assertThat(words.mentions()).containsExactly(Mention.person("max"));
    assertThat(drawn(words.html())).isEqualTo(words.mentions());
    assertThat(words.content()).contains("[@](person:max)").doesNotContain("Max");
  }

  @Test
  void marksPiledUpOnOneCharacterAreLeftOut() {
    String piled = "a" + "\u0301".repeat(19_000) + "b" + "\u200d\u0301".repeat(50) + "c";
    String kept = "a" + "\u0301".repeat(16) + "b" + "\u200d\u0301".repeat(8) + "c";

    assertThat(Words.of(piled).content()).isEqualTo(kept);
    assertThat(Markdown.render(piled)).isEqualTo("<p>" + kept + "</p>\n");
    String thai = "น้ำ ก็ ที่";
    assertThat(Words.of(thai).content()).isEqualTo(thai);
  }

  @ParameterizedTest
  @ValueSource(strings = {"- ", "> ", "1. "})
  void listsAndQuotesLieInOneAnotherFortyDeepAtMost(String sign) {
    String deep = (sign.repeat(190) + "x\n").repeat(30);

    for (String html : List.of(Words.of(deep).html(), Markdown.render(deep))) {
      assertThat(Pattern.compile("<(ul|ol|li|blockquote)").matcher(html).results().count())
          .isLessThan(30 * 40);
      assertThat(html).contains("x");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<person:max>",
        "[Max](person:max)",
        "![@Max](person:max)",
        "[@Max](person:max/x)",
        "[@Max](Person:max)",
        "\\[@Max](person:max)",
        "[`@Max`](person:max)",
        "<span class=\"mention\" data-person=\"max\">@Max</span>",
        "| a |\n|---|\n| a\\|b [@Max](person:max) |",
        "[@Sales](group:a b)",
        "[@Sales](group:%zz)",
        "[@Sales](group:%73ales)"
      })
  void everyOtherLinkToAPersonIsPlainText(String written) {
    Words words = Words.of(written);

    assertThat(words.mentions()).isEmpty();
    assertThat(words.content()).isEqualTo(written);
    assertThat(words.html()).doesNotContain("<span").doesNotContain("<a ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Like this: `[@Max Made](person:max)`",
        "```\n[@Max Made](person:max)\n```",
        "    [@Max Made](person:max)",
        "`` ` [@Max Made](person:max) ``"
      })
  void insideCodeNothingIsAMentionAndNothingIsAltered(String written) {
    Words words = Words.of(written);

    assertThat(words.mentions()).isEmpty();
    assertThat(words.content()).isEqualTo(written);
    assertThat(words.html()).contains("[&#64;Max Made](person:max)");
  }

  @Test
  void groupMayHaveAnyNameAndIsMentionedByIt() {
    Words words = Words.of("Ask " + Mention.group("R&D (Köln) *1*").markdown("R&D"));

    assertThat(words.mentions()).containsExactly(Mention.group("R&D (Köln) *1*"));
    assertThat(drawn(words.html())).isEqualTo(words.mentions());
  }

  @Test
  void wordsOfASourceMentionNobody() {
    assertThat(Markdown.render("Ask [@Max](person:max) and <b>him</b>"))
        .isEqualTo("<p>Ask &#64;Max and &lt;b&gt;him&lt;/b&gt;</p>\n");
  }

  @Test
  void singleTildesStandForQuantities() {
    assertThat(Words.of("size(3~5), weight(40~60)").html()).doesNotContain("<del>");
    assertThat(Words.of("~~gone~~").html()).contains("<del>gone</del>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u200B",
        "\u200B\u2060 \uFEFF",
        "\u3164",
        "&#8203;",
        "&nbsp;",
        "[1]: https://example.com",
        "[](https://example.com)",
        "> ",
        "-",
        "[\u200B](https://example.com)",
        "`\u200B`",
        "\u202E"
      })
  void textThatShowsNothingIsRefused(String written) {
    assertThatThrownBy(() -> Words.of(written))
        .as(written)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("write something");
  }

  @ParameterizedTest
  @ValueSource(strings = {"👍", "।", "---", "`x`", "<br>", "​a", "[@](person:max)", "    code"})
  void whateverShowsSomethingIsTaken(String written) {
    assertThat(Words.of(written).html()).isNotBlank();
  }

  private static final List<String> PIECES =
      List.of(
          "[@Max](person:max)",
          "[@Eva \\[ext\\]](person:eva@x.example)",
          "[@S](group:sales)",
          "[@S][1]",
          "[1]: person:max\n",
          "<person:max>",
          "`",
          "```\n",
          "~~~\n",
          "    ",
          "\n",
          "\n\n",
          "> ",
          "- ",
          "1. ",
          "| a | b |\n|---|---|\n| ",
          " | ",
          "\\",
          "\\|",
          "[",
          "](",
          ")",
          "![",
          "*",
          "**",
          "_",
          "&#58;",
          "<",
          ">",
          "@",
          "x",
          "é",
          "山",
          "👍",
          "\r\n",
          "\t",
          "# ");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(25).map(p -> String.join("", p));
  }

  /**
   * Whatever is written: drawn, stored and checked are the same, and reading it back alters
   * nothing.
   */
  @Property(tries = 1000)
  void drawnIsStoredAndTextIsReadBackAsItStands(@ForAll("texts") String written) {
    Words words;
    try {
      words = Words.of(written);
    } catch (InvalidInputException e) {
      return;
    }

    assertThat(drawn(words.html())).isEqualTo(words.mentions());
    Words again = Words.of(words.content());
    assertThat(again).isEqualTo(words);
  }
}
