package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.model.Audience;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What saying posts anew asks of the database. */
@ParameterizedClass
@EnumSource(Databases.class)
class RemappingStatementsTest {
  private static final String POOR =
      """
      record: { type: Order, id: .id, version: .version }
      track: [ { field: status } ]
      posts: [ { when: changed, summary: { en: "{changes}" } } ]
      """;

  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private TestDatabase database;
  private StatementLog log;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
    log = StatementLog.over(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Causerie engine(String mapping) {
    return Causerie.builder()
        .dataSource(log.source())
        .readers(log.reads())
        .clock(clock)
        .systems(List.of(new SystemRules("erp", Audience.EVERYONE)))
        .connectors(List.of(new ConnectorRules("orders", "erp", null, null, Desk.mapper(mapping))))
        .build();
  }

  /** Posts of one record, an hour apart; gives when the first of them came. */
  private Instant posts(Causerie causerie, String id, int count) {
    for (int i = 0; i < count; i++) {
      clock.tick(Duration.ofHours(1));
      SourceEvent event =
          Desk.event(
              id + "-" + i,
              "{\"id\":\"%s\",\"version\":%d,\"status\":\"%d\"}".formatted(id, i + 1, i));
      Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
    }
    return clock.instant().minus(Duration.ofHours(count - 1)).minusSeconds(1);
  }

  @Test
  void manyPostsCostAsManyAsOne() {
    Instant one;
    Instant many;
    Instant end;
    try (Causerie causerie = engine(POOR)) {
      one = posts(causerie, "1", 1);
      many = posts(causerie, "2", 20);
      end = clock.instant().plusSeconds(1);
    }
    try (Causerie causerie = engine(POOR.replace("{changes}", "now {changes}"))) {
      List<String> ofOne = remapped(causerie, one, many, 1);
      List<String> ofMany = remapped(causerie, many, end, 20);

      assertThat(ofMany).containsExactlyElementsOf(ofOne);
    }
  }

  private List<String> remapped(Causerie causerie, Instant from, Instant to, int different) {
    List<String> asked =
        log.during(
            () ->
                assertThat(causerie.remapping().remap("orders", from, to, true).different())
                    .isEqualTo(different));
    // A connection may be used for the first time.
    return asked.stream().filter(sql -> !sql.startsWith("set session")).toList();
  }
}
