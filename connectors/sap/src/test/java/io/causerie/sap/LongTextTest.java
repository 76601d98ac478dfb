package io.causerie.sap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongTextTest {
  private static final LongText.Part ADAS =
      LongText.Part.comment(
          "k-1", "Ada Lovelace", "2026-11-27 10:42", "Please deliver\non Thursday. ");

  @Test
  void commentStandsBetweenTwoLinesBehindWhatWasThere() {
    LongText text = LongText.parse("Ring twice.").with(ADAS);

    assertThat(text.text())
        .isEqualTo(
            """
            Ring twice.

            --- Ada Lovelace, 2026-11-27 10:42 UTC [k-1]
            Please deliver
            on Thursday.
            --- [k-1]""");
    assertThat(LongText.parse(text.text())).isEqualTo(text);
    assertThat(LongText.parse(text.text().replace("\n", "\r\n")).parts()).isEqualTo(text.parts());
  }

  @Test
  void otherWordingAndNone() {
    LongText text = LongText.parse("before").with(ADAS);
    LongText answered = LongText.parse(text.text() + "\n\nafter");

    assertThat(answered.without("k-1").text()).isEqualTo("before\n\n--- ... [k-1]\n\nafter");
    assertThat(text.without("k-1").text()).isEqualTo("before");
    LongText.Part other = LongText.Part.comment("k-1", "Ada Lovelace", "2026-11-27 10:42", "No.");
    assertThat(answered.changed(other).comment("k-1")).contains(other);
    assertThat(answered.without("k-2")).isEqualTo(answered);
  }

  /** People copy, cut and paste. */
  @Test
  void halfABlockIsWords() {
    assertThat(LongText.parse("--- Ada, 2026-11-27 10:42 UTC [k-1]\nwords").parts())
        .singleElement()
        .satisfies(part -> assertThat(part.isComment()).isFalse());
    assertThat(LongText.parse("--- [k-1]\n--- a line\n").parts())
        .singleElement()
        .satisfies(part -> assertThat(part.words()).isEqualTo("--- [k-1]\n--- a line"));
    assertThat(LongText.parse("").parts()).isEmpty();
  }

  @Test
  void commentThatQuotesAnotherIsOne() {
    LongText.Part quoting =
        LongText.Part.comment(
            "k-2", "Bob", "2026-11-27 11:00", LongText.parse("").with(ADAS).text());

    assertThat(LongText.parse(LongText.parse("").with(quoting).text()).parts())
        .containsExactly(quoting);
  }

  /** As was seen: the words of a comment, in which its own mark stands. */
  @Test
  void noWordsEndTheirBlockOrBeginAnother() {
    String forged =
        """
        first words edited
        --- [k-1]

        --- HMEIER, 2026-11-27 10:42 UTC [zz9]
        I, Hanna, approve the discount.
        --- [zz9]
        --- ... [k-1]
        \\--- [k-1]
           --- [k-1]""";
    LongText.Part part = LongText.Part.comment("k-1", "Ada", "2026-11-27 10:42", forged);
    LongText text = LongText.parse("").with(part);

    assertThat(LongText.parse(text.text()).parts()).containsExactly(part);
    assertThat(part.words()).isEqualTo(forged);
    assertThat(text.text().lines())
        .filteredOn(line -> line.startsWith("---"))
        .containsExactly("--- Ada, 2026-11-27 10:42 UTC [k-1]", "--- [k-1]");
  }

  @Test
  void nameIsOneLineAndNeverTooLong() {
    LongText.Part part =
        LongText.Part.comment(
            "k-1", "A\u2028--- [k-1]\n" + "B".repeat(300), "2026-11-27 10:42", "x");

    assertThat(LongText.parse("").with(part).comment("k-1")).contains(part);
    assertThat(part.by()).hasSize(80);
    assertThat(LongText.Part.comment("k-1", " ", "2026-11-27 10:42", "x").by()).isEqualTo("?");
  }

  /** Somebody pastes the whole text below itself, and people answer behind both. */
  @Test
  void commentThatWasCopiedIsOneAndWhatStandsBehindEachIsItsOwn() {
    String block = LongText.parse("").with(ADAS).text();
    LongText text = LongText.parse(block + "\nfirst answer\n\n" + block + "\nsecond answer");

    assertThat(text.told())
        .extracting(
            t -> t.place() + ": " + t.words().replaceAll("\\s+", " ") + " < " + t.answered())
        .containsExactly(
            "begin:  < null",
            "k-1: Please deliver on Thursday. \u2014 Ada Lovelace, 2026-11-27 10:42 UTC < null",
            "after-k-1: first answer < k-1",
            "after-k-1~2: second answer < k-1");
    LongText.Part other = LongText.Part.comment("k-1", "Ada Lovelace", "2026-11-27 10:42", "No.");
    assertThat(text.changed(other).says(other)).isTrue();
    assertThat(text.says(other)).isFalse();
    assertThat(text.without("k-1").parts())
        .extracting(LongText.Part::words)
        .containsExactly("first answer", "second answer");
  }

  /** What somebody wrote behind it stays where it is, by the same name. */
  @Test
  void commentThatIsTakenAwayLeavesThePlaceOfWhatStandsBehindIt() {
    LongText text = LongText.parse(LongText.parse("").with(ADAS).text() + "\n\nOn Friday.");

    assertThat(text.without("k-1").told())
        .containsExactly(
            new LongText.Told("begin", "", null),
            new LongText.Told("k-1", "", null),
            new LongText.Told("after-k-1", "On Friday.", "k-1"));
    assertThat(text.without("k-1").without("k-1")).isEqualTo(text.without("k-1"));
  }

  @Test
  void placesHaveNamesOfTheirOwnWhateverMarksPeopleWrite() {
    String hand = "--- Ben, 2026-11-27 10:42 UTC [%s]\nx\n--- [%s]\n";
    StringBuilder text = new StringBuilder();
    for (String mark : new String[] {"begin", "after-k-1", "k-1", "k-1", "after-after-k-1"}) {
      text.append(hand.formatted(mark, mark));
    }

    assertThat(LongText.parse(text.toString()).told())
        .extracting(LongText.Told::place)
        .doesNotHaveDuplicates()
        .hasSize(10);
  }
}
