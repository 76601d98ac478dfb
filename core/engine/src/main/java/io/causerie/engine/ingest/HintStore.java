package io.causerie.engine.ingest;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of events that wait until their record has been read back. */
final class HintStore {
  private HintStore() {}

  /**
   * An event, the connector that reads its record, the record's key there, and how often it was
   * tried.
   */
  record Row(long event, String connector, String key, int attempts) {
    Row(long event, String connector, String key) {
      this(event, connector, key, 0);
    }
  }

  static void insert(Handle h, List<Row> hints) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into hint (event_id, connector, row_key) values (:event, :connector, :key)
            on conflict do nothing
            """);
    hints.forEach(
        hint ->
            batch
                .bind("event", hint.event())
                .bind("connector", hint.connector())
                .bind("key", hint.key())
                .add());
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** The oldest hints of a connector that are due. */
  static List<Row> oldest(Handle h, String connector, Instant now, int limit) {
    return h.createQuery(
            """
            select event_id, connector, row_key, attempts from hint
            where connector = :connector and (due is null or due <= :now)
            order by connector, event_id limit :limit
            """)
        .bind("connector", connector)
        .bind("now", now)
        .bind("limit", limit)
        .map((r, c) -> new Row(r.getLong(1), r.getString(2), r.getString(3), r.getInt(4)))
        .list();
  }

  /** It was tried once more, for nothing. */
  static void putOff(Handle h, long event, Instant due) {
    h.createUpdate("update hint set attempts = attempts + 1, due = :due where event_id = :event")
        .bind("due", due)
        .bind("event", event)
        .execute();
  }

  /** All of a connector are due. */
  static void hurry(Handle h, String connector) {
    h.createUpdate("update hint set due = null where connector = :connector")
        .bind("connector", connector)
        .execute();
  }

  static void remove(Handle h, Collection<Long> events) {
    h.createUpdate("delete from hint where event_id = any(:events)")
        .bindArray("events", Long.class, events.toArray())
        .execute();
  }
}
