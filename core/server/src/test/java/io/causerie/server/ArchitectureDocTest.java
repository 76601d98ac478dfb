package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/architecture.md} says of the code is so. */
class ArchitectureDocTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "(?s)<dependency>\\s*<groupId>io\\.causerie</groupId>\\s*"
              + "<artifactId>causerie-([a-z-]+)</artifactId>(.*?)</dependency>");

  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>\\s*<artifactId>causerie-([a-z-]+)</artifactId>");

  /** They stand beside: nothing that is shipped knows them. */
  private static final Set<String> BESIDE =
      Set.of(
          "testkit",
          "contract",
          "bench",
          "quickstart",
          "story",
          "kind-rss",
          "salesforce-fake",
          "sap-fake");

  private static String document() throws IOException {
    return Files.readString(ROOT.resolve("docs/architecture.md"));
  }

  private static String section(String title) throws IOException {
    String document = document();
    int begin = document.indexOf("## " + title);
    assertThat(begin).as(title).isPositive();
    int end = document.indexOf("\n## ", begin);
    return document.substring(begin, end < 0 ? document.length() : end);
  }

  private static <T> Collection<T> all(
      String pattern, String text, Function<MatchResult, T> result) {
    return Pattern.compile(pattern).matcher(text).results().map(result).toList();
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(f -> !f.toString().contains("/target/") && f.toString().endsWith(ending))
          .toList();
    }
  }

  /** Two folders may have one name; artifacts have not. */
  private static String module(Path pom) {
    return all("(?s)" + ARTIFACT.pattern(), text(pom), m -> m.group(1)).stream()
        .findFirst()
        .orElseGet(() -> String.valueOf(pom.getName(pom.getNameCount() - 2)));
  }

  @Test
  void arrowsAreWhatModulesDependOn() throws Exception {
    List<String> arrows = new ArrayList<>();
    for (Path pom : files("pom.xml")) {
      String module = module(pom);
      if (BESIDE.contains(module) || pom.equals(ROOT.resolve("pom.xml"))) {
        continue;
      }
      DEPENDENCY
          .matcher(Files.readString(pom))
          .results()
          .filter(d -> !d.group(2).contains("<scope>test</scope>"))
          .forEach(
              d ->
                  arrows.add(
                      module
                          + (d.group(2).contains("<scope>runtime</scope>")
                              ? " -. ships .-> "
                              : " --> ")
                          + d.group(1)));
    }
    assertThat(all("(?m)^  ([\\w-]+ -.*-> [\\w-]+)$", section("Modules"), m -> m.group(1)))
        .containsExactlyInAnyOrderElementsOf(arrows);
  }

  @Test
  void eachTableStandsWithItsPackage(@TempDir Path folder) throws Exception {
    Set<String> tables = new TreeSet<>();
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        RunningServer server = new RunningServer(database, folder);
        Connection connection = database.source().getConnection();
        ResultSet found =
            connection.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"BASE TABLE"})) {
      while (found.next()) {
        tables.add(found.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
    tables.removeIf(t -> t.startsWith("databasechangelog"));
    List<String> told = new ArrayList<>();
    for (List<String> row :
        all(
            "(?m)^\\| `([a-z.]+)` \\| (.*) \\|$",
            section("Tables"),
            m -> List.of(m.group(1), m.group(2)))) {
      Path sourceFolder =
          ROOT.resolve(
              "core/%s/src/main/java/io/causerie/%s"
                  .formatted(row.get(0).split("\\.")[0], row.get(0).replace('.', '/')));
      String sources;
      try (Stream<Path> files = Files.list(sourceFolder)) {
        sources = files.map(ArchitectureDocTest::text).collect(Collectors.joining());
      }
      for (String table : all("`(\\w+)`", row.get(1), m -> m.group(1))) {
        told.add(table);
        assertThat(sources)
            .as("%s writes %s", row.get(0), table)
            .containsPattern("(insert into|update|delete from|from) " + table + "\\b");
      }
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(tables);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void workersAreThoseThatRun(@TempDir Path folder) throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        RunningServer server = new RunningServer(database, folder)) {
      assertThat(all("(?m)^\\| `(\\w+)` \\|", section("Workers"), m -> m.group(1)))
          .containsExactlyInAnyOrderElementsOf(
              all(
                      "worker=\"(\\w+)\"",
                      server.send(null, "GET", "/metrics", null).text(),
                      m -> m.group(1))
                  .stream()
                  .distinct()
                  .toList());
    }
  }

  @Test
  void classesThatAreNamedAreThere() throws Exception {
    Set<String> classes =
        files(".java").stream()
            .map(f -> f.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    assertThat(classes).containsAll(all("`([A-Z]\\w+)`", document(), m -> m.group(1)));
  }
}
