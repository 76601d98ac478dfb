package io.causerie.server.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.people.Person;
import io.causerie.model.Observation;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingPaths;
import io.causerie.model.phrase.Phrase;
import io.causerie.server.api.mappings.MappingTrial;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConnectorConfig;
import io.causerie.server.config.Mask;
import io.causerie.server.config.Sources;
import io.causerie.server.connect.SourceReport.Column;
import io.causerie.server.connect.SourceReport.Failure;
import io.causerie.server.connect.SourceReport.Reason;
import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks the source of a connector what the server would ask it: connects, compares the configuration
 * with what is there, reads one page and maps it. On a connector of its own, so that one that runs
 * is not disturbed; nothing is stored and no cursor moves.
 */
public final class SourceCheck {
  private static final int ROWS = 200;
  private static final int POSTS = 3;
  private static final int SHOWN = 20;

  /** As many as a census is asked for at once. */
  private static final int KEYS = 100;

  /** How far back one looks for the newest rows, until there are some. */
  private static final List<Duration> BACK =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30), Duration.ofDays(365));

  private static final JsonMapper JSON = new JsonMapper();

  private final Configuration configuration;
  private final Clock clock;

  public SourceCheck(Configuration configuration, Clock clock) {
    this.configuration = configuration;
    this.clock = clock;
  }

  /** Asks the source of a connector of this configuration; what fails stands in the answer. */
  public SourceReport of(String name) {
    ConnectorConfig config = configuration.connector(name).orElseThrow();
    try (Sources own = new Sources();
        Connector connector = own.open(config)) {
      List<Failure> failures = new ArrayList<>();
      trying(failures, connector::check);
      Optional<Subscription> line = connector.intake().subscribed();
      // Of a source that delivers by itself nothing is taken: its history is read, where it has
      // one.
      Optional<Poller> poller =
          connector.intake().polled().or(() -> line.flatMap(Subscription::history));
      Optional<Poller.Page> page = Optional.empty();
      if (poller.isPresent()) {
        page = Optional.ofNullable(read(failures, poller.get()));
      }
      // The reconciliation of the night asks too, perhaps for another table.
      List<SourceRow> read = page.map(Poller.Page::rows).orElse(List.of());
      connector.census().ifPresent(census -> trying(failures, () -> compare(census, read)));
      return report(config, new Way(poller.isPresent(), line.isPresent()), failures, page);
    }
  }

  /** How its rows come: by asking, and by themselves. */
  private record Way(boolean polled, boolean delivers) {}

  /** What is there by the one question must not be gone by the other. */
  private static void compare(Census census, List<SourceRow> read) throws SourceException {
    census.keys(null, 1);
    List<String> keys = read.stream().map(SourceRow::key).distinct().limit(KEYS).toList();
    int gone = keys.isEmpty() ? 0 : census.gone(keys).size();
    if (gone > 0) {
      throw new SourceException(
          SourceException.Fault.CONFIGURATION,
          CheckWording.KEYS_GONE.with(gone, keys.size()),
          CheckWording.KEYS_REMEDY.with(),
          null);
    }
  }

  /** Something that asks the source. */
  @FunctionalInterface
  private interface Asking {
    void run() throws SourceException;
  }

  private static boolean trying(List<Failure> failures, Asking work) {
    try {
      work.run();
      return true;
    } catch (SourceException e) {
      Failure failure =
          new Failure(e.fault().name().toLowerCase(Locale.ROOT), e.message(), e.remedy());
      // A source that cannot be reached says so to each question.
      if (failures.stream().noneMatch(f -> f.remedy().equals(failure.remedy()))) {
        failures.add(failure);
      }
      return false;
    }
  }

  private Poller.@org.jspecify.annotations.Nullable Page read(
      List<Failure> failures, Poller poller) {
    Poller.Page[] read = new Poller.Page[1];
    trying(
        failures,
        () -> {
          read[0] = poller.read(poller.beginning(), null, ROWS);
          // Of more than a page the newest tell more: of the shape of today, and how old they are.
          if (read[0].more()) {
            newest(poller).ifPresent(page -> read[0] = page);
          }
        });
    return read[0];
  }

  private Optional<Poller.Page> newest(Poller poller) throws SourceException {
    Set<String> asked = new HashSet<>();
    Instant now = clock.instant();
    Optional<Poller.Page> newest = Optional.empty();
    for (Duration back : BACK) {
      String cursor = poller.start(now.minus(back));
      // A source without times begins at the same place whatever it is asked.
      if (asked.add(cursor)) {
        Poller.Page page = poller.read(cursor, null, ROWS);
        if (!page.rows().isEmpty()) {
          // It is a part in any case: there was more before it.
          newest = Optional.of(new Poller.Page(page.rows(), page.next(), true, page.upTo()));
        }
        if (page.rows().stream().anyMatch(row -> !isAhead(row, now))) {
          return newest;
        }
      }
    }
    return newest;
  }

  /** One row with a date that lies ahead must not stand for all the others. */
  private static boolean isAhead(SourceRow row, Instant now) {
    Instant time = row.event().time();
    return time != null && time.isAfter(now);
  }

  private SourceReport report(
      ConnectorConfig config, Way way, List<Failure> failures, Optional<Poller.Page> page) {
    ConnectorRules rules = config.rules();
    List<SourceRow> rows = page.map(Poller.Page::rows).orElse(List.of());
    Mask mask = config.mask();
    List<SourceEvent> events = rows.stream().map(row -> masked(row.event(), mask)).toList();
    Map<Phrase, Integer> refused = new LinkedHashMap<>();
    Map<Phrase, Integer> ignored = new LinkedHashMap<>();
    Map<Phrase, Integer> warned = new LinkedHashMap<>();
    Set<String> users = new TreeSet<>();
    for (SourceEvent event : events) {
      rules
          .mapper()
          .map(event)
          .match(
              seen -> {
                seen.warnings().forEach(warning -> warned.merge(warning, 1, Integer::sum));
                unknownGroups(seen.observation())
                    .forEach(
                        group ->
                            warned.merge(CheckWording.UNKNOWN_GROUP.with(group), 1, Integer::sum));
                return unknown(rules.system(), seen.observation(), users);
              },
              left -> ignored.merge(left.reason(), 1, Integer::sum) > 0,
              wrong -> refused.merge(wrong.reason(), 1, Integer::sum) > 0,
              hinted -> false);
    }
    return new SourceReport(
        config.name(),
        config.of().kind(),
        way.polled(),
        way.delivers(),
        failures,
        rows.size(),
        page.isPresent() && !page.get().more(),
        rows.stream()
            .map(row -> row.event().time())
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null),
        twice(rows),
        columns(events),
        MappingPaths.unseen(mappings(config), events),
        reasons(refused),
        reasons(ignored),
        reasons(warned),
        users.stream().limit(SHOWN).toList(),
        posts(rules, events));
  }

  private static SourceEvent masked(SourceEvent event, Mask mask) {
    if (mask.paths().isEmpty()) {
      return event;
    }
    try {
      byte[] data = JSON.writeValueAsBytes(mask.apply(JSON.readTree(event.data())));
      return new SourceEvent(
          event.source(),
          event.type(),
          event.id(),
          event.subject(),
          event.time(),
          event.contentType(),
          event.extensions(),
          data);
    } catch (IOException e) {
      // What is no JSON has no fields; the mapping says what is wrong with it.
      return event;
    }
  }

  private boolean unknown(String system, Observation seen, Set<String> users) {
    SourceActor actor = seen.actor();
    return actor != null && person(system, actor).isEmpty() && users.add(actor.id());
  }

  /** Groups of an audience that nobody can be in; a typing error would hide the record from all. */
  private Set<String> unknownGroups(Observation seen) {
    Set<String> groups = new TreeSet<>();
    if (seen.audience() != null) {
      groups.addAll(seen.audience().internal().groups());
      groups.addAll(seen.audience().customer().groups());
    }
    groups.removeAll(configuration.groups().keySet());
    configuration.people().forEach(person -> groups.removeAll(person.groups()));
    return groups;
  }

  private Optional<Person> person(String system, SourceActor actor) {
    return configuration.people().stream().filter(p -> isHer(p, system, actor)).findFirst();
  }

  private boolean isHer(Person person, String system, SourceActor actor) {
    boolean byEmail =
        configuration.systems().stream()
            .anyMatch(s -> s.name().equals(system) && s.rules().matchByEmail());
    return person.identities().getOrDefault(system, List.of()).stream()
            .anyMatch(actor.id()::equalsIgnoreCase)
        || (byEmail && actor.email() != null && actor.email().equalsIgnoreCase(person.email()));
  }

  private static List<String> twice(List<SourceRow> rows) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new TreeSet<>();
    rows.stream().map(SourceRow::key).filter(key -> !seen.add(key)).forEach(twice::add);
    return twice.stream().limit(SHOWN).toList();
  }

  private static List<Column> columns(List<SourceEvent> events) {
    Map<String, Set<String>> types = new LinkedHashMap<>();
    Map<String, Integer> filled = new LinkedHashMap<>();
    for (SourceEvent event : events) {
      try {
        JSON.readTree(event.data())
            .fields()
            .forEachRemaining(
                field -> {
                  JsonNode value = field.getValue();
                  Set<String> of = types.computeIfAbsent(field.getKey(), k -> new TreeSet<>());
                  if (!value.isNull()) {
                    of.add(value.getNodeType().name().toLowerCase(Locale.ROOT));
                    filled.merge(field.getKey(), 1, Integer::sum);
                  }
                });
      } catch (IOException e) {
        // Told by the mapping as what it is.
        continue;
      }
    }
    List<Column> columns = new ArrayList<>();
    types.forEach(
        (name, of) -> columns.add(new Column(name, List.copyOf(of), filled.getOrDefault(name, 0))));
    return columns;
  }

  private static List<Mapping> mappings(ConnectorConfig config) {
    return config.mappings().stream().flatMap(m -> m.compiled().stream()).toList();
  }

  private static List<Reason> reasons(Map<Phrase, Integer> counted) {
    return counted.entrySet().stream()
        .map(e -> new Reason(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingInt(Reason::rows).reversed())
        .limit(SHOWN)
        .toList();
  }

  /** Of the newest rows, those from which something would be said. */
  private List<ObjectNode> posts(ConnectorRules rules, List<SourceEvent> events) {
    List<ObjectNode> posts = new ArrayList<>();
    MappingTrial trial =
        new MappingTrial(
            rules.mapper(), "", actor -> person(rules.system(), actor).map(Person::name));
    for (int i = events.size() - 1; i >= 0 && posts.size() < POSTS; i--) {
      try {
        ObjectNode told = trial.of(whole(events.get(i)), MissingNode.getInstance());
        if (told.at("/seen/posts/0").isObject()) {
          posts.add((ObjectNode) told.get("seen"));
        }
      } catch (IOException e) {
        // Told by the mapping as what it is.
        continue;
      }
    }
    return posts;
  }

  private static ObjectNode whole(SourceEvent event) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("specversion", "1.0");
    node.put("id", event.id());
    node.put("source", event.source());
    node.put("type", event.type());
    if (event.subject() != null) {
      node.put("subject", event.subject());
    }
    if (event.time() != null) {
      node.put("time", event.time().toString());
    }
    node.set("data", JSON.readTree(event.data()));
    return node;
  }
}
