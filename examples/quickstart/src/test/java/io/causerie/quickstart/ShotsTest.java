package io.causerie.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each picture of the documents is made by one test, and shown in a document. */
class ShotsTest {
  private static final Path TOP = Path.of("../..");

  private static List<String> found(Path folder, String ending, String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Pattern picture = Pattern.compile(pattern);
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        all.append(Files.readString(file));
      }
      return picture.matcher(all).results().map((MatchResult m) -> m.group(1)).sorted().toList();
    }
  }

  private static Set<String> pictures() throws IOException {
    try (Stream<Path> files = Files.list(TOP.resolve("docs/images"))) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString().replace(".png", "")));
      return names;
    }
  }

  @Test
  void eachPictureIsMadeByOneTest() throws IOException {
    // Of the other examples too.
    assertThat(found(TOP.resolve("examples"), "IT.java", "Shots\\.of\\(\\w+, \"([\\w-]+)\""))
        .containsExactlyElementsOf(pictures());
  }

  @Test
  void eachPictureIsShown() throws IOException {
    Set<String> shown =
        new TreeSet<>(found(TOP.resolve("docs"), ".md", "\\(images/([\\w-]+)\\.png\\)"));
    Pattern readme = Pattern.compile("\\(docs/images/([\\w-]+)\\.png\\)");
    readme
        .matcher(Files.readString(TOP.resolve("README.md")))
        .results()
        .forEach(m -> shown.add(m.group(1)));

    assertThat(shown).isEqualTo(pictures());
  }

  /** A page stands for Causerie as it is; only what is no part of it may be stood in for. */
  @Test
  void noAnswerOfCauserieIsMadeUp() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      List<String> making = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith("IT.java")).toList()) {
        if (Files.readString(file).contains(".setBody(")) {
          making.add(file.getFileName().toString());
        }
      }
      // The error page of a proxy.
      assertThat(making).containsExactly("ConnectionIT.java");
    }
  }
}
