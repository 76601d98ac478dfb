package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.Plans;
import io.causerie.engine.ingest.Events.Unmapped;
import io.causerie.engine.ingest.Events.UnmappedTypes;
import io.causerie.engine.store.Database;
import io.causerie.model.EventMapper;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Types that come and are not mapped are counted, and stand by the last event that came. */
@ParameterizedClass
@EnumSource(Databases.class)
class UnmappedTypesTest {
  private static final String ORDERS =
      """
      on: [order]
      record: { type: Order, id: .id }
      posts: [{ when: created, summary: { en: new } }]
      """;

  @Parameter Databases databases = Databases.H2;
  private TestDatabase database;
  private Causerie causerie;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
    causerie = mapping(Desk.mapper(ORDERS));
  }

  @AfterEach
  void close() {
    causerie.close();
    database.close();
  }

  /** An engine on the database whose connector reads events by a mapping. */
  private Causerie mapping(EventMapper mapper) {
    return Desk.builder(
            database.source(), database.reads(), new SettableClock(Desk.MONDAY), Desk.CEILING)
        .connectors(List.of(new ConnectorRules("orders", "desk", null, null, mapper)))
        .build();
  }

  private static SourceEvent event(String type, String id) {
    byte[] data = "{\"id\":\"%s\"}".formatted(id).getBytes(StandardCharsets.UTF_8);
    return new SourceEvent("/desk", type, id, null, null, null, Map.of(), data);
  }

  private static EventOutcome ingest(Causerie into, String type, String id) {
    SourceEvent event = event(type, id);
    return Desk.await(into.ingest().accept("orders", Ingest.keyOf(event), event));
  }

  private UnmappedTypes unmapped() {
    return causerie.events().unmapped("orders");
  }

  @Test
  void typesThatNoMappingIsMeantForAreCounted() {
    ingest(causerie, "order", "1");
    ingest(causerie, "refund", "2");
    ingest(causerie, "refund", "3");
    EventOutcome last = ingest(causerie, "refund", "4");
    ingest(causerie, "stock", "5");

    assertThat(last.fate()).isEqualTo(Fate.IGNORED);
    assertThat(unmapped().types())
        .extracting(Unmapped::type, Unmapped::events)
        .containsExactly(tuple("refund", 3L), tuple("stock", 1L));
    assertThat(unmapped().types().get(0).event()).isEqualTo(last.event());
    assertThat(unmapped().types().get(0).newest()).isEqualTo(Desk.MONDAY);
    assertThat(unmapped().all()).isTrue();
    assertThat(unmapped().others()).isZero();
  }

  @Test
  void whatAnotherNodeTookInIsCountedToo() {
    ingest(causerie, "refund", "1");
    try (Causerie beside = mapping(Desk.mapper(ORDERS))) {
      ingest(beside, "refund", "2");

      assertThat(unmapped().types()).extracting(Unmapped::events).containsExactly(2L);
    }
  }

  @Test
  void typeThatIsMappedByNowIsNamedNoMoreAndNoEventOnceItIsPostedAgain() {
    EventOutcome refund = ingest(causerie, "refund", "1");
    try (Causerie later = mapping(Desk.mapper(ORDERS.replace("[order]", "[order, refund]")))) {
      assertThat(later.events().unmapped("orders").types()).isEmpty();

      EventOutcome again = Desk.await(later.events().replay("orders", refund.event()));

      assertThat(again.fate()).isEqualTo(Fate.POSTED);
    }
    assertThat(unmapped().types()).isEmpty();
  }

  @Test
  void sourceOfEverNewTypesMakesTheAnswerNoLonger() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      SourceEvent event = event("made-up-" + i, "e" + i);
      all.add(causerie.ingest().accept("orders", Ingest.keyOf(event), event).toCompletableFuture());
    }
    all.forEach(CompletableFuture::join);
    ingest(causerie, "refund", "1");
    ingest(causerie, "refund", "2");

    assertThat(unmapped().types()).hasSize(50);
    assertThat(unmapped().types().get(0).type()).isEqualTo("refund");
    assertThat(unmapped().others()).isEqualTo(251);
  }

  /** Whatever else came, the events that are not mapped are found by an index. */
  @Test
  void countingReadsNoOtherEvents() throws SQLException {
    ingest(causerie, "order", "1");
    ingest(causerie, "refund", "2");
    Database over = Database.over(database.source());
    over.writing(this::copy);
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(databases == Databases.H2 ? "analyze" : "analyze event");
    }

    String statement = EventStore.UNMAPPED.replace(":most", "10000");
    over.writing(h -> Plans.assertReadsOnly(databases, h, statement, "orders", List.of("2", "3")));
  }

  /** The event that was mapped, ten thousand times. */
  private int copy(Handle h) {
    String numbers =
        databases == Databases.H2
            ? "(select x as n from system_range(1, 10000)) s"
            : "(select generate_series(1, 10000) as n) s";
    return h.execute(
        """
        insert into event (id, connector, dedupe_key, received, fate, source, type, event_id, extensions, data)
        select e.id - s.n, e.connector, e.dedupe_key, e.received, e.fate, e.source, e.type, e.event_id,
          e.extensions, e.data
        from event e cross join
        """
            + numbers
            + " where e.type = 'order'");
  }
}
