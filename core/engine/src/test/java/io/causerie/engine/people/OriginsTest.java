package io.causerie.engine.people;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.store.Database;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class OriginsTest {
  private static final Origin SIGN_IN = new Origin(Origin.Kind.CLAIMS, "https://id.example.com");
  private static final Origin SCIM = new Origin(Origin.Kind.SCIM, "hr");

  private static final String OWNED =
      "select count(*) from identity where person = '%s' and source_id = '%s'";

  @Parameter Databases databases = Databases.H2;
  private StatementLog log;
  private Desk desk;
  private Origins origins;

  @BeforeEach
  void open() {
    TestDatabase database = Desk.tables(databases);
    log = StatementLog.over(database);
    desk = new Desk(database, log.source(), log.reads());
    origins = desk.causerie.origins();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static Person person(String id, @Nullable String email, String... groups) {
    return new Person(id, "N. " + id, email, false, null, Set.of(groups), Map.of());
  }

  private static Person user(String id, String user) {
    return new Person(id, id, null, false, null, Set.of(), Map.of("desk", List.of(user)));
  }

  private static Person disabled(Person p) {
    return new Person(
        p.id(), p.name(), p.email(), p.guest(), p.language(), p.groups(), p.identities(), false);
  }

  /** The file, with others instead of those of the same ids. */
  private static List<Person> file(Person... others) {
    List<Person> people = new ArrayList<>(Desk.people());
    for (Person other : others) {
      people.removeIf(p -> p.id().equals(other.id()));
      people.add(other);
    }
    return people;
  }

  private Set<String> groups(String person) {
    return desk.causerie.people().find(person).map(Person::groups).orElse(Set.of());
  }

  private boolean isActive(String person) {
    return desk.causerie.people().find(person).isPresent();
  }

  private @Nullable String email(String person) {
    return desk.causerie.people().find(person).orElseThrow().email();
  }

  private static List<String> writes(List<String> statements) {
    return statements.stream()
        .filter(sql -> sql.matches("(insert|update|delete|merge)\\b.*|.* for update.*"))
        .toList();
  }

  @Test
  void reloadThatChangesNothingWritesNothing() {
    desk.settle();
    List<String> asked = log.during(() -> origins.says(Origin.PEOPLE_FILE, Desk.people()));

    assertThat(asked).isNotEmpty();
    assertThat(writes(asked)).isEmpty();
    long version = desk.count("select version from rights_version");
    try (Causerie second = desk.beside(Audience.internal(Readers.groups("sales")))) {
      second.origins().says(Origin.PEOPLE_FILE, Desk.people());
      assertThat(desk.count("select count(*) from delivery where state = 'due'"))
          .as("nothing to follow")
          .isZero();
      assertThat(desk.count("select version from rights_version")).isEqualTo(version);
      second.origins().says(Origin.PEOPLE_FILE, file(person("mary", null)));
      assertThat(desk.count("select version from rights_version")).isGreaterThan(version);
    }
  }

  @Test
  void reloadWritesOfWhomChangedAndNobodyElse() {
    List<String> written =
        writes(
            log.during(
                () -> origins.says(Origin.PEOPLE_FILE, file(person("mary", null, "logistics")))));

    assertThat(written).anyMatch(sql -> sql.startsWith("update person "));
    assertThat(written)
        .noneMatch(sql -> sql.contains(" group_member") || sql.contains(" into identity"));
    assertThat(desk.causerie.people().find("mary").orElseThrow().name()).isEqualTo("N. mary");
  }

  @Test
  void originTakesBackOnlyWhatItSaidItself() {
    origins.says(SCIM, List.of(person("ada", null, "finance"), person("new", null, "finance")));
    assertThat(groups("ada")).containsExactlyInAnyOrder("sales", "finance");

    origins.says(Origin.PEOPLE_FILE, List.of(person("grace", null, "sales")));

    assertThat(groups("ada")).containsExactly("finance");
    assertThat(isActive("new")).isTrue();
    assertThat(isActive("katherine")).isFalse();
    origins.says(SCIM, List.of());
    assertThat(isActive("ada")).isFalse();
    assertThat(isActive("grace")).isTrue();
  }

  @Test
  void whoeverIsDisabledByOneOriginIsActiveByNone() {
    origins.says(SIGN_IN, person("ada", null, "finance"));

    origins.says(Origin.PEOPLE_FILE, file(disabled(Desk.people().get(0))));

    assertThat(isActive("ada")).isFalse();
    assertThat(desk.count("select count(*) from group_member where person = 'ada'")).isZero();
    desk.ingest(order("1").status("Open").by("alovelace"));
    assertThat(desk.feed("grace", "1").get(0).actor().name())
        .as("who she was there is known all the same")
        .isEqualTo("Ada Lovelace");
    origins.says(Origin.PEOPLE_FILE, Desk.people());
    assertThat(groups("ada")).containsExactlyInAnyOrder("sales", "finance");
  }

  @Test
  void claimsLapseWithTheirGroupsUnlessSheSignsInAgain() {
    origins.says(SIGN_IN, person("ada", null, "finance"));
    origins.says(SIGN_IN, person("new", null, "finance"));
    desk.clock.tick(Duration.ofDays(29));
    origins.says(SIGN_IN, person("new", null, "finance"));
    assertThat(groups("ada")).contains("finance");

    desk.clock.tick(Duration.ofDays(1));

    Eventually.until("her claims are over", () -> !groups("ada").contains("finance"));
    assertThat(groups("ada")).containsExactly("sales");
    assertThat(isActive("new")).isTrue();
    desk.clock.tick(Duration.ofDays(29));
    Eventually.until("nobody vouches for her any more", () -> !isActive("new"));
  }

  @Test
  void claimsLapseAfterTheTimeThatIsConfigured() {
    try (Causerie strict =
        Causerie.builder()
            .dataSource(desk.source())
            .clock(desk.clock)
            .claimsLapse(Duration.ofHours(8))
            .build()) {
      strict.origins().says(SIGN_IN, person("new", null));
      desk.clock.tick(Duration.ofHours(8).minusSeconds(1));
      origins.lapse();
      assertThat(isActive("new")).isTrue();

      desk.clock.tick(Duration.ofSeconds(1));

      Eventually.until("her claims are over", () -> !isActive("new"));
    }
  }

  @Test
  void newcomerWithTheAddressOfAnotherOriginWaits() {
    origins.says(SIGN_IN, person("u1", "ADA@example.com", "finance"));

    assertThat(isActive("u1")).isFalse();
    assertThat(groups("ada")).containsExactly("sales");
    assertThat(origins.conflicts())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.origin()).isEqualTo("claims:https://id.example.com");
              assertThat(c.subject()).isEqualTo("u1");
              assertThat(c.others()).containsExactly("ada");
              assertThat(c.counts()).isFalse();
            });
    origins.says(Origin.PEOPLE_FILE, file(person("ada", "ada@other.example.com", "sales")));
    assertThat(isActive("u1")).as("the address is hers alone now").isTrue();
    assertThat(origins.conflicts()).isEmpty();
  }

  @Test
  void whoeverTakesAnAddressOfAnotherOriginKeepsHersAndTheRest() {
    origins.says(SCIM, List.of(person("bob", "bob@example.com", "sales")));

    origins.says(SCIM, List.of(person("bob", "ada@example.com", "finance")));

    assertThat(email("bob")).isEqualTo("bob@example.com");
    assertThat(groups("bob")).containsExactly("finance");
    assertThat(email("ada")).isEqualTo("ada@example.com");
    assertThat(origins.conflicts()).singleElement().matches(Origins.Conflict::counts);
    origins.says(Origin.PEOPLE_FILE, List.of());
    assertThat(email("bob")).isEqualTo("ada@example.com");
  }

  @Test
  void operatorSaysThatTheyAreOne() {
    origins.says(SIGN_IN, person("u1", "ada@example.com", "finance"));

    origins.decide(SIGN_IN.code(), "u1", "ada");

    assertThat(groups("ada")).containsExactlyInAnyOrder("sales", "finance");
    assertThat(isActive("u1")).isFalse();
    assertThat(origins.conflicts()).isEmpty();
    origins.says(SIGN_IN, person("u1", "ada@example.com", "logistics"));
    assertThat(groups("ada")).containsExactlyInAnyOrder("sales", "logistics");

    origins.reopen(SIGN_IN.code(), "u1");

    assertThat(groups("ada")).containsExactly("sales");
    assertThat(origins.conflicts()).hasSize(1);
    assertThatThrownBy(() -> origins.reopen(SIGN_IN.code(), "u1"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void operatorSaysThatTheyAreTwo() {
    origins.says(SIGN_IN, person("u1", "ada@example.com", "finance"));
    assertThatThrownBy(() -> origins.decide(SIGN_IN.code(), "u1", "grace"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> origins.decide(SIGN_IN.code(), "ada", "ada"))
        .isInstanceOf(NotFoundException.class);

    origins.decide(SIGN_IN.code(), "u1", "u1");

    assertThat(groups("u1")).containsExactly("finance");
    assertThat(groups("ada")).containsExactly("sales");
    assertThat(origins.decisions()).singleElement().matches(d -> d.person().equals("u1"));
    origins.says(SIGN_IN, person("u1", "ada@example.com", "logistics"));
    assertThat(groups("u1")).as("decided once").containsExactly("logistics");
    origins.says(Origin.PEOPLE_FILE, file(person("ada", "Ada@example.com", "logistics")));
    assertThat(origins.conflicts()).as("she has her address as before").isEmpty();
    assertThat(email("ada")).isEqualTo("Ada@example.com");
  }

  @Test
  void identityOfTwoOriginsStaysWithWhomItIs() {
    origins.says(SCIM, List.of(user("bob", "alovelace"), user("carl", "carl")));
    desk.ingest(order("1").status("Open").by("alovelace"));
    assertThat(desk.feed("grace", "1").get(0).actor().person()).isEqualTo("ada");
    assertThat(isActive("bob")).isTrue();

    origins.says(Origin.PEOPLE_FILE, List.of(person("grace", null, "sales")));

    assertThat(desk.count("select count(*) from identity where person = 'bob'")).isOne();
    assertThat(desk.count("select count(*) from identity where person = 'ada'")).isZero();
  }

  @Test
  void identityThatTwoClaimedIsTheOthersWhenOneGivesItUp() {
    origins.says(SIGN_IN, user("c", "one"));
    origins.says(SCIM, List.of(user("bob", "one")));
    origins.says(SIGN_IN, user("c", "other"));
    assertThat(desk.count(OWNED.formatted("bob", "one"))).isOne();
    origins.says(SCIM, List.of(user("bob", "one"), user("carl", "two")));
    origins.says(SIGN_IN, user("d", "two"));
    origins.says(Origin.PEOPLE_FILE, file(user("new", "two")));

    origins.takesBack(SIGN_IN, "d");
    origins.says(SCIM, List.of());

    assertThat(desk.count(OWNED.formatted("new", "two"))).isOne();
  }

  @Test
  void identityPassesFromOneToAnotherInOneReload() {
    origins.says(Origin.PEOPLE_FILE, file(person("ada", null, "sales"), user("new", "alovelace")));

    assertThat(desk.count("select count(*) from identity where person = 'new'")).isOne();
    assertThatThrownBy(
            () -> origins.says(Origin.PEOPLE_FILE, file(user("a", "one"), user("b", "one"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("claim the identity one of system desk");
    origins.says(SIGN_IN, user("c", "one"));
    assertThatThrownBy(() -> origins.says(SIGN_IN, user("d", "one")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("claim the identity one of system desk");
  }

  @Test
  void addressesAreComparedInOneFormEverywhere() {
    origins.says(Origin.PEOPLE_FILE, file(person("mary", "  İMARY@Example.com ", "logistics")));
    desk.ingest(
        order("1")
            .status("Open")
            .by(new io.causerie.model.SourceActor("m", "M.", "i̇mary@example.COM")));
    desk.ingest(
        order("2")
            .status("Open")
            .by(new io.causerie.model.SourceActor("k", "K.", "İMARY@example.COM")));

    assertThat(desk.feed("grace", "1").get(0).actor().person()).isEqualTo("mary");
    assertThat(desk.feed("grace", "2").get(0).actor().person()).isEqualTo("mary");
    origins.says(SIGN_IN, person("u1", "İmary@EXAMPLE.com"));
    assertThat(isActive("u1")).isFalse();
  }

  @Test
  void longestAddressIsStoredWhateverItsSmallLetters() {
    String longest = "İ".repeat(308) + "@example.com";
    origins.says(Origin.PEOPLE_FILE, file(person("mary", longest)));
    desk.ingest(
        order("1")
            .status("Open")
            .audience(new Audience(Readers.persons(longest), Readers.NOBODY))
            .by(new io.causerie.model.SourceActor("m", "M.", longest)));

    assertThat(desk.count("select count(*) from source_actor where person = 'mary'")).isOne();
    assertThatThrownBy(() -> person("x", longest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** She is in sales and logistics by turns, and never in neither; nor is anybody ever left out. */
  @Test
  void noReaderEverSeesAHalfState() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Database reads = Database.over(desk.source());
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger looks = new AtomicInteger();
    try (Causerie second = desk.beside(Audience.internal(Readers.groups("sales")))) {
      CompletableFuture<Void> reader =
          CompletableFuture.runAsync(
              () -> {
                while (!done.get()) {
                  assertThat(
                          reads.<List<String>>read(
                              h ->
                                  h.createQuery(
                                          """
                                          select p.id || ' ' || g.group_name from person p
                                            join group_member g on g.person = p.id
                                          where p.active and p.id in ('ada', 'katherine')
                                          order by p.id
                                          """)
                                      .mapTo(String.class)
                                      .list()))
                      .isIn(
                          List.of("ada sales", "katherine finance"),
                          List.of("ada logistics", "katherine finance"));
                  looks.incrementAndGet();
                }
              },
              pool);
      for (int i = 0; i < 20 || looks.get() < 50; i++) {
        Causerie node = i % 3 == 0 ? second : desk.causerie;
        node.origins()
            .says(
                Origin.PEOPLE_FILE,
                file(person("ada", null, i % 2 == 0 ? "logistics" : "sales"), user("x" + i, "u")));
        assertThat(reader).isNotCompletedExceptionally();
      }
      done.set(true);
      reader.get();
    } finally {
      done.set(true);
      pool.shutdown();
    }
  }
}
