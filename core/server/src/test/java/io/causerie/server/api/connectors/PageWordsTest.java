package io.causerie.server.api.connectors;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.audit.Deed;
import io.causerie.engine.ingest.Remapping;
import io.causerie.server.api.Problem;
import io.causerie.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages have words for each code that the server may send, and for no other. */
class PageWordsTest {
  /** Those that a page says in a sentence of its own, whatever its language. */
  private static final Set<Problem.Kind> SAID_OTHERWISE =
      Set.of(
          Problem.Kind.BUSY,
          Problem.Kind.CONFLICT_VERSION,
          Problem.Kind.INTERNAL,
          Problem.Kind.NOT_FOUND,
          Problem.Kind.UNAUTHENTICATED,
          Problem.Kind.UNAVAILABLE);

  private static <E extends Enum<E>> Set<String> words(Class<E> codes, Function<E, String> word) {
    return Arrays.stream(codes.getEnumConstants()).map(word).collect(Collectors.toSet());
  }

  private static Set<String> texts(String language, String prefix) throws IOException {
    return Pattern.compile("(?m)^  \"" + prefix + "_([\\w-]+)\":")
        .matcher(file(language) + file("told-" + language))
        .results()
        .map((MatchResult m) -> m.group(1))
        .collect(Collectors.toSet());
  }

  private static String file(String name) throws IOException {
    try (InputStream file =
        requireNonNull(
            PageWordsTest.class.getResourceAsStream("/causerie-ui/i18n/" + name + ".js"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "fr"})
  void eachCodeHasItsWords(String language) throws IOException {
    Map<String, Set<String>> codes =
        Map.of(
            "deed", words(Deed.class, Deed::word),
            "remapCannot", words(Remapping.Obstacle.class, ConnectorRender::word),
            "fault", words(SourceException.Fault.class, f -> f.name().toLowerCase(Locale.ROOT)),
            "problem",
                Stream.of(Problem.Kind.values())
                    .filter(kind -> !SAID_OTHERWISE.contains(kind))
                    .map(Problem.Kind::word)
                    .collect(Collectors.toSet()));

    for (Map.Entry<String, Set<String>> code : codes.entrySet()) {
      assertThat(texts(language, code.getKey())).as(code.getKey()).isEqualTo(code.getValue());
    }
  }
}
