package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.Eventually;
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

/** A re-map by the mapping that stands takes nobody's reading away. */
@ParameterizedClass
@EnumSource(Databases.class)
class RemappedReadersTest {
  private static final String MAPPING =
      """
      record: { type: Order, id: .id, version: .version }
      audience: .for
      track: [ { field: status } ]
      posts:
        - { when: created, summary: { en: "{record} is new" } }
        - { when: changed, summary: { en: "{changes}" } }
      """;

  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private TestDatabase database;
  private Causerie causerie;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
    causerie =
        Causerie.builder()
            .dataSource(database.source())
            .readers(database.reads())
            .clock(clock)
            .systems(
                List.of(new SystemRules("erp", new Audience(Readers.EVERYONE, Readers.EVERYONE))))
            .connectors(
                List.of(new ConnectorRules("orders", "erp", null, null, Desk.mapper(MAPPING))))
            .build();
  }

  @AfterEach
  void close() {
    causerie.close();
    database.close();
  }

  private void people(@Nullable String ada, @Nullable String grace) {
    causerie
        .origins()
        .says(
            Origin.PEOPLE_FILE,
            List.of(
                new Person("ada", "Ada", ada, false, "en", Set.of(), Map.of()),
                new Person("grace", "Grace", grace, false, "en", Set.of(), Map.of())));
  }

  private RecordId ingest(String id, String data) {
    SourceEvent event = Desk.event(id, "{\"id\":\"7\"," + data + "}");
    Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
    clock.tick(Duration.ofMinutes(1));
    return causerie
        .records()
        .find(new Viewer("ada"), new RecordRef("erp", "Order", "7"))
        .orElseThrow()
        .id();
  }

  private boolean reads(String person, RecordId record) {
    try {
      return !causerie
          .feed()
          .of(new Viewer(person), record, ActivityView.Show.ALL, null, 10)
          .items()
          .isEmpty();
    } catch (NotFoundException e) {
      return false;
    }
  }

  private void remapFindsNothing() {
    for (boolean apply : new boolean[] {false, true}) {
      Remapping.Result posts =
          causerie
              .remapping()
              .remap("orders", Desk.MONDAY.minusSeconds(1), clock.instant().plusSeconds(1), apply);
      Remapping.Records records = causerie.remapping().records("orders", apply);
      assertThat(posts.different()).isZero();
      assertThat(records.shown()).isEmpty();
      assertThat(List.of(posts.cannot(), records.cannot())).containsOnly(Map.of());
    }
  }

  @Test
  void addressThatIsAnothersNowTakesNobodyAway() {
    people("ada@example.com", "desk@example.com");
    RecordId record =
        ingest(
            "1",
            "\"version\":1,\"status\":\"O\",\"for\":{\"persons\":[\"ada\",\"desk@example.com\"]}");
    people("desk@example.com", null);
    assertThat(reads("grace", record)).isTrue();

    remapFindsNothing();

    assertThat(reads("grace", record)).as("whom the address was bound to").isTrue();
  }

  @Test
  void whoIsNamedTwiceIsOneMember() {
    people("ada@example.com", "desk@example.com");
    RecordId record =
        ingest(
            "1",
            "\"version\":1,\"status\":\"O\",\"for\":{\"persons\":[\"ada\",\"ada@example.com\",\"grace\"]}");

    remapFindsNothing();

    assertThat(reads("ada", record)).isTrue();
    assertThat(reads("grace", record)).isTrue();
  }

  @Test
  void readersThatALateEventGaveAreThoseOfTheRecord() {
    people(null, null);
    ingest("1", "\"version\":1,\"status\":\"O\",\"for\":{\"persons\":[\"ada\"]}");
    ingest("3", "\"version\":3,\"status\":\"S\"");
    RecordId record = ingest("2", "\"version\":2,\"status\":\"P\",\"for\":{\"everyone\":true}");
    Eventually.until("others read it now", () -> reads("grace", record));

    remapFindsNothing();

    assertThat(reads("grace", record)).isTrue();
  }
}
