package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.ValueText;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class RemappingTest {
  private static final String POOR =
      """
      record: { type: Order, id: .id, version: .version }
      track: [ { field: status }, { field: margin } ]
      posts:
        - { when: created, summary: { en: "{record} is new" } }
        - { when: changed, summary: { en: "{changes}" } }
      """;
  private static final String BETTER =
      """
      record: { type: Order, id: .id, version: .version, title: '"Order \\(.id)"' }
      track:
        - { field: status, label: { en: Status }, values: { O: { en: Open }, S: { en: Shipped } } }
        - { field: margin, label: { en: Margin }, restricted: [finance] }
      posts:
        - { when: created, summary: { en: "{actor} took {record}" } }
        - { when: changed, summary: { en: "{actor} changed {changes}" } }
      """;
  private static final Viewer ADA = new Viewer("ada");

  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private TestDatabase database;
  private Consumer<SourceEvent> beside = event -> {};

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Causerie engine(String mapping, String... others) {
    return engine(List.of(connector("orders", mapping)), others);
  }

  private ConnectorRules connector(String name, String mapping) {
    EventMapper mapper = Desk.mapper(mapping);
    return new ConnectorRules(name, "erp", null, null, watched(mapper));
  }

  private Causerie engine(List<ConnectorRules> connectors, String... others) {
    Causerie causerie =
        Causerie.builder()
            .pace(Desk.BRISK)
            .dataSource(database.source())
            .readers(database.reads())
            .clock(clock)
            .systems(
                List.of(new SystemRules("erp", new Audience(Readers.EVERYONE, Readers.EVERYONE))))
            .connectors(connectors)
            .build();
    List<Person> people = new ArrayList<>(List.of(Person.employee("ada", "Ada Lovelace", "sales")));
    for (String other : others) {
      people.add(
          other.equals("jana")
              ? Person.guest("jana", "Jana Müller")
              : Person.employee(other, "Grace Hopper", "sales"));
    }
    causerie.origins().says(Origin.PEOPLE_FILE, people);
    return causerie;
  }

  private EventMapper watched(EventMapper mapper) {
    return event -> {
      beside.accept(event);
      return mapper.map(event);
    };
  }

  private static void ingest(Causerie causerie, String id, String data) {
    ingest(causerie, "orders", id, data);
  }

  private static void ingest(Causerie causerie, String connector, String id, String data) {
    SourceEvent event = Desk.event(id, data);
    Desk.await(causerie.ingest().accept(connector, Ingest.keyOf(event), event));
  }

  private RecordId talkedAbout() {
    try (Causerie causerie = engine(POOR)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\",\"margin\":10}");
      clock.tick(Duration.ofHours(1));
      ingest(causerie, "2", "{\"id\":\"7\",\"version\":2,\"status\":\"S\",\"margin\":12}");
      RecordId record =
          causerie.records().find(ADA, new RecordRef("erp", "Order", "7")).orElseThrow().id();
      ActivityView change = feed(causerie, record).get(0);
      causerie.discussion().reply(ADA, change.id(), "Well done", null, null, null);
      causerie.discussion().react(ADA, change.id(), "🎉", null);
      return record;
    }
  }

  private static List<ActivityView> feed(Causerie causerie, RecordId record) {
    return causerie.feed().of(ADA, record, ActivityView.Show.ALL, null, 10).items();
  }

  private static List<String> changes(ActivityView view) {
    ReaderContext english = ReaderContext.of("en");
    return view.changes().stream()
        .map(
            c ->
                c.label().in("en")
                    + ": "
                    + (c.from() == null ? "" : ValueText.of(c.from(), english))
                    + " → "
                    + ValueText.of(c.to(), english))
        .toList();
  }

  private Remapping.Result remap(Causerie causerie, boolean apply) {
    return causerie
        .remapping()
        .remap("orders", Desk.MONDAY.minusSeconds(1), clock.instant().plusSeconds(1), apply);
  }

  @Test
  void differencesAreShownAndNothingIsWritten() {
    RecordId record = talkedAbout();
    try (Causerie causerie = engine(BETTER)) {
      Remapping.Result result = remap(causerie, false);

      assertThat(result.posts()).isEqualTo(2);
      assertThat(result.different()).isEqualTo(2);
      assertThat(result.shown().get(1).title().in("en")).isEqualTo("Order 7");
      assertThat(changes(feed(causerie, record).get(0)))
          .containsExactly("status: O → S", "margin: 10 → 12");
    }
  }

  @Test
  void postsSayItAnewAndKeepTheirTalk() {
    RecordId record = talkedAbout();
    try (Causerie causerie = engine(BETTER)) {
      List<ActivityView> before = feed(causerie, record);

      remap(causerie, true);

      List<ActivityView> after = feed(causerie, record);
      assertThat(after)
          .extracting(ActivityView::id)
          .isEqualTo(before.stream().map(ActivityView::id).toList());
      ActivityView change = after.get(0);
      assertThat(changes(change))
          .as("she is not in finance")
          .containsExactly("Status: Open → Shipped");
      assertThat(change.hiddenChanges()).isEqualTo(1);
      assertThat(change.summary()).isNotNull();
      assertThat(change.recordTitle().in("en")).isEqualTo("Order 7");
      assertThat(change.notes()).hasSize(1);
      assertThat(change.reactions()).hasSize(1);
      assertThat(change.published()).isEqualTo(before.get(0).published());
      assertThat(remap(causerie, false).different()).as("done").isZero();
    }
  }

  @Test
  void nothingIsMappedWhileRecordsAreLocked() {
    RecordId record = talkedAbout();
    List<String> mapped = new CopyOnWriteArrayList<>();
    List<String> held = new CopyOnWriteArrayList<>();
    beside =
        event -> {
          mapped.add(event.id());
          if (!isFree(record)) {
            held.add(event.id());
          }
        };
    try (Causerie causerie = engine(BETTER)) {
      remap(causerie, true);
      causerie.remapping().records("orders", true);

      assertThat(changes(feed(causerie, record).get(0))).contains("Status: Open → Shipped");
    }
    assertThat(mapped).contains("1", "2");
    assertThat(held).as("mapped while somebody waits for the record").isEmpty();
  }

  private boolean isFree(RecordId record) {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeQuery(
          "select 1 from record where id = %d for update nowait".formatted(record.value()));
      connection.rollback();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void postsOfAnotherTimeStayAsTheyWere() {
    talkedAbout();
    try (Causerie causerie = engine(BETTER)) {
      Remapping.Result result =
          causerie
              .remapping()
              .remap("orders", Desk.MONDAY.minusSeconds(9), Desk.MONDAY.plusSeconds(60), true);

      assertThat(result.posts()).isEqualTo(1);
      assertThat(remap(causerie, false).different()).isEqualTo(1);
    }
  }

  private RecordId record(Causerie causerie, String id) {
    return causerie.records().find(ADA, new RecordRef("erp", "Order", id)).orElseThrow().id();
  }

  private static final String PLAIN =
      """
      record: { type: Order, id: .id, version: .version, title: .name }
      if: .kind != "draft"
      track: [ { field: status } ]
      posts:
        - { when: created, summary: { en: "{record} is new" } }
        - { when: changed, summary: { en: "{changes}" } }
      """;

  @Test
  void valuesKnownFromWhatNobodyWasToldAreRenamedToo() {
    try (Causerie causerie = engine(POOR)) {
      SourceEvent history =
          Desk.event("0", "{\"id\":\"7\",\"version\":1,\"status\":\"O\",\"margin\":1}");
      Desk.await(causerie.ingest().acceptSilently("orders", Ingest.keyOf(history), history));
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":2,\"status\":\"S\",\"margin\":1}");
    }
    try (Causerie causerie = engine(BETTER)) {
      Remapping.Result result = remap(causerie, true);

      assertThat(result.added()).as("history stays untold").isZero();
      assertThat(changes(feed(causerie, record(causerie, "7")).get(0)))
          .containsExactly("Status: Open → Shipped");
    }
  }

  @Test
  void newlyTrackedFieldIsToldOfPostsAndOfEventsThatMadeNone() {
    try (Causerie causerie = engine(PLAIN)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\",\"amount\":1}");
      clock.tick(Duration.ofHours(1));
      ingest(causerie, "2", "{\"id\":\"7\",\"version\":2,\"status\":\"O\",\"amount\":2}");
      clock.tick(Duration.ofHours(1));
      ingest(causerie, "3", "{\"id\":\"7\",\"version\":3,\"status\":\"S\",\"amount\":3}");
      assertThat(feed(causerie, record(causerie, "7"))).hasSize(2);
    }
    try (Causerie causerie =
        engine(PLAIN.replace("{ field: status }", "{ field: status }, { field: amount }"))) {
      Remapping.Result dry = remap(causerie, false);
      RecordId record = record(causerie, "7");
      assertThat(feed(causerie, record)).hasSize(2);

      Remapping.Result result = remap(causerie, true);

      assertThat(dry).isEqualTo(result);
      assertThat(result.posts()).isEqualTo(3);
      assertThat(result.added()).isEqualTo(1);
      List<ActivityView> feed = feed(causerie, record);
      assertThat(feed).hasSize(3);
      assertThat(changes(feed.get(0))).containsExactly("status: O → S", "amount: 2 → 3");
      assertThat(changes(feed.get(1))).containsExactly("amount: 1 → 2");
      assertThat(feed.get(1).published()).isEqualTo(Desk.MONDAY.plus(Duration.ofHours(1)));
      assertThat(remap(causerie, false).different()).as("done").isZero();
    }
  }

  @Test
  void eventThatTheMappingIgnoredPostsNowAndOneThatARouteLetGoDoesNot() {
    try (Causerie causerie = engine(PLAIN)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\"}");
      clock.tick(Duration.ofHours(1));
      ingest(causerie, "2", "{\"id\":\"7\",\"version\":2,\"status\":\"D\",\"kind\":\"draft\"}");
      ingest(causerie, "3", "{\"id\":\"8\",\"version\":2,\"status\":\"D\",\"kind\":\"draft\"}");
      SourceEvent left = Desk.event("4", "{\"id\":\"9\",\"version\":2,\"status\":\"D\"}");
      Desk.await(
          causerie
              .ingest()
              .ignore("orders", Ingest.keyOf(left), left, Phrase.quoted("left the route"), null));
      clock.tick(Duration.ofHours(1));
    }
    try (Causerie causerie = engine(PLAIN.replace("if: .kind != \"draft\"", "if: true"))) {
      Remapping.Result result = remap(causerie, true);

      assertThat(result.added()).isEqualTo(2);
      assertThat(changes(feed(causerie, record(causerie, "7")).get(0)))
          .containsExactly("status: O → D");
      assertThat(feed(causerie, record(causerie, "8"))).hasSize(1);
      assertThat(causerie.records().find(ADA, new RecordRef("erp", "Order", "9"))).isEmpty();
      assertThat(remap(causerie, false).different()).isZero();
    }
  }

  @Test
  void narrowerAudienceReachesPostsAndRecordsAndAWiderOneIsToldAsImpossible() {
    String sales = PLAIN + "audience: '{ groups: [\"sales\", \"finance\"] }'\n";
    String finance = PLAIN + "audience: '{ groups: [\"finance\"] }'\n";
    RecordId record;
    try (Causerie causerie = engine(sales)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\"}");
      record = record(causerie, "7");
    }
    try (Causerie causerie = engine(finance)) {
      assertThat(remap(causerie, true).shown().get(0).fewerReaders()).isTrue();
      assertThat(feed(causerie, record)).as("her post is not hers any more").isEmpty();
      assertThat(causerie.remapping().records("orders", false).shown().get(0).fewerReaders())
          .isTrue();
      assertThat(causerie.records().get(ADA, record)).isPresent();

      causerie.remapping().records("orders", true);

      assertThat(causerie.records().get(ADA, record)).isEmpty();
    }
    try (Causerie causerie = engine(sales)) {
      Remapping.Result posts = remap(causerie, true);
      Remapping.Records records = causerie.remapping().records("orders", true);

      assertThat(posts.different()).isZero();
      assertThat(posts.cannot()).containsEntry(Remapping.Obstacle.WIDER_AUDIENCE, 1);
      assertThat(records.cannot()).containsEntry(Remapping.Obstacle.WIDER_AUDIENCE, 1);
      assertThat(causerie.records().get(ADA, record)).isEmpty();
    }
  }

  @Test
  void earlierValueOfAPostThatIsNarrowerNowIsNotToldByTheNextOne() {
    String sales = PLAIN + "audience: '{ groups: [\"sales\", \"finance\"] }'\n";
    String large =
        PLAIN
            + "audience: 'if .status == \"L\" then { groups: [\"finance\"] } else { groups: [\"sales\", \"finance\"] } end'\n";
    RecordId record;
    try (Causerie causerie = engine(sales)) {
      for (int version = 1; version <= 3; version++) {
        ingest(
            causerie,
            "" + version,
            "{\"id\":\"7\",\"version\":%d,\"status\":\"%s\"}"
                .formatted(version, version == 2 ? "L" : "O"));
        clock.tick(Duration.ofHours(1));
      }
      record = record(causerie, "7");
      assertThat(changes(feed(causerie, record).get(0))).containsExactly("status: L → O");
    }
    try (Causerie causerie = engine(large)) {
      assertThat(remap(causerie, false).shown()).allMatch(Remapping.Difference::fewerReaders);

      remap(causerie, true);

      assertThat(feed(causerie, record)).hasSize(2);
      assertThat(changes(feed(causerie, record).get(0))).containsExactly("status:  → O");
      assertThat(remap(causerie, false).different()).as("done").isZero();
    }
  }

  @Test
  void readersOfAnotherConnectorAreNoDifferenceOfThisOne() {
    List<ConnectorRules> connectors =
        List.of(
            connector("orders", PLAIN + "audience: '.for // null'\n"),
            connector(
                "costs",
                PLAIN.replace("field: status", "field: margin")
                    + "audience: '{ groups: [\"finance\"] }'\n"));
    String sales = "\"for\":{\"groups\":[\"sales\"]}";
    try (Causerie causerie = engine(connectors)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\",%s}".formatted(sales));
      ingest(causerie, "costs", "2", "{\"id\":\"7\",\"version\":1,\"margin\":3}");
      clock.tick(Duration.ofHours(1));
      ingest(causerie, "3", "{\"id\":\"7\",\"version\":2,\"status\":\"P\"}");
      clock.tick(Duration.ofHours(1));
      ingest(causerie, "4", "{\"id\":\"7\",\"version\":3,\"status\":\"S\",%s}".formatted(sales));
      assertThat(changes(feed(causerie, record(causerie, "7")).get(0)))
          .containsExactly("status:  → S");

      assertThat(remap(causerie, false).different()).isZero();
    }
  }

  @Test
  void partOfARecordIsReadByWhomThePartBeforeItLetsIn() {
    String open =
        PLAIN + "audience: 'if .large == null then null else { groups: [\"sales\"] } end'\n";
    String narrow =
        open.replace("{ groups", "if .large then { groups: [\"finance\"] } else { groups")
            .replace("] } end'", "] } end end'");
    RecordId record;
    try (Causerie causerie = engine(open)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\",\"large\":true}");
      ingest(causerie, "2", "{\"id\":\"7\",\"version\":2,\"status\":\"P\"}");
      clock.tick(Duration.ofHours(1));
      ingest(causerie, "3", "{\"id\":\"7\",\"version\":3,\"status\":\"S\",\"large\":false}");
      record = record(causerie, "7");
      assertThat(changes(feed(causerie, record).get(0))).containsExactly("status: P → S");
    }
    try (Causerie causerie = engine(narrow)) {
      remap(causerie, true);

      assertThat(changes(feed(causerie, record).get(0))).containsExactly("status:  → S");
      assertThat(remap(causerie, false).different()).as("done").isZero();
    }
  }

  @Test
  void personsWhoAreNamedNoMoreReadNeitherPostsNorRecord() {
    Function<String, String> naming =
        persons ->
            PLAIN.replace("when: changed,", "when: changed, lane: customer,")
                + "audience: '{ persons: %s }'\n".formatted(persons);
    RecordId record;
    try (Causerie causerie =
        engine(
            naming.apply("[\"ada\", \"grace\"], customer: { persons: [\"jana\"] }"),
            "grace",
            "jana")) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\"}");
      ingest(causerie, "2", "{\"id\":\"7\",\"version\":2,\"status\":\"S\"}");
      record = record(causerie, "7");
      assertThat(feed(causerie, record)).hasSize(2);
      assertThat(causerie.records().get(new Viewer("jana"), record)).isPresent();
    }
    try (Causerie causerie = engine(naming.apply("[\"grace\"]"), "grace", "jana")) {
      assertThat(remap(causerie, false).shown()).allMatch(Remapping.Difference::fewerReaders);
      assertThat(causerie.remapping().records("orders", false).shown().get(0).fewerReaders())
          .isTrue();
      assertThat(causerie.records().get(ADA, record)).as("nothing is written yet").isPresent();

      Remapping.Result posts = remap(causerie, true);
      Remapping.Records records = causerie.remapping().records("orders", true);

      assertThat(posts.cannot()).isEmpty();
      assertThat(records.cannot()).isEmpty();
      assertThat(causerie.records().get(ADA, record)).isEmpty();
      assertThat(causerie.records().get(new Viewer("jana"), record)).isEmpty();
      assertThat(
              causerie
                  .feed()
                  .of(new Viewer("grace"), record, ActivityView.Show.ALL, null, 9)
                  .items())
          .hasSize(2);
      assertThat(remap(causerie, false).different()).as("done").isZero();
      assertThat(causerie.remapping().records("orders", false).different()).isZero();
    }
    try (Causerie causerie = engine(naming.apply("[\"ada\"]"), "grace", "jana")) {
      Remapping.Result other = remap(causerie, true);

      assertThat(other.cannot()).containsKey(Remapping.Obstacle.OTHER_PERSONS);
      assertThat(other.different()).isZero();
      assertThat(causerie.remapping().records("orders", true).cannot())
          .containsEntry(Remapping.Obstacle.OTHER_PERSONS, 1);
      assertThat(causerie.records().get(ADA, record)).isEmpty();
    }
  }

  @Test
  void whatCannotBeDoneIsSaidBefore() {
    try (Causerie causerie = engine(PLAIN)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\",\"nr\":\"A\"}");
      ingest(causerie, "2", "{\"id\":\"8\",\"version\":1,\"status\":\"O\"}");
      ingest(causerie, "3", "{\"id\":\"9\",\"version\":1,\"status\":\"O\",\"kind\":\"x\"}");
      ingest(
          causerie,
          "4",
          "{\"id\":\"10\",\"version\":1,\"status\":\"O\",\"kind\":\"draft\",\"gone\":true}");
    }
    String other =
        PLAIN
            .replace("id: .id", "id: (.nr // .id), deleted: (.gone // false)")
            .replace("!= \"draft\"", "!= \"x\"")
            .replace("when: created", "when: created, type: Add");
    try (Causerie causerie = engine(other)) {
      assertThat(remap(causerie, false).cannot())
          .containsEntry(Remapping.Obstacle.OTHER_RECORD, 1)
          .containsEntry(Remapping.Obstacle.MOVES_RECORD, 1)
          .containsEntry(Remapping.Obstacle.UNMAPPED, 1)
          .containsEntry(Remapping.Obstacle.NO_POST, 1);
    }
  }

  @Test
  void postThatSomethingJoinsMeanwhileIsLeftAsItIs() {
    RecordId record;
    try (Causerie causerie = engine(POOR)) {
      for (int version = 1; version <= 3; version++) {
        ingest(causerie, "" + version, step(version));
        clock.tick(Duration.ofMinutes(1));
      }
      record = record(causerie, "7");
    }
    try (Causerie causerie = engine(POOR.replace("{changes}", "now {changes}"))) {
      // The second event is in the fold and out of the time, so it is mapped once that is read.
      beside =
          event -> {
            if (event.id().equals("2")) {
              beside = other -> {};
              ingest(causerie, "4", step(4));
            }
          };
      Remapping.Result result =
          causerie
              .remapping()
              .remap(
                  "orders",
                  clock.instant().minus(Duration.ofSeconds(61)),
                  clock.instant().minusSeconds(1),
                  true);

      assertThat(result.cannot()).containsEntry(Remapping.Obstacle.CHANGED_MEANWHILE, 1);
      assertThat(feed(causerie, record).get(0).steps()).isEqualTo(3);
      assertThat(remap(causerie, true).cannot()).isEmpty();
    }
  }

  private static String step(int version) {
    return "{\"id\":\"7\",\"version\":%d,\"status\":\"%s\",\"margin\":1}"
        .formatted(version, version % 2 == 0 ? "S" : "O");
  }

  @Test
  void recordsAreSaidAnewDeletedOnesToo() {
    RecordId gone;
    try (Causerie causerie = engine(POOR)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\",\"margin\":10}");
      ingest(causerie, "2", "{\"id\":\"8\",\"version\":1,\"status\":\"S\",\"margin\":10}");
      gone = record(causerie, "8");
      SourceEvent deleted = Desk.event("3", "{\"id\":\"8\"}").asDeletion();
      Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(deleted), deleted));
      assertThat(causerie.records().get(ADA, gone).orElseThrow().deleted()).isNotNull();
    }
    String better = BETTER.replace("title:", "url: '\"https://erp.example.com/\" + .id', title:");
    try (Causerie causerie = engine(better)) {
      Remapping.Records dry = causerie.remapping().records("orders", false);
      assertThat(dry.records()).isEqualTo(2);
      assertThat(dry.different()).isEqualTo(2);
      assertThat(causerie.records().get(ADA, gone).orElseThrow().url()).isNull();

      causerie.remapping().records("orders", true);

      var record = causerie.records().get(ADA, gone).orElseThrow();
      assertThat(record.title().in("en")).isEqualTo("Order 8");
      assertThat(record.url()).isEqualTo("https://erp.example.com/8");
      assertThat(record.deleted()).isNotNull();
      assertThat(record.state()).as("she is not in finance").hasSize(1);
      assertThat(ValueText.of(record.state().get(0).value(), ReaderContext.of("en")))
          .isEqualTo("Shipped");
      assertThat(causerie.remapping().records("orders", false).different()).as("done").isZero();
    }
    try (Causerie causerie = engine(better.replace("{ field: margin", "{ field: gain"))) {
      causerie.remapping().records("orders", true);
      assertThat(causerie.records().get(ADA, gone).orElseThrow().state()).hasSize(1);
    }
  }
}
