package io.causerie.engine.ingest;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.engine.connector.Lease;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.model.phrase.Phrase;
import io.causerie.testkit.db.Databases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A desk whose orders are read as rows; an order's number is no part of a row's key. */
final class RowDesk implements AutoCloseable {
  private static final EventMapper MAPPER =
      Mappings.of(
          "desk",
          List.of(
              MappingCompiler.compile(
                      "order.yaml",
                      """
                      record: { type: Order, id: .no, version: .version }
                      actor: { id: .by }
                      published: .at
                      track: [ { field: status } ]
                      posts:
                        - { when: created, summary: { en: "{record} was taken" } }
                        - { when: changed, summary: { en: "{changes}" } }
                        - { when: restored, summary: { en: "{record} is back" } }
                        - when: deleted
                          summary: { en: "{actor} removed the order of {customer}" }
                          values: { customer: .customer }
                      """)
                  .mapping()
                  .orElseThrow()));

  final Desk desk;
  final Causerie causerie;
  private final Lease lease;

  /** Nothing can be read any more. */
  volatile boolean broken;

  private int events;

  RowDesk(Databases databases) {
    desk = new Desk(databases);
    causerie =
        Causerie.builder()
            .pace(Desk.BRISK)
            .dataSource(desk.source())
            .readers(desk.database().reads())
            .clock(desk.clock)
            .systems(List.of(new SystemRules("desk", Audience.EVERYONE)))
            .connectors(List.of(new ConnectorRules("orders", "desk", null, null, this::map)))
            .build();
    causerie.connectors().register(List.of("orders"));
    lease = causerie.connectors().claim("orders", "here", Duration.ofDays(9)).orElseThrow();
  }

  private MappingOutcome map(SourceEvent event) {
    return broken
        ? new MappingOutcome.Rejected(Phrase.quoted("broken"), Phrase.quoted("mend it"))
        : MAPPER.map(event);
  }

  /** A row as it is now. */
  EventOutcome read(String key, @Nullable String no, String status) {
    String data =
        """
        {"key": "%s", "no": %s, "status": "%s", "customer": "ACME", "amount": 600.00,
         "version": 1, "by": "alovelace", "at": "2026-11-20T08:00:00Z"}
        """
            .formatted(key, no == null ? "null" : '"' + no + '"', status);
    return take(key, status + no, event("row", data));
  }

  /** A row is gone; its source says no more than its key. */
  EventOutcome gone(String key) {
    return take(key, "gone", event("row.deleted", "{\"key\": \"" + key + "\"}").asDeletion());
  }

  private SourceEvent event(String type, String data) {
    return new SourceEvent(
        "/desk",
        type,
        "e" + ++events,
        null,
        null,
        null,
        Map.of(),
        data.getBytes(StandardCharsets.UTF_8));
  }

  private EventOutcome take(String key, String version, SourceEvent event) {
    Reading reading = new Reading(lease, key, version, Reading.digestOf(event), false);
    return Desk.await(
        causerie.ingest().accept("orders", Ingest.keyOf(key, version, event), event, reading));
  }

  EventOutcome replayed(EventOutcome outcome) {
    return Desk.await(causerie.events().replay("orders", outcome.event()));
  }

  boolean isDeleted(String no) {
    return causerie.records().find(Desk.as("ada"), Desk.order(no)).orElseThrow().deleted() != null;
  }

  @Override
  public void close() {
    causerie.close();
    desk.close();
  }
}
