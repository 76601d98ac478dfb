package io.causerie.sap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongTextTest {
  private static final LongText.Part ADAS =
      LongText.Part.comment(
          "k-1", "Ada Lovelace", "2026-11-27 10:42", "Please deliver\non Thursday. ");

  @Test
  void commentStandsBetweenTwoLinesBehindWhatWasThere() {
    LongText text = LongText.parse("Ring twice.\n").with(ADAS);

    assertThat(text.text())
        .isEqualTo(
            """
            Ring twice.

            --- Ada Lovelace, 2026-11-27 10:42 UTC [k-1]
            Please deliver
            on Thursday.
            --- [k-1]""");
    assertThat(LongText.parse(text.text())).isEqualTo(text);
    assertThat(LongText.parse(text.text().replace("\n", "\r\n")).text()).isEqualTo(text.text());
  }

  @Test
  void otherWordingAndNone() {
    LongText text = LongText.parse("before").with(ADAS);
    LongText answered = LongText.parse(text.text() + "\n\nafter");

    assertThat(answered.without("k-1").text()).isEqualTo("before\n\nafter");
    assertThat(
            answered
                .changed("k-1", p -> LongText.Part.comment("k-1", p.by(), p.at(), "No."))
                .comment("k-1"))
        .hasValueSatisfying(part -> assertThat(part.words()).isEqualTo("No."));
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
}
