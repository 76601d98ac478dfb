package io.causerie.engine.webhook;

import io.causerie.engine.journal.JournalLine;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Asks for a delivery to each endpoint of a system for each line about a post or comment of it.
 * Whether its person may read that is looked at when it is sent.
 */
final class WebhookReader implements JournalReader {
  /** Deliveries that a transaction writes, about. */
  private static final int ROWS = 2_000;

  private final Webhooks webhooks;

  WebhookReader(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  @Override
  public String name() {
    return "webhooks";
  }

  @Override
  public void read(Handle h, List<JournalLine> lines) {
    readSome(h, lines);
  }

  @Override
  public int readSome(Handle h, List<JournalLine> lines) {
    List<Endpoint> endpoints = WebhookStore.ofSystems(h);
    if (endpoints.isEmpty()) {
      return lines.size();
    }
    List<JournalLine> some =
        lines.subList(0, Math.min(lines.size(), Math.max(1, ROWS / endpoints.size())));
    List<JournalLine> telling = some.stream().filter(WebhookReader::tells).toList();
    Set<Long> ids = telling.stream().map(line -> line.record().value()).collect(Collectors.toSet());
    Map<Long, TrackedRecord> records = ids.isEmpty() ? Map.of() : RecordStore.byId(h, ids);
    List<Webhooks.Wish> wishes = new ArrayList<>();
    for (JournalLine line : telling) {
      TrackedRecord record = records.get(line.record().value());
      if (record != null) {
        endpoints.stream()
            .filter(endpoint -> record.ref().system().equals(endpoint.system()))
            .forEach(endpoint -> wishes.add(wish(endpoint, line)));
      }
    }
    webhooks.ask(h, wishes);
    return some.size();
  }

  private static Webhooks.Wish wish(Endpoint endpoint, JournalLine line) {
    return new Webhooks.Wish(
        endpoint,
        line.what().word().replace('_', '-'),
        line.record(),
        java.util.Objects.requireNonNull(line.activity()),
        line.note(),
        "position " + line.position(),
        Instant.MIN);
  }

  private static boolean tells(JournalLine line) {
    return line.activity() != null
        && switch (line.what()) {
          case POSTED, UPDATED, REMOVED, NOTED, NOTE_UPDATED, NOTE_REMOVED -> true;
          case REACTED, RECORD, SILENT -> false;
        };
  }
}
