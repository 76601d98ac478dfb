package io.causerie.engine.ingest;

import io.causerie.engine.store.ShortList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of the dedupe keys of events. */
final class EventKeyStore {
  private EventKeyStore() {}

  /** A dedupe key that is taken. */
  record Claimed(String key, long event, String digest) {
    Claimed heldBy(long other) {
      return new Claimed(key, other, digest);
    }
  }

  static final String OWNERS =
      """
      select k.dedupe_key, k.event_id, k.digest
      from unnest(cast(:keys as varchar array)) w(wanted)
        join event_key k on k.connector = :connector and k.dedupe_key = w.wanted
      """;

  /** Takes keys of one connector where they are free, and tells who has each. */
  static Map<String, Claimed> claim(Handle h, String connector, List<Claimed> wanted) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into event_key (connector, dedupe_key, event_id, digest)
            values (:connector, :key, :event, :digest) on conflict do nothing
            """);
    wanted.stream()
        .sorted(Comparator.comparing(Claimed::key))
        .forEach(
            t ->
                batch
                    .bind("connector", connector)
                    .bind("key", t.key())
                    .bind("event", t.event())
                    .bind("digest", t.digest())
                    .add());
    batch.execute();
    Map<String, Claimed> owners = new HashMap<>();
    List<String> keys = wanted.stream().map(Claimed::key).distinct().toList();
    ShortList.query(h, OWNERS, ShortList.texts("keys", keys))
        .bind("connector", connector)
        .map((r, c) -> new Claimed(r.getString(1), r.getLong(2), r.getString(3)))
        .forEach(t -> owners.put(t.key(), t));
    return owners;
  }

  /** Passes a key to another event, which tells of the same state of a row again. */
  static void pass(Handle h, String connector, String key, long event) {
    h.createUpdate(
            """
            update event_key set event_id = :event
            where connector = :connector and dedupe_key = :key
            """)
        .bind("event", event)
        .bind("connector", connector)
        .bind("key", key)
        .execute();
  }
}
