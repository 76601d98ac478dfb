package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.salesforce.fake.FakeSalesforce;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The dashboard, the alert rules and the table of the documents name what a server with a connector
 * that pushes and one that is polled tells Prometheus, and nothing else.
 */
class MonitoringTest {
  private static final Path DOCS = Path.of("../../docs");

  /** What Prometheus itself adds. */
  private static final Set<String> TARGET = Set.of("instance", "job");

  private static final Pattern SAMPLE =
      Pattern.compile("^([a-z_]+)(?:\\{([^}]*)})? (\\S+)$", Pattern.MULTILINE);
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:causerie|jvm|process|up)(?:_[a-z_]+)?)\\b(?!\")(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)(?:=~|!~|!=|=)\"");
  private static final Pattern GROUPED = Pattern.compile("by \\(([a-z, ]*)\\)");
  private static final Pattern TOLD = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?([a-z]+) ?}}");

  @TempDir private static Path folder;

  /** The labels of each metric, as Prometheus reads them. */
  private static final Map<String, Set<String>> METRICS = new TreeMap<>();

  /** The names before the suffixes of counters and histograms, with their labels. */
  private static final Set<String> FAMILIES = new TreeSet<>();

  private static String scraped = "";

  @BeforeAll
  static void scrape() throws IOException {
    TestDatabase database = RunningServer.tables(Databases.H2);
    Files.createDirectories(folder.resolve("systems"));
    Files.writeString(
        folder.resolve("systems/shop.yaml"),
        """
        system: shop
        audience: { groups: [sales] }
        kind: sql
        config:
          url: "%s"
          username: %s
        connectors:
          purchases:
            config:
              query: select person_id, synced from purchase
              key: person_id
              changedOn: synced
            mapping:
              record: { type: Purchase, id: .person_id, version: .synced }
              posts: [ { when: created, summary: { en: "{actor} added {record}" } } ]
        """
            .formatted(database.url(), database.user()));
    // Nobody listens there.
    Files.writeString(
        folder.resolve("systems/erp.yaml"),
        """
        system: erp
        audience: { groups: [sales] }
        kind: odata
        config: { url: "http://127.0.0.1:1/" }
        connectors:
          deliveries:
            config: { entitySet: Deliveries, changedOn: Changed }
            mapping:
              record: { type: Delivery, id: .Id, version: .Changed }
              posts: [ { when: created, summary: { en: "{actor} added {record}" } } ]
        """);
    try (FakeSalesforce salesforce = FakeSalesforce.with().start();
        RunningServer api =
            new RunningServer(
                database,
                new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
                Map.of(),
                folder,
                files -> write(files, database, salesforce))) {
      api.event("1", "{\"id\":\"1\",\"version\":1}");
      api.event("2", "{\"version\":1}");
      Eventually.until(
          "the missing table was noticed",
          () -> {
            api.clock.tick(Duration.ofSeconds(1));
            String told = metrics(api);
            return told.contains("failing{connector=\"purchases\",fault=\"configuration\"} 1.0")
                && told.contains("limit_used{connector=\"leads\",limit=\"DailyApiRequests\"}")
                && told.contains("causerie_source_requests_seconds_count");
          });
      scraped = metrics(api);
    }
    SAMPLE
        .matcher(scraped)
        .results()
        .forEach(
            sample ->
                METRICS
                    .computeIfAbsent(sample.group(1), name -> new HashSet<>(TARGET))
                    .addAll(labels(sample.group(2))));
    METRICS.put("up", TARGET);
    Pattern.compile("^# TYPE (causerie_\\S+) ", Pattern.MULTILINE)
        .matcher(scraped)
        .results()
        .map(type -> type.group(1))
        .forEach(name -> FAMILIES.add(name + own(name)));
  }

  /** One whose source says how much may be used. */
  private static void write(Path folder, TestDatabase database, FakeSalesforce salesforce) {
    RunningServer.write(folder, database);
    String user = salesforce.org().user("causerie@example.com", "Causerie", "Integration");
    salesforce.app("causerie", "a-secret", null, user, Set.of());
    RunningServer.file(
        folder,
        "systems/crm.yaml",
        """
        system: crm
        audience: { groups: [sales] }
        kind: salesforce
        config:
          url: %1$s
          auth: { clientCredentials: { tokenUrl: %1$s/services/oauth2/token, clientId: causerie, clientSecret: a-secret } }
        connectors:
          leads:
            config: { read: records, fields: [Lead.Name] }
            mapping:
              record: { type: Lead, id: .Id, version: .SystemModstamp }
              posts: [ { when: created, summary: { en: "{actor} added {record}" } } ]
        """
            .formatted(salesforce.address()));
  }

  private static String metrics(RunningServer api) {
    return api.send(null, "GET", "/metrics", null).text();
  }

  /** The labels of a metric in the order of the alphabet, as the documents have them. */
  private static String own(String family) {
    Set<String> labels =
        new TreeSet<>(
            METRICS.getOrDefault(family, METRICS.getOrDefault(family + "_count", Set.of())));
    labels.removeAll(TARGET);
    return labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}";
  }

  private static List<String> labels(String selector) {
    return selector == null
        ? List.of()
        : LABEL.matcher(selector).results().map(label -> label.group(1)).toList();
  }

  /** An expression, and the texts that show its labels. */
  private record Query(String expression, List<String> texts) {}

  private static List<Query> alerts() throws IOException {
    JsonNode file =
        RunningServer.JSON.valueToTree(
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DOCS.resolve("monitoring/alerts.yaml"))));
    List<Query> queries = new ArrayList<>();
    for (JsonNode rule : file.at("/groups/0/rules")) {
      assertThat(rule.fieldNames())
          .toIterable()
          .as("%s", rule)
          .containsExactlyInAnyOrder("alert", "expr", "for", "labels", "annotations");
      queries.add(
          new Query(
              rule.path("expr").asText(),
              List.of(
                  rule.at("/annotations/summary").asText(),
                  rule.at("/annotations/description").asText())));
    }
    return queries;
  }

  private static List<Query> panels() throws IOException {
    JsonNode dashboard =
        RunningServer.JSON.readTree(DOCS.resolve("monitoring/grafana.json").toFile());
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            new Query(target.path("expr").asText(), List.of(target.path("legendFormat").asText())));
      }
    }
    return queries;
  }

  @Test
  void alertsNameWhatTheServerTells() throws IOException {
    List<Query> alerts = alerts();
    assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(MonitoringTest::holds);
  }

  @Test
  void everyFigureThatIsOneOfAFaultHasAnAlert() throws IOException {
    Set<String> alarmed = new TreeSet<>();
    for (Query alert : alerts()) {
      METRIC.matcher(alert.expression()).results().forEach(m -> alarmed.add(m.group(1)));
    }
    assertThat(alarmed)
        .contains("causerie_configuration_refused")
        .containsAll(
            METRICS.keySet().stream()
                .filter(n -> n.matches("causerie_.*_(failing|failed_events|stopped|refused)"))
                .toList());
  }

  @Test
  void dashboardNamesWhatTheServerTells() throws IOException {
    List<Query> panels = panels();
    assertThat(panels).hasSizeGreaterThan(25).allSatisfy(MonitoringTest::holds);
    Set<String> shown = new TreeSet<>();
    panels.forEach(
        panel -> METRIC.matcher(panel.expression()).results().forEach(m -> shown.add(m.group(1))));
    assertThat(shown)
        .as("each figure of a connector is on the dashboard")
        .containsAll(
            METRICS.keySet().stream().filter(n -> n.startsWith("causerie_connector_")).toList());
  }

  private static void holds(Query query) {
    String expression = query.expression();
    Set<String> possible = new HashSet<>();
    List<MatchResult> metrics = METRIC.matcher(expression).results().toList();
    assertThat(metrics).as(expression).isNotEmpty();
    for (MatchResult metric : metrics) {
      assertThat(METRICS).as(expression).containsKey(metric.group(1));
      Set<String> labels = METRICS.getOrDefault(metric.group(1), Set.of());
      assertThat(labels).as(expression).containsAll(labels(metric.group(2)));
      possible.addAll(labels);
    }
    List<MatchResult> groups = GROUPED.matcher(expression).results().toList();
    Set<String> grouped = new HashSet<>();
    groups.forEach(group -> grouped.addAll(Arrays.asList(group.group(1).split(", "))));
    assertThat(possible).as(expression).containsAll(grouped);
    for (String text : query.texts()) {
      assertThat(groups.isEmpty() ? possible : grouped)
          .as("%s of %s", text, expression)
          .containsAll(TOLD.matcher(text).results().map(told -> told.group(1)).toList());
    }
  }

  @Test
  void tableOfTheDocumentsHasEachFigureAndNoOther() throws IOException {
    String operations = Files.readString(DOCS.resolve("operations.md"));
    Set<String> told = new TreeSet<>();
    Pattern.compile("^\\| `(causerie_[^`]*)` \\|", Pattern.MULTILINE)
        .matcher(operations)
        .results()
        .forEach(row -> told.add(row.group(1)));

    assertThat(told).containsExactlyElementsOf(FAMILIES);
  }

  @Test
  void figuresAreThoseOfTheConnectors() {
    assertThat(figures("causerie_connector_failed_events{connector=\"orders\"}"))
        .containsExactly("1.0");
    assertThat(
            figures("causerie_connector_failing{connector=\"purchases\",fault=\"configuration\"}"))
        .containsExactly("1.0");
    assertThat(figures("causerie_connector_failing{connector=\"purchases\",fault=\"temporary\"}"))
        .containsExactly("0.0");
    assertThat(figures("causerie_connector_here{connector=\"purchases\"}")).containsExactly("1.0");
    assertThat(
            figures("causerie_connector_last_success_timestamp_seconds{connector=\"purchases\"}"))
        .as("it never answered")
        .containsExactly("NaN");
    assertThat(scraped)
        .as("who pushes has no schedule")
        .doesNotContain("causerie_connector_lag_seconds{connector=\"orders\"}");
  }

  private static Stream<String> figures(String sample) {
    return scraped
        .lines()
        .filter(l -> l.startsWith(sample))
        .map(l -> l.substring(sample.length() + 1));
  }
}
