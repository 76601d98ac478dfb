package io.causerie.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the server says to operators is said in each other language, too; English is its own. */
class PhrasesTest {
  private static final Pattern SENTENCE = Pattern.compile("(?m)^  \"([\\w.-]+)\": \"(.*)\",$");
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)\\}");

  /** Of each enum of wordings that the server comes with. */
  private static List<Wording> wordings() {
    return ArchitectureTest.ALL.stream()
        .filter(type -> type.isEnum() && type.isAssignableTo(Wording.class))
        .flatMap(type -> Stream.of(type.reflect().getEnumConstants()))
        .map(Wording.class::cast)
        .toList();
  }

  private static Map<String, Set<String>> french() throws IOException {
    Map<String, Set<String>> french = new TreeMap<>();
    for (String name : List.of("phrases-fr.js", "phrases-kinds-fr.js")) {
      try (InputStream file =
          requireNonNull(PhrasesTest.class.getResourceAsStream("/causerie-ui/i18n/" + name))) {
        SENTENCE
            .matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
            .results()
            .forEach(
                line ->
                    assertThat(french.put(line.group(1), places(line.group(2))))
                        .as("twice: " + line.group(1))
                        .isNull());
      }
    }
    return french;
  }

  private static Set<String> places(String sentence) {
    return PLACE.matcher(sentence).results().map(p -> p.group(1)).collect(Collectors.toSet());
  }

  @Test
  void eachPhraseIsSaidInFrenchWithTheSameArguments() throws IOException {
    Map<String, Set<String>> english = new TreeMap<>();
    for (Wording wording : wordings()) {
      assertThat(english.put(wording.code(), Set.copyOf(Phrase.places(wording))))
          .as("twice: " + wording.code())
          .isNull();
    }

    assertThat(english).hasSizeGreaterThan(100);
    assertThat(french()).isEqualTo(english);
  }

  @Test
  void aPlaceStandsOnceInItsSentence() {
    assertThat(wordings())
        .allSatisfy(
            wording ->
                assertThat(Phrase.places(wording)).as(wording.code()).doesNotHaveDuplicates());
  }
}
