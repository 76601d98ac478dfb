package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.config.ConfigurationLoader;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents show is so: a block under {@code <!-- include file#tag -->} is that part of
 * the file, one under {@code <!-- checked name -->} belongs to a configuration that starts, and
 * links lead somewhere.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- (include|checked) (\\S+) -->\\n```\\w+\\n(.*?)\\n```", Pattern.DOTALL);
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:|#|person:)([^)#]+)[^)]*\\)");

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> kinds = Files.walk(ROOT.resolve("connectors"), 2)) {
      return Stream.of(
              Stream.of(ROOT.resolve("README.md")),
              docs.filter(f -> f.toString().endsWith(".md")),
              kinds.filter(f -> f.endsWith("README.md")))
          .flatMap(s -> s)
          .toList();
    }
  }

  private static String part(String reference) throws IOException {
    String[] names = reference.split("#", 2);
    String text = Files.readString(ROOT.resolve(names[0]));
    if (names.length == 1) {
      return text.strip();
    }
    Matcher tagged =
        Pattern.compile(
                "// tag::%s\\[]\\n(.*?)[ \\t]*// end::%s\\[]".formatted(names[1], names[1]),
                Pattern.DOTALL)
            .matcher(text);
    assertThat(tagged.find()).as(reference).isTrue();
    return tagged.group(1).stripTrailing().stripIndent().strip();
  }

  @Test
  void codeShownIsTheCodeThatIsTested() throws Exception {
    int included = 0;
    for (Path document : documents()) {
      Matcher block = BLOCK.matcher(Files.readString(document));
      while (block.find()) {
        if (block.group(1).equals("include")) {
          assertThat(block.group(3).strip())
              .as("%s, %s", document, block.group(2))
              .isEqualTo(part(block.group(2)));
          included++;
        }
      }
    }
    assertThat(included).isGreaterThanOrEqualTo(3);
  }

  @Test
  void configurationShownStarts(@TempDir Path folder) throws Exception {
    try (TestDatabase database = Databases.H2.fresh()) {
      RunningServer.write(folder, database);
      Files.delete(folder.resolve("systems/desk.yaml"));
      Files.copy(folder.resolve("mappings/order.yaml"), folder.resolve("mappings/ticket.yaml"));
      int checked = 0;
      for (Path document : documents()) {
        Matcher block = BLOCK.matcher(Files.readString(document));
        while (block.find()) {
          if (block.group(1).equals("checked")) {
            Path file = folder.resolve(block.group(2));
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.group(3));
            checked++;
          }
        }
      }
      Map<String, String> environment = Map.of("ERP_SECRET", "whsec_" + "QUJD".repeat(10));
      try (CauserieServer server =
          CauserieServer.start(
              ConfigurationLoader.load(folder, Clock.systemUTC(), environment::get),
              Clock.systemUTC())) {
        assertThat(server.port()).isPositive();
        assertThat(checked).isGreaterThanOrEqualTo(2);
      }
    }
  }

  @Test
  void linksLeadSomewhere() throws Exception {
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        assertThat(document.resolveSibling(link.group(1).split(" ")[0]))
            .as("a link in %s", document)
            .exists();
      }
    }
  }
}
