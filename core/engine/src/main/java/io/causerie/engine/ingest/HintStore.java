package io.causerie.engine.ingest;

import io.causerie.engine.activity.ActivityStore;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ModelJson;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of events that wait until their record has been read back. */
final class HintStore {
  private HintStore() {}

  /**
   * An event, the connector that reads its record, the record's key there, and how often it was
   * tried.
   *
   * @param quiet whether its event says that nobody is to be told
   * @param said when its event happened, or else came; absent where the event is kept no more
   */
  record Row(
      long event,
      String connector,
      String key,
      int attempts,
      boolean quiet,
      @Nullable Instant said) {
    Row(long event, String connector, String key) {
      this(event, connector, key, 0, false, null);
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
            select hint.event_id, hint.connector, hint.row_key, hint.attempts, event.extensions,
              coalesce(event.time, event.received) as said
            from hint left join event on event.id = hint.event_id
            where hint.connector = :connector and (hint.due is null or hint.due <= :now)
            order by hint.connector, hint.event_id limit :limit
            """)
        .bind("connector", connector)
        .bind("now", now)
        .bind("limit", limit)
        .map(
            (r, c) ->
                new Row(
                    r.getLong(1),
                    r.getString(2),
                    r.getString(3),
                    r.getInt(4),
                    isQuiet(r.getString(5)),
                    ActivityStore.time(r, "said").orElse(null)))
        .list();
  }

  private static boolean isQuiet(@Nullable String extensions) {
    return extensions != null
        && "true".equals(ModelJson.readMap(extensions, String.class).get(SourceEvent.QUIET));
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
