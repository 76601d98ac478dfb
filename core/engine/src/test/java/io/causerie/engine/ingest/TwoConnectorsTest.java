package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.record.RecordView;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One record, of which two connectors of its system tell. */
@ParameterizedClass
@EnumSource(Databases.class)
class TwoConnectorsTest {
  private static final String MAPPING =
      """
      record: { type: Order, id: .id, version: .version, title: .name }
      track: [ { field: status, label: %s } ]
      posts: [ { when: changed, summary: { en: "{changes}" } } ]
      """;
  private static final Viewer ADA = new Viewer("ada");

  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
    try (Causerie causerie = engine("Status")) {
      take(causerie, "push", "1", 1, "O", "Old");
      clock.tick(Duration.ofHours(1));
      take(causerie, "poll", "2", 2, "S", "New");
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Causerie engine(String label) {
    Causerie causerie =
        Causerie.builder()
            .dataSource(database.source())
            .readers(database.reads())
            .clock(clock)
            .systems(
                List.of(new SystemRules("erp", new Audience(Readers.EVERYONE, Readers.EVERYONE))))
            .connectors(List.of(rules("push", label), rules("poll", label)))
            .build();
    causerie
        .origins()
        .says(Origin.PEOPLE_FILE, List.of(Person.employee("ada", "Ada Lovelace", "sales")));
    return causerie;
  }

  private static ConnectorRules rules(String name, String label) {
    return new ConnectorRules(name, "erp", null, null, Desk.mapper(MAPPING.formatted(label)));
  }

  private static void take(
      Causerie causerie, String connector, String id, int version, String status, String name) {
    SourceEvent event =
        Desk.event(
            id,
            "{\"id\":\"7\",\"version\":%d,\"status\":\"%s\",\"name\":\"%s\"}"
                .formatted(version, status, name));
    Desk.await(causerie.ingest().accept(connector, Ingest.keyOf(event), event));
  }

  private static RecordView record(Causerie causerie) {
    return causerie.records().find(ADA, new RecordRef("erp", "Order", "7")).orElseThrow();
  }

  @Test
  void whatAnotherConnectorToldSinceStays() {
    try (Causerie causerie = engine("State")) {
      Remapping.Records anew = causerie.remapping().records("push", true);

      assertThat(anew.different()).isZero();
      assertThat(anew.cannot()).isEqualTo(Map.of(Remapping.Obstacle.OTHER_CONNECTOR, 1));
      assertThat(record(causerie).title().in("en")).isEqualTo("New");
      assertThat(record(causerie).state().get(0).value()).hasToString("Text[text=S]");
    }
  }

  @Test
  void whoToldItLastSaysItAnew() {
    try (Causerie causerie = engine("State")) {
      assertThat(causerie.remapping().records("poll", true).different()).isEqualTo(1);

      assertThat(record(causerie).title().in("en")).isEqualTo("New");
      assertThat(record(causerie).state().get(0).label().in("en")).isEqualTo("State");
    }
  }

  @Test
  void unchangedMappingsFindNoDifference() {
    try (Causerie causerie = engine("Status")) {
      for (String connector : List.of("push", "poll")) {
        Remapping.Records anew = causerie.remapping().records(connector, false);

        assertThat(anew.different()).as(connector).isZero();
      }
      assertThat(causerie.remapping().records("poll", false).cannot()).isEmpty();
    }
  }
}
