package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.NotFoundException;
import io.causerie.model.EventMapper;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ModelJson;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Door;
import io.causerie.spi.KindConfig;
import io.causerie.spi.Kinds;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for every kind of connector. A kind extends this with about a dozen lines, and keeps
 * its cases in {@code src/test/resources/cases}, each a folder named for what happened; {@code mvn
 * verify -Dgolden=update} writes what they expect.
 */
public abstract class ConnectorContract {
  private static final List<String> HEADINGS =
      List.of(
          "## What people see",
          "## Events",
          "## Set up",
          "## Configuration",
          "## Permissions",
          "## Limits",
          "## Troubleshooting",
          "## Remove");

  /** The clock of everything under test. */
  protected final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  /** The kind under test. */
  protected abstract String kind();

  /** A valid {@code config} block in YAML, with which the cases are taken. */
  protected abstract String config();

  /**
   * All blocks whose connectors can different things, together whatever the kind claims. Each key
   * declared secret is given in one of them, with a value that stands nowhere else.
   */
  protected List<String> configs() {
    return List.of(config());
  }

  /** Files of routes, by name, of a kind whose events these bring. */
  protected Map<String, String> routes() {
    return Map.of();
  }

  /** The mapping files the cases run through, in their order. */
  protected List<Path> mappings() {
    return List.of(CaseFolder.ALL.resolve("mapping.yaml"));
  }

  /** Where the links of records must lie. */
  protected abstract String baseUrl();

  /** The same, where the mappings are for several systems. */
  protected List<String> baseUrls() {
    return List.of(baseUrl());
  }

  /**
   * What the connector makes of a captured {@code event} file; a fault where it is refused.
   *
   * @param connector made from {@link #config}
   */
  protected abstract Taken take(Connector connector, byte[] captured);

  /**
   * What became of captured bytes before any mapping.
   *
   * @param sent absent where they were refused
   * @param refusal why
   */
  public record Taken(Optional<Sent> sent, String refusal) {
    /** Known by its source, type and id. */
    public static Taken event(SourceEvent event) {
      return new Taken(Optional.of(Sent.of(event)), "");
    }

    /** Known by its key, its version and what it says. */
    public static Taken row(SourceRow row) {
      return row.fault() == null
          ? new Taken(Optional.of(Sent.of(row)), "")
          : refused(row.fault().reason().text());
    }

    Optional<SourceEvent> event() {
      return sent.map(Sent::event);
    }

    public static Taken refused(String why) {
      return new Taken(Optional.empty(), why);
    }

    /** The one event a door lets in. */
    public static Taken through(Door door, Door.Request request) {
      return door.open(request)
          .match(
              reply -> refused(reply.status() + " " + reply.problem() + ": " + reply.detail()),
              deliveries -> {
                assertThat(deliveries.events()).as("a case is one event").hasSize(1);
                Door.Delivery one = deliveries.events().get(0);
                return one.fault() == null
                    ? new Taken(Optional.of(Sent.of(one)), "")
                    : refused(one.fault().reason().text());
              });
    }
  }

  private ConnectorKind theKind() {
    return Kinds.onClassPath()
        .find(kind())
        .orElseThrow(() -> new AssertionError(kind() + " is not registered as a service"));
  }

  private Map<String, List<String>> values() {
    return values(config());
  }

  private Map<String, List<String>> values(String config) {
    List<Problem> problems = new ArrayList<>();
    Yaml yaml = Yaml.read("config", config, problems).orElseThrow();
    Map<String, List<String>> values =
        new KindConfig(Yaml::text).read(theKind(), Optional.of(yaml), yaml);
    assertThat(problems).isEmpty();
    return values;
  }

  private Connector connector(Map<String, List<String>> values) throws ConfigException {
    ConnectorContext context = context(values);
    return theKind().connector(context.in(theKind().system(context)));
  }

  private ConnectorContext context(Map<String, List<String>> values) {
    return new ConnectorContext("source", "contract", clock, values);
  }

  private ConnectorRuntime runtime(Posted.Engine engine, Connector connector) {
    ConnectorRuntime.Builder builder =
        ConnectorRuntime.of(engine.causerie()).connector("contract", connector);
    routes().forEach(builder::routes);
    return builder.start();
  }

  private Connector connector() {
    return made(values());
  }

  private Connector made(Map<String, List<String>> values) {
    try {
      return connector(values);
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  private List<Mapping> compiled() {
    List<Mapping> compiled = new ArrayList<>();
    for (Path file : mappings()) {
      MappingCompiler.Compiled result =
          MappingCompiler.compile(file.getFileName().toString(), read(file));
      assertThat(result.problems()).isEmpty();
      result.mapping().ifPresent(compiled::add);
    }
    return compiled;
  }

  private EventMapper mapper() {
    return Mappings.of("source", compiled());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCaseIsAsItsFilesSay() {
    return CaseFolder.all().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  @TestFactory
  Stream<DynamicTest> everyCaseIsTheSameHoweverItsEventsCome() {
    return multiplied(config());
  }

  /** Each case in every way in which its events come, by connectors of a configuration. */
  protected final Stream<DynamicTest> multiplied(String config) {
    Map<String, List<String>> values = values(config);
    List<Mapping> mappings = compiled();
    List<Multiplied.Case> cases = new ArrayList<>();
    for (CaseFolder folder : CaseFolder.all()) {
      try (Connector connector = connector(values);
          Connector afterRestart = connector(values)) {
        List<Sent> events = sent(connector, folder);
        if (!events.isEmpty()) {
          cases.add(
              new Multiplied.Case(
                  folder.name(),
                  system -> Mappings.of(system, mappings),
                  theKind().namesEvents(context(values)),
                  events,
                  sent(connector, folder),
                  sent(afterRestart, folder)));
        }
      } catch (ConfigException e) {
        throw new AssertionError(e);
      }
    }
    return Multiplied.tests(Databases.H2, clock.instant(), cases);
  }

  private List<Sent> sent(Connector connector, CaseFolder folder) {
    return Stream.concat(folder.before().stream(), Stream.of(folder.event()))
        .flatMap(bytes -> take(connector, bytes).sent().stream())
        .toList();
  }

  private Optional<Observation> seen(SourceEvent event) {
    return mapper()
        .map(event)
        .match(
            seen -> Optional.of(seen.observation()),
            ignored -> Optional.empty(),
            rejected -> Optional.empty(),
            hinted -> Optional.empty());
  }

  @Test
  void nothingIsWithoutItsCase() {
    Set<String> given = new HashSet<>();
    configs().forEach(config -> given.addAll(values(config).keySet()));
    List<String> missing = new ArrayList<>();
    missing.addAll(Uncovered.keys(theKind().configKeys(), given));
    missing.addAll(Uncovered.events(compiled(), theKind().capabilities(), captured()));
    missing.addAll(Uncovered.rules(compiled(), observations()));
    missing.addAll(Uncovered.order(observed()));

    assertThat(missing).as("without a case").isEmpty();
  }

  /** What the events of each case tell, in their order. */
  private List<List<Observation>> observed() {
    try (Connector connector = connector()) {
      return CaseFolder.all().stream()
          .map(folder -> sent(connector, folder).stream().flatMap(s -> seen(s.event()).stream()))
          .map(Stream::toList)
          .toList();
    }
  }

  private void check(CaseFolder folder) {
    try (Connector connector = connector()) {
      Taken taken = take(connector, folder.event());
      if (taken.event().isEmpty()) {
        Golden.text(folder.file("failed.txt"), taken.refusal());
        return;
      }
      outcome(folder, mapper().map(taken.event().get()));
      if (folder.before().isPresent()) {
        List<SourceEvent> events = new ArrayList<>();
        folder.before().map(b -> take(connector, b)).flatMap(Taken::event).ifPresent(events::add);
        events.add(taken.event().get());
        Golden.json(folder.file("activity.json"), Posted.newest(mapper(), clock, events));
      }
    }
  }

  private void outcome(CaseFolder folder, MappingOutcome outcome) {
    outcome.match(
        seen -> {
          Golden.json(folder.file("observation.json"), ModelJson.write(seen.observation()));
          return seen;
        },
        ignored -> {
          Golden.text(folder.file("ignored.txt"), ignored.reason().text());
          return ignored;
        },
        rejected -> {
          Golden.text(folder.file("failed.txt"), rejected.cause() + "\n" + rejected.reason());
          return rejected;
        },
        hinted -> {
          Golden.text(folder.file("hinted.txt"), hinted.connector() + "\n" + hinted.key());
          return hinted;
        });
  }

  private List<SourceEvent> captured() {
    try (Connector connector = connector()) {
      return CaseFolder.all().stream()
          .flatMap(c -> Stream.concat(c.before().stream(), Stream.of(c.event())))
          .flatMap(bytes -> take(connector, bytes).event().stream())
          .toList();
    }
  }

  private List<Observation> observations() {
    return captured().stream().flatMap(event -> seen(event).stream()).toList();
  }

  @Test
  void readyMappingsAreListedAndCompile() throws IOException {
    Path resources =
        Path.of("src/main/resources", theKind().getClass().getPackageName().replace('.', '/'));
    List<Path> files = List.of();
    if (Files.isDirectory(resources)) {
      try (Stream<Path> found = Files.walk(resources)) {
        files = found.filter(f -> f.toString().endsWith(".yaml")).toList();
      }
    }

    assertThat(theKind().mappings())
        .containsExactlyInAnyOrderElementsOf(
            files.stream()
                .map(f -> resources.relativize(f).toString().replace('\\', '/'))
                .map(f -> f.replaceFirst("\\.yaml$", ""))
                .toList());
    for (Path file : files) {
      assertThat(MappingCompiler.compile(file.toString(), read(file)).problems()).isEmpty();
    }
  }

  @Test
  void casesShowWhatIsIgnoredAndWhatFails() {
    assertThat(CaseFolder.all())
        .as("an event that is none of its business: ignored.txt")
        .anyMatch(c -> c.has("ignored.txt"))
        .as("a malformed one: failed.txt")
        .anyMatch(c -> c.has("failed.txt"))
        .as("a change: before.json and activity.json")
        .anyMatch(c -> c.has("activity.json"));
  }

  @Test
  void mappingTwiceGivesTheSame() {
    for (SourceEvent event : captured()) {
      assertThat(mapper().map(event)).isEqualTo(mapper().map(event));
    }
  }

  @Test
  void linksAreAbsoluteAndUnderTheBaseUrl() {
    assertThat(observations())
        .extracting(Observation::url)
        .filteredOn(url -> url != null)
        .isNotEmpty()
        .allMatch(url -> baseUrls().stream().anyMatch(String.valueOf(url)::startsWith));
  }

  @Test
  void missingRequiredKeyIsNamed() throws Exception {
    for (ConfigKey key : theKind().configKeys()) {
      if (key.required()) {
        List<Problem> problems = new ArrayList<>();
        Yaml empty = Yaml.read("config", "{}", problems).orElseThrow();
        new KindConfig(Yaml::text).read(theKind(), Optional.of(empty), empty);
        assertThat(problems).anyMatch(p -> p.toString().contains("'" + key.name() + "'"));
      }
    }
    Map<String, List<String>> none = new HashMap<>();
    assertThatThrownBy(() -> connector(none).close())
        .as("a connector made of nothing")
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void readmeTellsAllThereIsToKnow() {
    String readme = read(Path.of("README.md"));
    assertThat(readme).contains(HEADINGS);
    for (ConfigKey key : theKind().configKeys()) {
      assertThat(readme).contains("`" + key.name() + "`");
      assertThat(key.help()).as(key.name()).endsWith(".");
      String row = row(readme, key);
      if (key.fallback() != null && !key.fallback().equals("false")) {
        assertThat(row).as("what leaving out %s means", key).contains("`" + key.fallback() + "`");
      }
      if (key.required()) {
        assertThat(row).as("%s is required", key).containsIgnoringCase("required");
      }
    }
  }

  /** Of the table of the configuration. */
  private static String row(String readme, ConfigKey key) {
    String begin = "| `" + key.name() + "` |";
    return readme
        .lines()
        .filter(line -> line.startsWith(begin))
        .reduce((one, other) -> other)
        .orElseThrow(() -> new AssertionError("the README has no row " + begin));
  }

  @Test
  void connectorReturnsWhatItsKindClaims() {
    assertThat(Claims.faults(theKind(), configs().stream().map(c -> context(values(c))).toList()))
        .isEmpty();
  }

  @Test
  void whatAConnectorCannotIsRefused() throws Exception {
    for (String config : configs()) {
      Set<Capability> can = theKind().capabilities(context(values(config)));
      try (Posted.Engine engine = new Posted.Engine(mapper(), clock);
          ConnectorRuntime runtime = runtime(engine, connector(values(config)))) {
        assertThat(runtime.door("contract").isPresent()).isEqualTo(can.contains(Capability.PUSH));
        assertThat(runtime.isPolled("contract")).isEqualTo(can.contains(Capability.POLL));
        assertThat(runtime.isReconciled("contract")).isEqualTo(can.contains(Capability.CENSUS));
        assertThat(runtime.isSubscribed("contract")).isEqualTo(can.contains(Capability.SUBSCRIBE));
        if (!can.contains(Capability.POLL) && !can.contains(Capability.HISTORY)) {
          refused(() -> runtime.backfill("contract"));
        }
        if (!can.contains(Capability.POLL) && !can.contains(Capability.SUBSCRIBE)) {
          refused(() -> runtime.countFrom("contract", null));
          refused(() -> runtime.reset("contract", null));
        }
        if (!can.contains(Capability.CENSUS)) {
          refused(() -> runtime.reconcile("contract"));
          refused(() -> runtime.dismissGone("contract"));
        }
      }
    }
  }

  private static void refused(ThrowableAssert.ThrowingCallable asked) {
    assertThatThrownBy(asked).isInstanceOf(NotFoundException.class);
  }

  @Test
  void connectorFileNamesTitleAndTestedVersions() {
    List<Problem> problems = new ArrayList<>();
    Yaml yaml =
        Yaml.read("connector.yaml", read(Path.of("connector.yaml")), problems).orElseThrow();
    yaml.require("title", "a name");
    yaml.require("tested", "versions it was tested with").ifPresent(Yaml::elements);
    yaml.refuseOthers();

    assertThat(problems).isEmpty();
  }

  @Test
  void routesStartAndStop() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Posted.Engine engine = new Posted.Engine(mapper(), clock)) {
      ConnectorRuntime runtime = runtime(engine, connector());
      if (connector().intake().capability() == Capability.ROUTE) {
        // Its keeper looks by itself; all others are ready at once.
        Eventually.until("its route is started", runtime::isReady);
      }
      assertThat(runtime.isReady()).isTrue();
      runtime.close();
      assertThat(runtime.isReady()).isFalse();
    }
    // A library's own may take a second to see that nobody wants anything of it any more.
    Eventually.until(
        "no thread stays",
        Duration.ofSeconds(20),
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !before.contains(t) && t.isAlive() && !t.isDaemon())
                .allMatch(t -> t.getName().contains("Hikari")));
  }

  @Test
  void secretsShowNowhere() {
    Set<String> given = new HashSet<>();
    int refused = 0;
    for (String config : configs()) {
      Map<String, List<String>> values = values(config);
      List<String> keys = secretKeys().filter(values::containsKey).toList();
      given.addAll(keys);
      refused += secretsShowNowhere(values, keys);
    }
    assertThat(given).as("configs() give every secret").containsAll(secretKeys().toList());
    if (!given.isEmpty()) {
      assertThat(refused).as("configurations with a secret that were refused").isPositive();
    }
  }

  private Stream<String> secretKeys() {
    return theKind().configKeys().stream().filter(ConfigKey::secret).map(ConfigKey::name);
  }

  /** How many wrong configurations were refused. */
  private int secretsShowNowhere(Map<String, List<String>> values, List<String> keys) {
    List<String> secrets =
        keys.stream().flatMap(key -> values.getOrDefault(key, List.of()).stream()).toList();
    try (Canary canary = new Canary(secrets);
        Posted.Engine engine = new Posted.Engine(mapper(), clock)) {
      Connector connector = made(values);
      canary.search("toString", connector + " " + connector.intake());
      try (ConnectorRuntime runtime = runtime(engine, connector)) {
        for (CaseFolder folder : CaseFolder.all()) {
          Taken taken = take(connector, folder.event());
          canary.search("a refusal", taken.refusal());
          taken
              .event()
              .filter(e -> connector.intake().capability() != Capability.ROUTE)
              .ifPresent(
                  e -> Posted.await(runtime.push("contract", List.of(new Door.Delivery(e, null)))));
        }
      }
      int refused = wrong(values, keys, canary);
      canary.search("the database", engine.dump());
      canary.search("the metrics", engine.metrics());
      canary.assertSilent();
      return refused;
    }
  }

  /**
   * Each secret in turn is wrong, or stands alone; at least one of these configurations is refused,
   * or the test would not see what a refusal says.
   */
  private int wrong(Map<String, List<String>> values, List<String> keys, Canary canary) {
    int refused = 0;
    for (String key : keys) {
      List<String> right = values.getOrDefault(key, List.of());
      Map<String, List<String>> others = new HashMap<>(values);
      others.put(key, right.stream().map(v -> "?" + v).toList());
      refused += refusal(others, canary);
      refused += refusal(Map.of(key, right), canary);
    }
    return refused;
  }

  private int refusal(Map<String, List<String>> values, Canary canary) {
    try {
      connector(values).close();
      return 0;
    } catch (ConfigException e) {
      canary.search("a configuration error", e.getMessage() + e.faults());
      return 1;
    }
  }
}
