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
import io.causerie.engine.record.RecordView;
import io.causerie.model.Audience;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class WhoChangedWhatTest {
  private static final String MAPPING =
      """
      record: { type: Sale, id: .id, version: .version }
      actor: { id: .by }
      track:
        - { field: status }
        - { field: customer, lookup: true }
        - { field: price, changedBy: .pricedBy }
      posts:
        - { when: created, summary: { en: "new" } }
        - { when: changed, summary: { en: "{actor} changed {changes}" } }
      """;
  private static final Viewer ADA = new Viewer("ada");

  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private TestDatabase database;
  private int events;

  @BeforeEach
  void open() {
    database = databases.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Causerie engine(String mapping) {
    return engine(mapping, null);
  }

  private Causerie engine(String mapping, @Nullable String reading) {
    Causerie causerie =
        Causerie.builder()
            .dataSource(database.source())
            .readers(database.reads())
            .clock(clock)
            .systems(List.of(new SystemRules("erp", Audience.EVERYONE)))
            .connectors(
                List.of(
                    new ConnectorRules("sales", "erp", null, null, Desk.mapper(mapping), reading)))
            .build();
    causerie
        .origins()
        .says(
            Origin.PEOPLE_FILE,
            List.of(
                Person.employee("ada", "Ada Lovelace", "sales"),
                new Person(
                    "bob",
                    "Bob Babbage",
                    null,
                    false,
                    "en",
                    Set.of(),
                    Map.of("erp", List.of("bob"))),
                new Person(
                    "carla",
                    "Carla Cauchy",
                    null,
                    false,
                    "en",
                    Set.of(),
                    Map.of("erp", List.of("carla")))));
    return causerie;
  }

  private EventOutcome sale(Causerie causerie, String rest) {
    clock.tick(Duration.ofHours(1));
    String data = "{\"id\":\"3\",\"version\":%d,\"by\":\"bob\"%s}".formatted(++events, rest);
    SourceEvent event = Desk.event("e" + events, data);
    return Desk.await(causerie.ingest().accept("sales", Ingest.keyOf(event), event));
  }

  private static RecordView record(Causerie causerie) {
    return causerie.records().find(ADA, new RecordRef("erp", "Sale", "3")).orElseThrow();
  }

  private static List<String> told(Causerie causerie) {
    return causerie
        .feed()
        .of(ADA, record(causerie).id(), ActivityView.Show.ALL, null, 20)
        .items()
        .stream()
        .filter(p -> p.kind() == ActivityView.Kind.CHANGE)
        .map(
            p ->
                p.actor().name()
                    + " "
                    + p.changes().stream().map(ActivityView.ChangeView::field).toList())
        .toList();
  }

  @Test
  void lookUpIsShownAndIsNobodysChange() {
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"status\":\"open\",\"customer\":\"ACME\"");
      EventOutcome joined = sale(causerie, ",\"status\":\"open\",\"customer\":\"ACME Holdings\"");
      sale(causerie, ",\"status\":\"paid\",\"customer\":\"ACME plc\"");

      assertThat(joined.fate()).isEqualTo(Fate.IGNORED);
      assertThat(told(causerie)).containsExactly("Bob Babbage [status]");
      assertThat(record(causerie).state().get(1).value())
          .isEqualTo(new io.causerie.model.Value.Text("ACME plc"));
    }
  }

  @Test
  void changesOfTwoPeopleAreAPostOfEach() {
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"status\":\"open\",\"price\":1");
      sale(causerie, ",\"status\":\"paid\",\"price\":2,\"pricedBy\":\"carla\"");
      sale(causerie, ",\"status\":\"paid\",\"price\":3,\"pricedBy\":\"carla\"");
      sale(causerie, ",\"status\":\"sent\",\"price\":3,\"pricedBy\":\"carla\"");

      assertThat(told(causerie))
          .containsExactlyInAnyOrder(
              "Bob Babbage [status]",
              "Carla Cauchy [price]",
              "Carla Cauchy [price]",
              "Bob Babbage [status]");
    }
  }

  @Test
  void newlyTrackedFieldIsTakenSilently() {
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"status\":\"open\",\"size\":\"L\"");
    }
    try (Causerie causerie =
        engine(
            MAPPING.replace("- { field: status }", "- { field: status }\n  - { field: size }"))) {
      sale(causerie, ",\"status\":\"paid\",\"size\":\"L\"");
      assertThat(told(causerie)).containsExactly("Bob Babbage [status]");
      assertThat(record(causerie).state()).hasSize(2);

      sale(causerie, ",\"status\":\"paid\",\"size\":\"M\"");
      assertThat(told(causerie)).containsExactly("Bob Babbage [size]", "Bob Babbage [status]");
    }
  }

  @Test
  void fieldThatIsDefinedAnewIsTakenSilentlyAndANewNameOfACodeIsNoChange() {
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"status\":\"O\"");
    }
    String coded =
        MAPPING.replace("{ field: status }", "{ field: status, values: { O: Open, P: Paid } }");
    try (Causerie causerie = engine(coded)) {
      assertThat(sale(causerie, ",\"status\":\"O\"").fate()).isEqualTo(Fate.IGNORED);
    }
    try (Causerie causerie = engine(coded.replace("O: Open", "O: Opened"))) {
      assertThat(sale(causerie, ",\"status\":\"O\"").fate()).isEqualTo(Fate.IGNORED);
      assertThat(sale(causerie, ",\"status\":\"P\"").fate()).isEqualTo(Fate.POSTED);
      assertThat(told(causerie)).containsExactly("Bob Babbage [status]");
    }
  }

  @Test
  void labelThatIsCorrectedChangesNothingAndIsNewInTheNextChange() {
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"status\":\"open\"");
    }
    String better = MAPPING.replace("{ field: status }", "{ field: status, label: { en: State } }");
    try (Causerie causerie = engine(better)) {
      assertThat(sale(causerie, ",\"status\":\"open\"").fate()).isEqualTo(Fate.IGNORED);
      assertThat(told(causerie)).isEmpty();
      assertThat(record(causerie).state().get(0).label().in("en")).isEqualTo("State");

      assertThat(sale(causerie, ",\"status\":\"paid\"").fate()).isEqualTo(Fate.POSTED);
      assertThat(told(causerie)).containsExactly("Bob Babbage [status]");
    }
  }

  @Test
  void whatDiffersBecauseAQueryWasCorrectedIsNobodysChange() {
    try (Causerie causerie = engine(MAPPING, "select total")) {
      sale(causerie, ",\"status\":\"open\",\"price\":1");
    }
    try (Causerie causerie = engine(MAPPING, "select total + tax")) {
      EventOutcome first = sale(causerie, ",\"status\":\"open\",\"price\":2");

      assertThat(first.fate()).isEqualTo(Fate.IGNORED);
      assertThat(told(causerie)).isEmpty();
      assertThat(record(causerie).state()).hasSize(2);

      sale(causerie, ",\"status\":\"paid\",\"price\":3,\"pricedBy\":\"carla\"");
      assertThat(told(causerie))
          .containsExactlyInAnyOrder("Carla Cauchy [price]", "Bob Babbage [status]");
    }
  }

  @Test
  void recordsOfBeforeAQueryWasKnownAreComparedAsEver() {
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"status\":\"open\"");
    }
    try (Causerie causerie = engine(MAPPING, "select total")) {
      sale(causerie, ",\"status\":\"paid\"");

      assertThat(told(causerie)).containsExactly("Bob Babbage [status]");
    }
  }

  @Test
  void fieldsStandInTheOrderOfTheMappingHoweverTheyCome() {
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"price\":5");
      sale(causerie, ",\"customer\":\"Ada\"");
    }
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"status\":\"open\"");

      assertThat(record(causerie).state())
          .extracting(RecordView.Field::name)
          .containsExactly("status", "customer", "price");
    }
  }

  @Test
  void fieldThatIsTrackedAndToldForTheFirstTimeIsAChange() {
    try (Causerie causerie = engine(MAPPING)) {
      sale(causerie, ",\"status\":\"open\"");
      sale(causerie, ",\"price\":5,\"pricedBy\":\"carla\"");

      assertThat(told(causerie)).containsExactly("Carla Cauchy [price]");
    }
  }
}
