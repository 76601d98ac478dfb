package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.causerie.runtime.RouteCheck;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.spi.Capability;
import io.causerie.spi.Plugins;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

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
      Pattern.compile("\\]\\((?!https?:|#|person:|group:)([^)#]+)[^)]*\\)");

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> kinds = Files.walk(ROOT.resolve("connectors"), 2);
        Stream<Path> examples = Files.walk(ROOT.resolve("examples"), 2)) {
      return Stream.of(
              Stream.of(ROOT.resolve("README.md")),
              docs.filter(f -> f.toString().endsWith(".md")),
              Stream.concat(kinds, examples).filter(f -> f.endsWith("README.md")))
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
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
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
      Map<String, String> environment =
          Map.of(
              "ERP_SECRET",
              "whsec_" + "QUJD".repeat(10),
              "ACCOUNT_KEY",
              "QUJD".repeat(10),
              "ACCOUNT_KEY_OF_2026",
              "REVG".repeat(10),
              "BROKER_PASSWORD",
              "of-the-broker",
              "S4_PASSWORD",
              "of-s4",
              "EVENT_MESH_SECRET",
              "of-the-mesh");
      try (CauserieServer server =
          CauserieServer.start(
              ConfigurationLoader.load(folder, Clock.systemUTC(), environment::get),
              Clock.systemUTC())) {
        assertThat(server.port()).isPositive();
        assertThat(checked).isGreaterThanOrEqualTo(2);
      }
    }
  }

  /** The example's folder, copied as it is told, with nothing else in the environment. */
  @Test
  void copiedExampleIsGoodWithTheVariablesThatAreListed(@TempDir Path folder) throws Exception {
    Matcher block =
        Pattern.compile("(?s)<!-- followed -->\n```sh\n(.*?)\n```")
            .matcher(Files.readString(ROOT.resolve("docs/getting-started.md")));
    assertThat(block.find()).isTrue();
    Matcher copied = Pattern.compile("(?m)^cp -r (\\S+) mine$").matcher(block.group(1));
    assertThat(copied.find()).isTrue();
    copy(ROOT.resolve(copied.group(1)), folder.resolve("mine"));
    Map<String, String> environment = new HashMap<>();
    Matcher export = Pattern.compile("(?m)^export (\\w+)=(\\S+)$").matcher(block.group(1));
    while (export.find()) {
      environment.put(export.group(1), export.group(2));
    }

    Configuration configuration =
        ConfigurationLoader.load(folder.resolve("mine"), Clock.systemUTC(), environment::get);
    assertThat(configuration.connectors()).isNotEmpty();
    for (String name : Set.copyOf(environment.keySet())) {
      Map<String, String> without = new HashMap<>(environment);
      without.remove(name);
      assertThatThrownBy(
              () ->
                  ConfigurationLoader.load(folder.resolve("mine"), Clock.systemUTC(), without::get))
          .as("the list has nothing that is not needed")
          .hasMessageContaining(name);
    }
    environment.put("CAUSERIE_PORT", "0");
    try (CauserieServer server =
        CauserieServer.start(
            ConfigurationLoader.load(folder.resolve("mine"), Clock.systemUTC(), environment::get),
            Clock.systemUTC())) {
      assertThat(server.port()).isPositive();
      assertThat(folder.resolve("mine/data/causerie.mv.db")).isNotEmptyFile();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Camel warns of each short form at each start; what is shown to be copied is written out. */
  @Test
  void routesShownAreInTheFormThatCamelWants() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("org.apache.camel");
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.start();
    log.addAppender(heard);
    try {
      int routes = 0;
      for (Path document : documents()) {
        Matcher block =
            Pattern.compile("```yaml\\n(- route:\\n.*?)\\n```", Pattern.DOTALL)
                .matcher(Files.readString(document));
        while (block.find()) {
          assertThat(
                  RouteCheck.faults(
                      Map.of("routes/shown.yaml", block.group(1)),
                      new RouteCheck.Intakes(
                          Map.of("erp-orders", Capability.PUSH, "archive-orders", Capability.ROUTE),
                          block.group(1).contains("id: archive")
                              ? Map.of("archive-orders", List.of("archive"))
                              : Map.of()),
                      Plugins.none()))
              .isEmpty();
          routes++;
        }
      }
      assertThat(routes).isPositive();
      assertThat(heard.list)
          .filteredOn(e -> e.getLevel().isGreaterOrEqual(Level.WARN))
          .extracting(ILoggingEvent::getFormattedMessage)
          .isEmpty();
      RouteCheck.faults(
          Map.of("short.yaml", "- route: { from: { uri: 'timer:x', steps: [ { to: 'log:x' } ] } }"),
          new RouteCheck.Intakes(Map.of(), Map.of()),
          Plugins.none());
      assertThat(heard.list)
          .as("a short form is heard")
          .anyMatch(e -> e.getFormattedMessage().contains("compact notation"));
    } finally {
      log.detachAppender(heard);
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
