package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Fate;
import io.causerie.engine.ingest.Remapping;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.store.Schema;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Readers;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Each case several times: what people read of it is the same however its events come, says the
 * same after a re-mapping, and is nothing to who may not read it. All cases in one real engine, a
 * system for each way of each.
 */
public final class Multiplied implements AutoCloseable {
  private static final Duration A_MOMENT = Duration.ofSeconds(20);

  /** Whoever is in this group may read what a mapping does not keep from her. */
  private static final String READERS = "readers of the contract";

  private static final Audience CEILING = Audience.internal(Readers.groups(READERS));
  private static final Localized TITLE = Localized.of("the source");

  private static final Viewer INSIDER = new Viewer("insider");
  private static final Viewer WITHOUT_GROUPS = new Viewer("without-groups");
  private static final List<Viewer> OUTSIDERS =
      List.of(new Viewer("outsider"), new Viewer("guest"));

  /**
   * A case: events of one record, of which the last is what happened.
   *
   * @param mapper the mapping, for a system of a name
   * @param named whether an event that comes again is known for the same; else it is unchanged
   * @param events as they came
   * @param again the same, decoded anew by the same connector
   * @param restarted the same, decoded by a connector that was made after a restart
   */
  public record Case(
      String name,
      Function<String, EventMapper> mapper,
      boolean named,
      List<Sent> events,
      List<Sent> again,
      List<Sent> restarted) {
    /** Whose events are what they are however often they are decoded. */
    public static Case of(String name, Function<String, EventMapper> mapper, List<Sent> events) {
      return new Case(name, mapper, true, events, events, events);
    }
  }

  /** How the events of a case come. */
  enum Way {
    ONCE,
    TWICE,
    REVERSED,
    RESTARTED;

    List<Arriving> first(Case of) {
      return switch (this) {
        case ONCE -> Arriving.first(of.events());
        case TWICE -> twice(of);
        case REVERSED -> {
          List<Arriving> reversed = new ArrayList<>(Arriving.first(of.events()));
          Collections.reverse(reversed);
          yield reversed;
        }
        case RESTARTED -> Arriving.first(of.events().subList(0, 1));
      };
    }

    /** Each at once, and all of them later. */
    private static List<Arriving> twice(Case of) {
      List<Arriving> all = new ArrayList<>();
      for (int i = 0; i < of.events().size(); i++) {
        all.add(new Arriving(of.events().get(i), false));
        all.add(new Arriving(of.again().get(i), true));
      }
      of.again().forEach(sent -> all.add(new Arriving(sent, true)));
      return all;
    }

    /** A source sends again what it had no answer for. */
    List<Arriving> afterRestart(Case of) {
      if (this != RESTARTED) {
        return List.of();
      }
      List<Arriving> rest = new ArrayList<>(Arriving.first(of.restarted()));
      rest.set(0, new Arriving(of.restarted().get(0), true));
      return rest;
    }
  }

  /**
   * An event on its way in.
   *
   * @param known whether it was there before
   */
  private record Arriving(Sent sent, boolean known) {
    static List<Arriving> first(List<Sent> events) {
      return events.stream().map(sent -> new Arriving(sent, false)).toList();
    }
  }

  /**
   * A case that comes in a way, to a system of its own.
   *
   * @param seen what the mapping makes of its events, in their order; of those that tell something
   * @param record the one that the last of its events tells of
   */
  private record Run(
      Case of, Way way, String system, List<Observation> seen, Optional<RecordRef> record) {
    static Run of(Case of, Way way, String system) {
      EventMapper mapper = of.mapper().apply(system);
      List<Optional<Observation>> all =
          of.events().stream().map(sent -> seen(mapper, sent.event())).toList();
      return new Run(
          of,
          way,
          system,
          all.stream().flatMap(Optional::stream).toList(),
          all.get(all.size() - 1).map(Observation::record));
    }

    private static Optional<Observation> seen(EventMapper mapper, SourceEvent event) {
      return mapper
          .map(event)
          .match(
              seen -> Optional.of(seen.observation()),
              ignored -> Optional.empty(),
              rejected -> Optional.empty(),
              hinted -> Optional.empty());
    }
  }

  private final SettableClock clock;
  private final Duration patience;
  private final List<Run> runs = new ArrayList<>();
  private final Map<String, List<EventOutcome>> repeated = new LinkedHashMap<>();
  private final TestDatabase database;
  private Causerie causerie;

  private Multiplied(Databases on, Instant now, Duration patience, List<Case> cases) {
    clock = new SettableClock(now);
    this.patience = patience;
    for (Case each : cases) {
      for (Way way : Way.values()) {
        runs.add(Run.of(each, way, "s" + runs.size()));
      }
    }
    database =
        on.copyOf(
            "multiplied", source -> Schema.update(source, "io/causerie/engine/changelog.xml"));
    causerie = open();
    causerie.origins().says(Origin.PEOPLE_FILE, people());
    deliver(run -> run.way().first(run.of()));
    causerie.close();
    causerie = open();
    deliver(run -> run.way().afterRestart(run.of()));
  }

  /**
   * The tests of some cases; what they need is closed with the stream.
   *
   * @param now when all of it happens; not before the events
   */
  public static Stream<DynamicTest> tests(Databases on, Instant now, List<Case> cases) {
    return tests(on, now, A_MOMENT, cases);
  }

  /**
   * As above.
   *
   * @param patience how long what is told anew may take
   */
  static Stream<DynamicTest> tests(Databases on, Instant now, Duration patience, List<Case> cases) {
    Multiplied multiplied = new Multiplied(on, now, patience, cases);
    return multiplied.all().onClose(multiplied::close);
  }

  private Causerie open() {
    return Causerie.builder()
        .dataSource(database.source())
        .readers(database.reads())
        .clock(clock)
        .systems(
            runs.stream().map(r -> new SystemRules(r.system(), TITLE, CEILING, false)).toList())
        .connectors(runs.stream().map(Multiplied::rules).toList())
        .build();
  }

  private static ConnectorRules rules(Run run) {
    EventMapper mapper = run.of().mapper().apply(run.system());
    return new ConnectorRules(run.system(), run.system(), null, null, mapper);
  }

  @Override
  public void close() {
    causerie.close();
    database.close();
  }

  /** Everybody whom a mapping names may read; so may who is in all groups that one names. */
  private List<Person> people() {
    Set<String> groups = new TreeSet<>(Set.of(READERS));
    Set<String> named = new TreeSet<>();
    for (Run run : runs) {
      for (Observation seen : run.seen()) {
        seen.fields().forEach(field -> groups.addAll(field.restricted()));
        Audience audience = seen.audience();
        if (audience != null) {
          groups.addAll(audience.internal().groups());
          named.addAll(audience.internal().persons());
        }
      }
    }
    String[] all = groups.toArray(String[]::new);
    List<Person> people = new ArrayList<>();
    people.add(Person.employee(INSIDER.person(), "Insider", all));
    people.add(Person.employee(WITHOUT_GROUPS.person(), "Without groups", READERS));
    people.add(Person.employee(OUTSIDERS.get(0).person(), "Outsider"));
    people.add(Person.guest(OUTSIDERS.get(1).person(), "Guest"));
    int number = 0;
    for (String name : named) {
      boolean address = name.contains("@");
      people.add(
          new Person(
              address ? "named-" + number++ : name,
              name,
              address ? name : null,
              false,
              null,
              Set.of(all),
              Map.of()));
    }
    return people;
  }

  /** Of each run one after the other, all runs at once. */
  private void deliver(Function<Run, List<Arriving>> which) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Run run : runs) {
      CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
      for (Arriving each : which.apply(run)) {
        chain = chain.thenCompose(before -> accept(run, each));
      }
      all.add(chain);
    }
    all.forEach(Posted::await);
  }

  private CompletableFuture<Void> accept(Run run, Arriving each) {
    return causerie
        .ingest()
        .accept(run.system(), each.sent().key(), each.sent().event())
        .toCompletableFuture()
        .thenAccept(
            outcome -> {
              if (each.known()) {
                synchronized (repeated) {
                  repeated.computeIfAbsent(run.system(), s -> new ArrayList<>()).add(outcome);
                }
              }
            });
  }

  private Stream<DynamicTest> all() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < runs.size(); i += Way.values().length) {
      Run once = runs.get(i + Way.ONCE.ordinal());
      String name = once.of().name();
      Run twice = runs.get(i + Way.TWICE.ordinal());
      Run restarted = runs.get(i + Way.RESTARTED.ordinal());
      Run reversed = runs.get(i + Way.REVERSED.ordinal());
      tests.add(DynamicTest.dynamicTest(name + ", twice", () -> isKnown(twice, once)));
      tests.add(
          DynamicTest.dynamicTest(
              name + ", a restart in the middle", () -> isKnown(restarted, once)));
      if (isOrdered(once.seen())) {
        tests.add(
            DynamicTest.dynamicTest(name + ", in reverse order", () -> isOrdered(reversed, once)));
      }
      if (once.record().isPresent()) {
        tests.add(DynamicTest.dynamicTest(name + ", re-mapped", () -> isStanding(once)));
        tests.add(DynamicTest.dynamicTest(name + ", for who may not read", () -> isUnsaid(once)));
      }
    }
    return tests.stream();
  }

  private static Told told(Causerie causerie, Run run) {
    for (Viewer viewer : readers(run)) {
      Told told = Told.of(causerie, viewer, run.record().orElseThrow());
      if (!told.equals(Told.NOTHING)) {
        return told;
      }
    }
    return Told.NOTHING;
  }

  private static List<Viewer> readers(Run run) {
    List<Viewer> readers = new ArrayList<>(List.of(INSIDER));
    run.seen().stream()
        .flatMap(seen -> Optional.ofNullable(seen.audience()).stream())
        .flatMap(audience -> audience.internal().persons().stream())
        .filter(person -> !person.contains("@"))
        .forEach(person -> readers.add(new Viewer(person)));
    return readers;
  }

  private void isKnown(Run repeating, Run once) {
    for (EventOutcome outcome : repeated.getOrDefault(repeating.system(), List.of())) {
      boolean told = once.of().named() || outcome.fate() == Fate.POSTED;
      assertThat(outcome.duplicate() || !told)
          .as(
              "an event that comes again is known for the same: give it the same source, type and id"
                  + " (of a row: key, version and data) however often it is decoded; it was %s",
              outcome)
          .isTrue();
    }
    if (once.record().isPresent()) {
      assertThat(told(causerie, repeating))
          .as("people read nothing more of it, and nothing less")
          .isEqualTo(told(causerie, once));
    }
  }

  /** Whether versions say which of its events is the later one. */
  static boolean isOrdered(List<Observation> seen) {
    return seen.size() > 1
        && seen.stream().allMatch(s -> s.version() != null)
        && seen.stream().map(Observation::record).distinct().count() == 1
        && seen.stream().map(Observation::version).distinct().count() == seen.size();
  }

  /**
   * What is told anew for a late event is so a moment later; an end that comes late is not told.
   */
  private void isOrdered(Run reversed, Run once) {
    Told expected = told(causerie, once).byTime();
    if (endsSomething(once)) {
      assertThat(told(causerie, reversed).isGone()).isEqualTo(expected.isGone());
      return;
    }
    Eventually.until(
        "in reverse order it is told as %s, and not as %s: `record.version` says what came first"
            .formatted(expected, told(causerie, reversed)),
        patience,
        () -> told(causerie, reversed).byTime().equals(expected));
  }

  private static boolean endsSomething(Run run) {
    return run.seen().stream()
            .anyMatch(
                seen -> seen.deleted() || seen.mergedInto() != null || seen.renumberedTo() != null)
        || run.of().events().stream().anyMatch(sent -> sent.event().isDeletion());
  }

  private void isStanding(Run once) {
    Told before = told(causerie, once);
    Instant from = clock.instant().minus(Duration.ofDays(1));
    Instant to = clock.instant().plus(Duration.ofDays(1));
    Remapping.Result posts = causerie.remapping().remap(once.system(), from, to, false);
    Remapping.Records records = causerie.remapping().records(once.system(), false);

    assertThat(posts.shown()).as("posts that the mapping that stands says otherwise").isEmpty();
    assertThat(posts.different()).isZero();
    assertThat(records.shown()).as("records that the mapping says otherwise").isEmpty();
    assertThat(records.different()).isZero();
    causerie.remapping().remap(once.system(), from, to, true);
    causerie.remapping().records(once.system(), true);
    assertThat(told(causerie, once)).as("after it was written").isEqualTo(before);
  }

  private void isUnsaid(Run once) {
    RecordRef record = once.record().orElseThrow();
    for (Viewer outsider : OUTSIDERS) {
      assertThat(Told.visible(causerie, outsider, record))
          .as("%s is outside of the system's ceiling", outsider.person())
          .isEmpty();
    }
    Map<String, Observed> restricted = new LinkedHashMap<>();
    for (Observation seen : once.seen()) {
      for (Observed field : seen.fields()) {
        if (!field.restricted().isEmpty()) {
          restricted.put(field.field() + " " + Told.text(field.value(), "en"), field);
        }
      }
    }
    Set<String> visible = Told.visible(causerie, WITHOUT_GROUPS, record);
    Audience audience = once.seen().get(once.seen().size() - 1).audience();
    if (audience != null && !audience.internal().everyone()) {
      assertThat(visible).as("its mapping names %s", audience.internal()).isEmpty();
    }
    for (Observed field : restricted.values()) {
      for (String language : List.of("en", "fr")) {
        String value = Told.text(field.value(), language);
        if (!value.isBlank()) {
          assertThat(visible)
              .as(
                  "`%s` is for %s alone: no title, sentence, content or other field may say it;"
                      + " in a case it has a value that stands nowhere else",
                  field.field(), field.restricted())
              .noneMatch(text -> holds(text, value));
        }
      }
    }
  }

  /** Whether a text has a value as words of its own. */
  private static boolean holds(String text, String value) {
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])")
        .matcher(text)
        .find();
  }
}
