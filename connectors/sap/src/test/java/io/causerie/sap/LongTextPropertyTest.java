package io.causerie.sap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever is written and whoever writes around it: a comment is one, and theirs stays theirs. */
class LongTextPropertyTest {
  private static final String AT = "2026-11-27 10:42";

  /** Lines as people write them, and as who means harm does. */
  @Provide
  Arbitrary<String> words() {
    Arbitrary<String> line =
        Arbitraries.oneOf(
            Arbitraries.of(
                "--- [k0]",
                "--- [k1]",
                "--- [zz9]",
                "--- ... [k0]",
                "--- HMEIER, 2026-11-27 10:42 UTC [zz9]",
                "--- Ada, 2026-11-27 10:42 UTC [k1]",
                "\\--- [k0]",
                "\\\\ \\--- [k0]",
                "  --- [k0]\t",
                "---",
                "--- a line",
                "\\",
                "",
                "   ",
                "   Pos.   Menge  "),
            Arbitraries.strings().ofMaxLength(12));
    Arbitrary<String> end = Arbitraries.of("\n", "\r\n", "\r", "\u2028", "\n\n", "\u0085");
    return line.flatMap(l -> end.map(e -> l + e)).list().ofMaxSize(8).map(l -> String.join("", l));
  }

  private static LongText.Part comment(int mark, String words) {
    return LongText.Part.comment("k" + mark, "Ada Lovelace", AT, words);
  }

  @Property
  void commentsStandAsTheyWereWrittenAndOthersWordsBetweenThemToTheByte(
      @ForAll("words") String before, @ForAll @Size(max = 5) List<@From("words") String> comments) {
    String theirs = harmless(before);
    LongText text = LongText.parse(theirs);
    List<LongText.Part> written = new ArrayList<>();
    for (int i = 0; i < comments.size(); i++) {
      written.add(comment(i, comments.get(i)));
      text = text.with(written.get(i));
    }

    LongText read = LongText.parse(text.text());
    assertThat(read).isEqualTo(text);
    assertThat(read.text()).startsWith(theirs);
    assertThat(read.parts().stream().filter(LongText.Part::isComment)).isEqualTo(written);
    for (LongText.Part part : written) {
      assertThat(read.says(part)).isTrue();
      assertThat(read.changed(part)).isEqualTo(read);
      read = read.without(part.mark() + "");
    }
    assertThat(read.text()).isEqualTo(theirs);
  }

  /** Theirs may be whatever it is: of a new mark, a comment is there once and leaves no trace. */
  @Property
  void whateverStandsThereACommentComesAndGoesAndTheRestIsTheSame(
      @ForAll("words") String theirs,
      @ForAll("words") String words,
      @ForAll("words") String edited) {
    LongText.Part part = comment(7, words);
    LongText with = LongText.parse(theirs).with(part);

    assertThat(with.text()).startsWith(theirs);
    assertThat(with.comment("k7")).contains(part);
    LongText changed = with.changed(comment(7, edited));
    assertThat(changed.comment("k7")).contains(comment(7, edited));
    assertThat(changed.changed(comment(7, edited))).isEqualTo(changed);
    assertThat(changed.changed(part)).isEqualTo(with);
    assertThat(with.without("k7").text()).isEqualTo(theirs);
    assertThat(changed.told()).extracting(LongText.Told::place).doesNotHaveDuplicates();
  }

  /** An answer behind each, and any comment taken away: all others say what they said. */
  @Property
  void takingACommentAwayLeavesWhatOthersSayWhereItIs(
      @ForAll @Size(max = 5) List<@From("words") String> comments, @ForAll("words") String answer) {
    LongText text = LongText.parse("");
    for (int i = 0; i < comments.size(); i++) {
      text = text.with(comment(i, comments.get(i)));
      text = LongText.parse(text.text() + "\n" + harmless(answer));
    }
    for (int i = 0; i < comments.size(); i++) {
      String mark = "k" + i;
      List<LongText.Told> rest = new ArrayList<>(text.told());
      rest.removeIf(told -> told.place().equals(mark));
      List<LongText.Told> left = new ArrayList<>(text.without(mark).told());
      left.removeIf(told -> told.place().equals(mark));

      assertThat(said(left)).isEqualTo(said(rest));
    }
  }

  private static List<LongText.Told> said(List<LongText.Told> told) {
    return told.stream().filter(t -> !t.words().isEmpty()).toList();
  }

  /** Without a block of anybody's, which would be a comment of its own. */
  private static String harmless(String words) {
    return words.replace("--- ", "-- ");
  }
}
