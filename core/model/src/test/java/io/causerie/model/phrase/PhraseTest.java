package io.causerie.model.phrase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PhraseTest {
  private static final Phrase WHY = TextWording.TOO_LONG.with("the name of $1\\", 600, 512);

  enum About implements Wording {
    LEFT_OUT("{what}: {why}; it is left out");

    private final String english;

    About(String english) {
      this.english = english;
    }

    @Override
    public String area() {
      return "about";
    }

    @Override
    public String english() {
      return english;
    }
  }

  @Test
  void saysInEnglishWhatItsCodeSays() {
    Phrase said = About.LEFT_OUT.with("track due", WHY);

    assertThat(said.text())
        .isEqualTo(
            "track due: the name of $1\\ has 600 characters; at most 512 are allowed; it is left out");
    assertThat(said.code()).contains("about.left-out");
    assertThat(said.arguments()).containsEntry("what", "track due").containsEntry("why", WHY);
    assertThat(WHY.arguments()).containsEntry("length", 600L).containsEntry("most", 512L);
  }

  @Test
  void whatIsStoredBesideItsTextReadsBackAsItWas() {
    Phrase said = About.LEFT_OUT.with(JsonKind.ARRAY, WHY);

    assertThat(Phrase.stored(said.text(), said.coded().orElseThrow())).isEqualTo(said);
    assertThat(Phrase.of(said.json())).isEqualTo(said);
    assertThat(said.coded().orElseThrow()).doesNotContain("left out");
  }

  @Test
  void wordsOfSomebodyElseHaveNoCodeAndAreAnArgumentLikeAnyText() {
    Phrase words = Phrase.quoted("ORA-00942");

    assertThat(words.coded()).isEmpty();
    assertThat(Phrase.of(words.json())).isEqualTo(words);
    assertThat(About.LEFT_OUT.with("query", words).arguments()).containsEntry("why", "ORA-00942");
  }

  @Test
  void whatAnOlderReleaseStoredIsItsTextAlone() {
    assertThat(Phrase.stored("unchanged", null)).isEqualTo(Phrase.quoted("unchanged"));
    assertThat(Phrase.stored("unchanged", "{\"torn")).isEqualTo(Phrase.quoted("unchanged"));
  }

  @Test
  void whatIsTooLongForAColumnIsToldInEnglishAlone() {
    assertThat(About.LEFT_OUT.with("x".repeat(5_000), "why").coded()).isEmpty();
  }

  @Test
  void aSentenceIsSaidWithAllOfItsArguments() {
    assertThatThrownBy(() -> About.LEFT_OUT.with("what"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("about.left-out");
    assertThatThrownBy(() -> About.LEFT_OUT.with("what", "why", "more"))
        .isInstanceOf(AssertionError.class);
  }
}
