package io.causerie.server.config;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.connector.Watching;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.Readers;
import io.causerie.model.Sha256;
import io.causerie.model.mapping.HintMapping;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.model.time.Written;
import io.causerie.model.yaml.Nearest;
import io.causerie.model.yaml.Yaml;
import io.causerie.runtime.PollSettings;
import io.causerie.runtime.RouteCheck;
import io.causerie.server.config.Configuration.MappingText;
import io.causerie.server.config.Configuration.OfKind;
import io.causerie.server.plugin.PluginFolder;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.KindConfig;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import io.causerie.spi.WriteBack;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads {@code systems/*.yaml}: a system, its connectors, their mappings. */
final class SystemFiles {
  static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

  private final Clock clock;
  private final Secrets secrets;
  private final Named groups;
  private final MappingFiles mappingFiles;
  private final Named persons;
  private final PluginFolder plugins;
  private final Set<String> names = new HashSet<>();

  /** When a connector from which nothing comes is called silent. */
  static final String SILENCE = "silence";

  static final String OFF = "off";
  static final String WRITE_BACK = "writeBack";

  private static final String HINT = "hint";

  final List<SystemConfig> systems = new ArrayList<>();
  private final Map<String, OfKind> kinds = new LinkedHashMap<>();
  private final Map<String, List<String>> brought = new LinkedHashMap<>();
  private final Map<Yaml, List<String>> hints = new LinkedHashMap<>();

  /** What the hints of others may leave out, by the connector that reads back. */
  private final Map<String, HintMapping.Offer> offers = new HashMap<>();

  /** Connectors whose mappings post at each event. */
  private final Set<String> telling = new HashSet<>();

  SystemFiles(
      FolderFiles folder, Clock clock, Secrets secrets, PeopleFile people, PluginFolder plugins) {
    this.persons = people.persons();
    this.clock = clock;
    this.secrets = secrets;
    this.groups = people.groups();
    this.mappingFiles = new MappingFiles(folder, groups);
    this.plugins = plugins;
  }

  /** Reads one file; what it says is added to what this has. */
  void read(Yaml root) {
    if (!root.expectMap()) {
      return;
    }
    Optional<Yaml> named = root.require("system", "the system's name");
    String system = named.map(this::name).orElse("");
    if (systems.stream().anyMatch(s -> s.name().equals(system))) {
      named.get().problem("the system '" + system + "' stands in another file already");
    }
    Localized title =
        root.get("title").map(MappingCompiler::localized).orElseGet(() -> Localized.of(system));
    // There is no default: who may read is said, or nobody starts.
    Audience ceiling =
        root.require("audience", "who may read at most, for instance { everyone: true }")
            .map(this::audience)
            .orElse(Audience.internal(Readers.NOBODY));
    boolean byEmail = root.get("matchByEmail").map(Yaml::truth).orElse(false);
    Optional<Yaml> list = root.require("connectors", "at least one connector");
    Map<String, Yaml> entries = list.map(Yaml::entries).orElse(Map.of());
    OfSystem shared = ofSystem(system, root, entries);
    Set<Lane> lanes = root.get(WRITE_BACK).map(y -> writeBack(y, shared)).orElse(Set.of());
    if (!lanes.isEmpty() && entries.values().stream().allMatch(c -> !c.isMap() || c.has("kind"))) {
      list.ifPresent(
          y ->
              y.problem(
                  "none is of the system's kind, so that nothing is there to write with: leave"
                      + " `kind` out of one, or `%s`".formatted(WRITE_BACK)));
    }
    // What a hint leaves out, the connector says that reads back.
    Map<String, ConnectorConfig> made = new HashMap<>();
    for (boolean hinted : List.of(false, true)) {
      entries.forEach(
          (name, y) -> {
            if (y.has(HINT) == hinted) {
              connector(system, shared, name, y).ifPresent(c -> made.put(name, c));
            }
          });
    }
    List<ConnectorConfig> connectors =
        entries.keySet().stream().filter(made::containsKey).map(made::get).toList();
    root.refuseOthers();
    SystemRules rules = new SystemRules(system, title, ceiling, byEmail).writingBack(lanes);
    systems.add(new SystemConfig(rules, connectors));
  }

  /** The lanes in which people may choose that what they write stands in the system as well. */
  private static Set<Lane> writeBack(Yaml y, OfSystem shared) {
    Set<Lane> lanes = EnumSet.noneOf(Lane.class);
    Optional<WriteBack.Claim> claim =
        shared.made().flatMap(made -> made.kind().writesBack(made.context()));
    if (shared.made().isPresent() && claim.isEmpty()) {
      y.problem(
          "nothing can be written into a system of the kind '%s'; leave `%s` out"
              .formatted(shared.name(), WRITE_BACK));
    }
    for (Yaml each : y.oneOrMore()) {
      Optional<Lane> lane =
          Arrays.stream(Lane.values()).filter(l -> l.word().equals(each.text())).findFirst();
      if (lane.isEmpty()) {
        each.problem("expected internal or customer, found '" + each.text() + "'");
      } else if (claim.isPresent() && !claim.get().lanes().contains(lane.get())) {
        each.problem(
            "as it is configured, the system has no place for what is written in the %s lane"
                .formatted(lane.get().word()));
      }
      lane.ifPresent(lanes::add);
    }
    return lanes;
  }

  private String name(Yaml yaml) {
    String name = yaml.text();
    checkName(yaml, name);
    return name;
  }

  private static void checkName(Yaml yaml, String name) {
    if (!name.matches(NAME)) {
      yaml.problem(
          "expected a name of lower-case letters, digits and hyphens, found '" + name + "'");
    }
  }

  private Audience audience(Yaml y) {
    if (!y.isMap()) {
      if (!"everyone".equals(y.text())) {
        y.problem("expected everyone, or groups and persons");
      }
      return Audience.EVERYONE;
    }
    Readers internal = readers(y);
    Readers customer = y.get("customer").map(c -> customers(c)).orElse(Readers.NOBODY);
    y.refuseOthers();
    if (internal.isNobody() && customer.isNobody()) {
      y.problem("nobody could read; give everyone, groups or persons");
    }
    return new Audience(internal, customer);
  }

  private Readers customers(Yaml y) {
    if (!y.isMap()) {
      if (!"everyone".equals(y.text())) {
        y.problem("expected everyone, or groups and persons");
      }
      return Readers.EVERYONE;
    }
    Readers readers = readers(y);
    y.refuseOthers();
    return readers;
  }

  private Readers readers(Yaml y) {
    boolean everyone = y.get("everyone").map(Yaml::truth).orElse(false);
    Set<String> of = new HashSet<>();
    y.get("groups")
        .ifPresent(
            list ->
                list.oneOrMore()
                    .forEach(
                        g -> {
                          of.add(g.text());
                          if (groups.lacks(g.text())) {
                            g.problem(
                                "there is no group '%s'%s; add it to people.yaml"
                                    .formatted(g.text(), groups.hint(g.text())));
                          }
                        }));
    Set<String> named = new HashSet<>();
    y.get("persons").ifPresent(list -> list.oneOrMore().forEach(p -> named.add(person(p))));
    return new Readers(everyone, of, named);
  }

  private String person(Yaml y) {
    String id = y.text();
    if (id.equals("everyone")) {
      y.problem("'everyone' is nobody's id; write everyone: true in place of persons");
    } else if (persons.lacks(id)) {
      y.problem(
          "there is no person '%s'%s; add her to people.yaml".formatted(id, persons.hint(id)));
    }
    return id;
  }

  /**
   * What stands once for all connectors of a system.
   *
   * @param kind absent: it is not said, or there is none of the name
   * @param made absent: it cannot be made
   * @param place where what is wrong with it is told
   * @param told what has been told there: each connector finds it again
   */
  private record OfSystem(
      String name,
      Optional<ConnectorKind> kind,
      Map<String, List<String>> values,
      Optional<Sources.Shared> made,
      Yaml place,
      Set<String> told) {
    void problem(ConfigException.Fault fault) {
      if (told.add(fault.key() + ": " + fault.message())) {
        place.problem(fault.key() + ": " + fault.message());
      }
    }

    /** Whether connectors of another kind are given what this is made of. */
    boolean isSharedWith(String other) {
      return kind.filter(k -> k.sharedWith().contains(other)).isPresent();
    }

    boolean isOf(String key) {
      return kind.stream()
          .flatMap(k -> k.configKeys().stream())
          .anyMatch(k -> k.ofSystem() && k.name().equals(key));
    }
  }

  private OfSystem ofSystem(String system, Yaml root, Map<String, Yaml> connectors) {
    Optional<Yaml> named = root.get("kind");
    Optional<Yaml> config = root.get("config");
    Optional<ConnectorKind> kind = named.flatMap(this::kind);
    if (named.isEmpty()) {
      root.problem(withoutKind(connectors));
      config.ifPresent(Yaml::expectMap);
    }
    int before = root.problems();
    if (kind.filter(k -> k.configKeys().stream().noneMatch(ConfigKey::ofSystem)).isPresent()) {
      config.ifPresent(
          c ->
              c.problem(
                  "connectors of the kind '%s' share nothing: write `config` into each of them"
                      .formatted(kind.get().name())));
    }
    Map<String, List<String>> values =
        kind.filter(k -> root.problems() == before)
            .map(k -> new KindConfig(secrets::text).readSystem(k, config, root))
            .orElse(Map.of());
    Optional<Sources.Shared> made =
        kind.filter(k -> root.problems() == before)
            .flatMap(k -> shared(k, null, system, values, config.orElse(root)));
    return new OfSystem(
        named.map(Yaml::text).orElse(""), kind, values, made, config.orElse(root), new HashSet<>());
  }

  /** Before, each connector had its kind and all of its configuration. */
  private String withoutKind(Map<String, Yaml> connectors) {
    String kind =
        connectors.values().stream()
            .filter(Yaml::isMap)
            .flatMap(c -> c.get("kind").stream())
            .map(Yaml::text)
            .findFirst()
            .orElse("cloudevents");
    List<String> keys =
        plugins.kinds().find(kind).map(ConnectorKind::configKeys).orElse(List.of()).stream()
            .filter(ConfigKey::ofSystem)
            .map(key -> key.name().split("\\.")[0])
            .distinct()
            .toList();
    String once =
        keys.isEmpty()
            ? ""
            : "; and beside it, once for all of them, `config` with "
                + String.join(", ", keys.stream().map(key -> "`" + key + "`").toList());
    return "the key 'kind' is missing: write `kind: %s` here, above `connectors`, and no longer in each connector%s"
        .formatted(kind, once);
  }

  private Optional<ConnectorKind> kind(Yaml named) {
    Optional<ConnectorKind> kind = plugins.kinds().find(named.text());
    if (kind.isEmpty()) {
      named.problem(
          "there is no kind '%s'%s; known are %s; the jar of another goes into %s"
              .formatted(
                  named.text(),
                  Nearest.hint(named.text(), plugins.kinds().names()),
                  String.join(", ", plugins.kinds().names()),
                  plugins.folder()));
    }
    return kind;
  }

  private Optional<Sources.Shared> shared(
      ConnectorKind kind,
      @Nullable String alone,
      String system,
      Map<String, List<String>> values,
      Yaml place) {
    SystemContext context = new SystemContext(system, clock, values, plugins.plugins());
    return isMade(() -> kind.system(context).close(), fault -> problem(place, fault))
        ? Optional.of(new Sources.Shared(kind, context, alone))
        : Optional.empty();
  }

  /** Empty where something is wrong with it. */
  private Optional<ConnectorConfig> connector(String system, OfSystem shared, String name, Yaml y) {
    if (!y.expectMap()) {
      return Optional.empty();
    }
    checkName(y, name);
    if (!names.add(name)) {
      y.problem("the connector '" + name + "' stands in another system already");
    }
    Optional<Yaml> ownKind = y.get("kind");
    boolean other = ownKind.isPresent();
    if (ownKind.filter(k -> k.text().equals(shared.name())).isPresent()) {
      ownKind
          .get()
          .problem(
              "the system is of this kind already: leave `kind` out here, and the system's keys of `config` with it");
      other = false;
    }
    Optional<ConnectorKind> kind = other ? ownKind.flatMap(this::kind) : shared.kind();
    boolean alone = other && !ownKind.filter(k -> shared.isSharedWith(k.text())).isPresent();
    Audience ceiling = y.get("audience").map(this::audience).orElse(null);
    Instant since = y.get("since").map(SystemFiles::since).orElse(null);
    Optional<Yaml> hint = y.get(HINT);
    if (hint.isPresent() && y.get("mapping").isPresent()) {
      y.problem("give either `mapping` or `hint`");
    }
    Map<String, List<String>> values = new HashMap<>();
    Optional<Yaml> config = y.get("config");
    int before = y.problems();
    KindConfig reader = new KindConfig(secrets::text);
    if (alone) {
      kind.ifPresent(k -> values.putAll(reader.read(k, config, y)));
    } else {
      values.putAll(shared.values());
      kind.ifPresent(k -> values.putAll(reader.readConnector(k, config, y)));
    }
    List<MappingText> mappings = new ArrayList<>();
    EventMapper mapper =
        hint.isPresent() ? hinted(hint.get()) : mapped(system, name, y, zone(values), mappings);
    boolean readable = y.problems() == before;
    ConnectorContext context = new ConnectorContext(system, name, clock, values, plugins.plugins());
    OfKind of = kind.map(k -> new OfKind(k.name(), k.capabilities(context))).orElse(OfKind.UNKNOWN);
    kinds.put(name, of);
    kind.flatMap(k -> k.keyOnly(context))
        .ifPresent(o -> offers.put(name, new HintMapping.Offer(o.types(), o.key())));
    if (kind.isPresent() && !kind.get().namesEvents(context) && telling.contains(name)) {
      y.problem(
          "its mapping posts at each event (`occurred`), and its events have no id, so that one that comes again would be told twice; give `config.id`");
    }
    PollSettings polls = PollConfig.read(y, since, of.kind(), of.capabilities());
    Watching watching = y.get(SILENCE).map(SystemFiles::watching).orElse(Watching.HABIT);
    Mask mask = y.get("mask").map(Mask::read).orElse(Mask.NOTHING);
    y.refuseOthers();
    if (kind.isEmpty() || !readable) {
      return Optional.empty();
    }
    ConnectorRules rules =
        new ConnectorRules(
            name, system, ceiling, since, mapper, reading(kind.get().readingKeys(), values));
    Yaml place = config.orElse(y);
    Optional<Sources.Shared> made =
        alone ? shared(kind.get(), name, system, values, place) : shared.made();
    boolean own = alone;
    return made.filter(
            m ->
                isMade(
                    () -> make(m, kind.get(), context),
                    fault -> {
                      if (!own && shared.isOf(fault.key())) {
                        shared.problem(fault);
                      } else {
                        problem(place, fault);
                      }
                    }))
        .map(
            m ->
                new ConnectorConfig(
                    rules, kind.get(), of, m, context, polls, watching, mask, mappings));
  }

  /** How a source is read, in a few characters. */
  private static @Nullable String reading(List<String> keys, Map<String, List<String>> values) {
    if (keys.isEmpty()) {
      return null;
    }
    StringBuilder all = new StringBuilder();
    for (String key : keys) {
      // How a query is laid out over its lines makes no other rows.
      String said = String.join("\n", values.getOrDefault(key, List.of())).strip();
      all.append(key).append('=').append(said.replaceAll("\\s+", " ")).append('\n');
    }
    return Sha256.hex(all.toString()).substring(0, 16);
  }

  /**
   * The zone that the connector reads times in: a mapping that names none must not tell another
   * time of the same row.
   */
  private static ZoneId zone(Map<String, List<String>> config) {
    try {
      return config.getOrDefault("zone", List.of()).stream()
          .findFirst()
          .map(ZoneId::of)
          .orElse(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      // The kind says so itself.
      return ZoneOffset.UTC;
    }
  }

  private EventMapper mapped(
      String system, String connector, Yaml y, ZoneId zone, List<MappingText> texts) {
    List<Mapping> compiled = new ArrayList<>();
    y.require(
            "mapping",
            "a file or a list of files, relative to the configuration folder, or a mapping itself;"
                + " or `hint`")
        .ifPresent(
            m ->
                m.oneOrMore()
                    .forEach(f -> mappingFiles.read(f, texts, zone).ifPresent(compiled::add)));
    if (compiled.stream().anyMatch(Mapping::tellsEachEvent)) {
      telling.add(connector);
    }
    return Mappings.of(system, compiled);
  }

  private EventMapper hinted(Yaml y) {
    Optional<HintMapping> hint =
        HintMapping.read(y, connector -> Optional.ofNullable(offers.get(connector)));
    hint.ifPresent(h -> hints.put(y, h.connectors()));
    return hint.isPresent() ? hint.get() : event -> hint.orElseThrow().map(event);
  }

  /** Looks whether those who read back are there; called when all files have been read. */
  void complete() {
    hints.forEach((place, readers) -> readers.forEach(name -> complete(place, name)));
  }

  private void complete(Yaml place, String name) {
    OfKind target = kinds.get(name);
    if (!names.contains(name)) {
      place.problem("there is no connector '%s'%s".formatted(name, Nearest.hint(name, names)));
    } else if (target != null && !target.capabilities().contains(Capability.READ_BACK)) {
      place.problem(
          "the connector '%s' cannot read single records back; name one that is polled"
              .formatted(name));
    }
  }

  /** How the events of each connector come. */
  RouteCheck.Intakes intakes() {
    Map<String, Capability> intakes = new LinkedHashMap<>();
    kinds.forEach((name, of) -> intakes.put(name, of.intake()));
    return new RouteCheck.Intakes(intakes, brought);
  }

  private static void problem(Yaml place, ConfigException.Fault fault) {
    place.problem(fault.key() + ": " + fault.message());
  }

  /** Something of a kind that is made, and ends at once. */
  @FunctionalInterface
  private interface Making {
    void run() throws Exception;
  }

  /** Whether it can be made; if not, there are problems. */
  private static boolean isMade(Making making, Consumer<ConfigException.Fault> faults) {
    try {
      making.run();
      return true;
    } catch (ConfigException e) {
      e.faults().forEach(faults);
      return false;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("what was just made did not end", e);
    }
  }

  private void make(Sources.Shared shared, ConnectorKind kind, ConnectorContext context)
      throws Exception {
    try (SourceSystem system = shared.kind().system(shared.context());
        Connector made = kind.connector(context.in(system))) {
      // Whoever can be made here can be made at the start.
      if (made.intake().capability() == Capability.ROUTE) {
        brought.put(context.connector(), made.intake().broughtBy());
      }
    }
  }

  private static Watching watching(Yaml yaml) {
    return yaml.text().equals(OFF) ? Watching.OFF : Watching.after(yaml.duration());
  }

  private static @Nullable Instant since(Yaml yaml) {
    String text = yaml.text();
    Optional<Instant> since = Written.instant(text, ZoneOffset.UTC);
    if (since.isEmpty()) {
      yaml.problem("expected a day such as 2026-01-01 or a time of RFC 3339, found '" + text + "'");
    }
    return since.orElse(null);
  }
}
