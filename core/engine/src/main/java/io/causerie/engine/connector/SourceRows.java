package io.causerie.engine.connector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Which rows of a source are known, and in which version: what a census is compared with. */
public final class SourceRows {
  // Joined, as H2 would read all rows of the connector for `connector = ? and row_key = any(?)`.
  static final String KNOWN =
      """
      select r.row_key, r.version
      from unnest(cast(:keys as varchar array)) w(wanted)
        join source_row r on r.connector = :connector and r.row_key = w.wanted
      """;
  static final String SEEN =
      """
      merge into source_row r using unnest(cast(:keys as varchar array)) w(wanted)
      on r.connector = :connector and r.row_key = w.wanted
      when matched then update set census = :run
      """;
  static final String FORGET =
      """
      merge into source_row r using unnest(cast(:keys as varchar array)) w(wanted)
      on r.connector = :connector and r.row_key = w.wanted
      when matched then delete
      """;

  SourceRows() {}

  /** A row's key and version. */
  public record Known(String key, String version) {}

  /**
   * What a comparison found.
   *
   * @param same how many are known in that version
   * @param missing keys that are not known
   * @param changed keys known in another version
   */
  public record Compared(int same, List<String> missing, List<String> changed) {}

  void know(Handle h, String connector, Collection<Known> rows) {
    // The last one counts where a page holds a row twice.
    Map<String, String> last = new HashMap<>();
    rows.forEach(row -> last.put(row.key(), row.version()));
    List<Map.Entry<String, String>> all = new ArrayList<>(last.entrySet());
    all.sort(Map.Entry.comparingByKey());
    if (all.isEmpty()) {
      return;
    }
    PreparedBatch update =
        h.prepareBatch(
            """
            update source_row set version = :version
            where connector = :connector and row_key = :key
            """);
    all.forEach(e -> bind(update, connector, e));
    int[] updated = update.execute();
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into source_row (connector, row_key, version, census)
            values (:connector, :key, :version, 0) on conflict do nothing
            """);
    for (int i = 0; i < updated.length; i++) {
      if (updated[i] == 0) {
        bind(insert, connector, all.get(i));
      }
    }
    if (insert.size() > 0) {
      insert.execute();
    }
  }

  private static void bind(PreparedBatch batch, String connector, Map.Entry<String, String> row) {
    batch
        .bind("connector", connector)
        .bind("key", row.getKey())
        .bind("version", row.getValue())
        .add();
  }

  Compared compare(Handle h, String connector, long run, Collection<Known> found) {
    Map<String, String> known = new HashMap<>();
    Object[] keys = found.stream().map(Known::key).distinct().toArray();
    h.createQuery(KNOWN)
        .bind("connector", connector)
        .bindArray("keys", String.class, keys)
        .map((r, c) -> Map.entry(r.getString(1), r.getString(2)))
        .forEach(e -> known.put(e.getKey(), e.getValue()));
    h.createUpdate(SEEN)
        .bind("run", run)
        .bind("connector", connector)
        .bindArray("keys", String.class, keys)
        .execute();
    int same = 0;
    List<String> missing = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Known row : found) {
      String version = known.get(row.key());
      if (version == null) {
        missing.add(row.key());
      } else if (version.equals(row.version())) {
        same++;
      } else {
        changed.add(row.key());
      }
    }
    return new Compared(same, missing, changed);
  }

  List<String> unseen(Handle h, String connector, long run, int limit) {
    return h.createQuery(
            """
            select row_key from source_row where connector = :connector and census < :run
            order by row_key limit :limit
            """)
        .bind("connector", connector)
        .bind("run", run)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  void forget(Handle h, String connector, Collection<String> keys) {
    h.createUpdate(FORGET)
        .bind("connector", connector)
        .bindArray("keys", String.class, keys.stream().distinct().toArray())
        .execute();
  }
}
