package io.causerie.engine.ingest;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of events that wait until their record has been read back. */
final class HintStore {
  private HintStore() {}

  /** An event, the connector that reads its record, and the record's key there. */
  record Row(long event, String connector, String key) {}

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

  static Set<String> connectors(Handle h) {
    return h.createQuery("select distinct connector from hint").mapTo(String.class).set();
  }

  /** The oldest hints of a connector. */
  static List<Row> oldest(Handle h, String connector, int limit) {
    return h.createQuery(
            """
            select event_id, connector, row_key from hint where connector = :connector
            order by connector, event_id limit :limit
            """)
        .bind("connector", connector)
        .bind("limit", limit)
        .map((r, c) -> new Row(r.getLong(1), r.getString(2), r.getString(3)))
        .list();
  }

  static void remove(Handle h, Collection<Long> events) {
    h.createUpdate("delete from hint where event_id = any(:events)")
        .bindArray("events", Long.class, events.toArray())
        .execute();
  }
}
