package io.causerie.engine.people;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameSearchTest {
  private static NameSearch.Fit fit(String query, String name) {
    return new NameSearch(query).fit(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "muller      | Günther Müller-Lüdenscheid",
        "mueller     | Günther Müller-Lüdenscheid",
        "ludens      | Günther Müller-Lüdenscheid",
        "müller-lüd  | Günther Müller-Lüdenscheid",
        "MULLER      | Günther Müller-Lüdenscheid",
        "brien       | Maeve O'Brien",
        "obrien      | Maeve O'Brien",
        "o'brien     | Maeve O’Brien",
        "grossmann   | Vera Großmann",
        "großmann    | Vera Grossmann",
        "mann        | Vera Großmann",
        "zoë         | Zoe\u0308 Ames",
        "zoe         | Zoë Ames",
        "zolc        | Łucja Żółć",
        "lucja       | Łucja Żółć",
        "ext         | Bert [ext] Schmitt",
        "[ext]       | Bert [ext] Schmitt",
        "ames zoe    | Zoë Ames",
        "a z         | Zoë Ames",
        "istanbul    | İstanbul Ofisi",
        "山           | 小山太郎",
        "太郎 小山       | 小山太郎",
        "สม          | สมชาย ใจดี",
        "रवि         | रवि शंकर",
        "nguyen      | Nguyễn Văn A"
      })
  void nameIsFoundByWhatPeopleTypeOfIt(String query, String name) {
    assertThat(fit(query, name)).isNotEqualTo(NameSearch.Fit.NONE);
  }

  @ParameterizedTest
  @CsvSource({"mullex,Müller", "ada grace,Ada Lovelace", "lovelaces,Ada Lovelace", "xa,Ada"})
  void whatIsNotInTheNameIsNotFound(String query, String name) {
    assertThat(fit(query, name)).isEqualTo(NameSearch.Fit.NONE);
  }

  @Test
  void betterFitComesFirst() {
    assertThat(fit("gra", "Grace Hopper")).isEqualTo(NameSearch.Fit.BEGINS_THE_NAME);
    assertThat(fit("hop", "Grace Hopper")).isEqualTo(NameSearch.Fit.BEGINS_WORDS);
    assertThat(fit("hop gra", "Grace Hopper")).isEqualTo(NameSearch.Fit.BEGINS_WORDS);
    assertThat(fit("race", "Grace Hopper")).isEqualTo(NameSearch.Fit.INSIDE);
    assertThat(fit("", "Grace Hopper")).isEqualTo(NameSearch.Fit.BEGINS_THE_NAME);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("aàäåbßcçlłoøöuüŵz'’-[]. İıæœ山田กิक्")
        .ofMinLength(1)
        .ofMaxLength(20);
  }

  /** Any part of a name, cut where one likes, finds it; so does its other Unicode form. */
  @Property(tries = 2000)
  void everyPartOfANameFindsIt(@ForAll("names") String name, @ForAll int from, @ForAll int length) {
    int start = Math.floorMod(from, name.length());
    String part = name.substring(start, start + Math.floorMod(length, name.length() - start + 1));

    assertThat(fit(part, name)).as(part).isNotEqualTo(NameSearch.Fit.NONE);
    assertThat(fit(java.text.Normalizer.normalize(part, java.text.Normalizer.Form.NFD), name))
        .as("decomposed: " + part)
        .isNotEqualTo(NameSearch.Fit.NONE);
  }
}
