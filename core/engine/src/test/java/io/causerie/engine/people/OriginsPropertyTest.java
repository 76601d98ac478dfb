package io.causerie.engine.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.people.OriginsModel.Rights;
import io.causerie.engine.people.OriginsModel.Statement;
import io.causerie.engine.store.Database;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * In whatever order origins say what they say, on whichever node, with restarts between them, what
 * counts is what the rules make of it.
 */
class OriginsPropertyTest {
  private static final Duration LAPSE = Duration.ofDays(30);
  private static final List<Origin> ORIGINS =
      List.of(
          Origin.PEOPLE_FILE,
          new Origin(Origin.Kind.SCIM, "hr"),
          new Origin(Origin.Kind.CLAIMS, "a"),
          new Origin(Origin.Kind.CLAIMS, "b"));

  private static TestDatabase database;
  private static Database reads;
  private static SettableClock clock;
  private static Causerie[] nodes;
  private static int tries;

  @BeforeContainer
  static void open() {
    database = Desk.tables(Databases.H2);
    reads = Database.over(database.reads());
    clock = new SettableClock(Desk.MONDAY);
    nodes = new Causerie[] {node(), node()};
  }

  @AfterContainer
  static void close() {
    for (Causerie node : nodes) {
      node.close();
    }
    database.close();
  }

  private static Causerie node() {
    return Desk.open(
        database.source(), database.reads(), clock, Audience.internal(Readers.EVERYONE));
  }

  /** One thing that happens; what the numbers mean is said where it is done. */
  record Step(int what, int node, int origin, long bits) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 23),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, ORIGINS.size() - 1),
            Arbitraries.longs().withDistribution(RandomDistribution.uniform()))
        .as(Step::new)
        .list()
        .ofMinSize(3)
        .ofMaxSize(18);
  }

  @Property(tries = 40)
  void whatCountsIsWhatTheRulesMakeOfIt(@ForAll("steps") List<Step> steps) {
    Run run = new Run("t" + tries++);
    try {
      for (Step step : steps) {
        run.happens(step);
        run.check();
      }
    } finally {
      run.end();
    }
  }

  /** One sequence of steps, done to the engine and to the model. */
  private static final class Run {
    private final String prefix;
    private final OriginsModel model = new OriginsModel(LAPSE);
    private final Set<String> seen = new TreeSet<>();

    Run(String prefix) {
      this.prefix = prefix;
    }

    void happens(Step s) {
      Origins origins = nodes[s.node()].origins();
      Origin origin = ORIGINS.get(s.origin());
      // No two things happen at one moment, but for those that one origin says at once.
      clock.tick(Duration.ofSeconds(1));
      switch (s.what()) {
        case 0, 1, 2, 3, 4, 5, 6 -> {
          List<Person> all = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            person(origin, i, s.bits() >>> (12 * i)).ifPresent(all::add);
          }
          if (origin.kind() == Origin.Kind.CLAIMS) {
            all.forEach(p -> origins.says(origin, p));
            all.forEach(p -> model.says(origin, p, clock.instant()));
          } else {
            origins.says(origin, all);
            model.says(origin, all, clock.instant());
          }
        }
        case 7, 8, 9, 10, 11, 12 ->
            person(origin, (int) (s.bits() >>> 60) & 3, s.bits() | 1)
                .ifPresent(
                    p -> {
                      origins.says(origin, p);
                      model.says(origin, p, clock.instant());
                    });
        case 13, 14 -> {
          String id = prefix + "p" + (s.bits() & 3);
          origins.takesBack(origin, id);
          model.takesBack(origin, id, clock.instant());
        }
        case 15, 16 -> {
          clock.tick(Duration.ofDays(s.bits() & 15));
          origins.lapse();
          model.lapses(clock.instant());
        }
        case 17 -> {
          nodes[s.node()].close();
          nodes[s.node()] = node();
        }
        case 18, 19, 20, 21 -> decide(origins, s.bits());
        default ->
            model
                .reopen((int) (s.bits() & 7))
                .ifPresent(key -> origins.reopen(key.split(" ")[0], key.split(" ")[1]));
      }
    }

    private void decide(Origins origins, long bits) {
      List<Statement> waiting = model.waiting();
      if (!waiting.isEmpty()) {
        Statement one = waiting.get((int) (bits & 15) % waiting.size());
        List<String> who = new ArrayList<>(model.others(one));
        who.add(one.who.id());
        String person = who.get((int) (bits >>> 8 & 15) % who.size());
        origins.decide(one.origin.code(), one.who.id(), person);
        model.decide(one, person);
      }
    }

    /** A person as an origin describes her, if it knows her. */
    private java.util.Optional<Person> person(Origin origin, int which, long bits) {
      if ((bits & 1) == 0) {
        return java.util.Optional.empty();
      }
      String id = prefix + "p" + which;
      seen.add(id);
      int address = (int) (bits >>> 1 & 3);
      @Nullable String email =
          address == 3
              ? null
              : (bits >>> 3 & 1) == 0
                  ? "a" + address + "." + prefix + "@example.com"
                  : "A" + address + "." + prefix.toUpperCase(Locale.ROOT) + "@Example.com";
      Set<String> groups =
          switch ((int) (bits >>> 4 & 3)) {
            case 0 -> Set.of();
            case 1 -> Set.of("red");
            case 2 -> Set.of("blue");
            default -> Set.of("red", "blue");
          };
      // Each origin gives a user to one person at most, and each to another one.
      int user = (which + ORIGINS.indexOf(origin)) % 3;
      Map<String, List<String>> users =
          (bits >>> 6 & 3) == 0
              ? Map.of("desk", List.of(prefix + (which == 3 ? "v" : "u") + user))
              : Map.of();
      return java.util.Optional.of(
          new Person(id, id, email, false, null, groups, users, (bits >>> 9 & 7) != 0));
    }

    void check() {
      Map<String, Rights> expected = new TreeMap<>(model.rights());
      expected.values().removeIf(Rights.NONE::equals);
      assertThat(rights()).isEqualTo(expected);
      assertThat(nodes[0].origins().conflicts().stream().map(c -> c.origin() + " " + c.subject()))
          .containsExactlyElementsOf(model.waiting().stream().map(Statement::key).toList());
    }

    private Map<String, Rights> rights() {
      Map<String, Rights> rights = new TreeMap<>();
      Map<String, Rights> expected = model.rights();
      reads.<Boolean>read(
          h -> {
            Map<String, Set<String>> groups = new HashMap<>();
            h.createQuery("select person, group_name from group_member")
                .map((r, c) -> Map.entry(r.getString(1), r.getString(2)))
                .forEach(
                    e ->
                        groups.computeIfAbsent(e.getKey(), p -> new TreeSet<>()).add(e.getValue()));
            Map<String, Set<String>> users = new HashMap<>();
            h.createQuery("select person, source_id from identity where system = 'desk'")
                .map((r, c) -> Map.entry(r.getString(1), r.getString(2)))
                .forEach(
                    e -> users.computeIfAbsent(e.getKey(), p -> new TreeSet<>()).add(e.getValue()));
            h.createQuery("select id, active, email, address from person where id like :mine")
                .bind("mine", prefix + "p%")
                .map(
                    (r, c) -> {
                      assertThat(
                              Objects.equals(r.getString("address"), folded(r.getString("email"))))
                          .isTrue();
                      return Map.entry(
                          r.getString("id"),
                          new Rights(
                              r.getBoolean("active"),
                              r.getString("email"),
                              groups.getOrDefault(r.getString("id"), Set.of()),
                              users.getOrDefault(r.getString("id"), Set.of())));
                    })
                .forEach(e -> rights.put(e.getKey(), e.getValue()));
            return true;
          });
      // Whom nobody names any more has nothing, but her name and address stay with what she wrote.
      rights.replaceAll(
          (id, r) ->
              expected.containsKey(id) ? r : new Rights(r.active(), null, r.groups(), r.users()));
      rights.entrySet().removeIf(e -> e.getValue().equals(Rights.NONE));
      return rights;
    }

    private static @Nullable String folded(@Nullable String email) {
      return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    /** The next run finds nobody. */
    void end() {
      for (Origin origin : ORIGINS) {
        seen.forEach(id -> nodes[0].origins().takesBack(origin, id));
      }
    }
  }
}
