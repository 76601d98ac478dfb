package io.causerie.engine.connector;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a source are known, in which version and content, and as which event: what a census
 * is compared with, and what tells a row that is read again from one that is as it was before.
 */
public final class SourceRowStore {
  // Joined, as H2 would read all rows of the connector for `connector = ? and row_key = any(?)`.
  static final String KNOWN =
      """
      select r.row_key, r.version, r.digest, r.event_id, r.gone, r.record_id
      from unnest(cast(:keys as varchar array)) w(wanted)
        join source_row r on r.connector = :connector and r.row_key = w.wanted
      """;
  static final String OF_EVENTS =
      """
      select r.row_key, r.version, r.digest, r.event_id, r.gone, r.record_id
      from unnest(cast(:events as bigint array)) w(wanted)
        join source_row r on r.event_id = w.wanted
      where r.connector = :connector
      """;
  static final String OF_RECORD =
      """
      select row_key from source_row where record_id = :record and connector = :connector
      limit :limit
      """;
  static final String SEEN =
      """
      merge into source_row r using unnest(cast(:keys as varchar array)) w(wanted)
      on r.connector = :connector and r.row_key = w.wanted
      when matched then update set census = :run
      """;
  static final String MISS =
      """
      merge into source_row r using unnest(cast(:keys as varchar array)) w(wanted)
      on r.connector = :connector and r.row_key = w.wanted
      when matched and (r.missed is null or r.missed <> :confirmed)
        then update set missed = :run
      """;
  static final String LEAVE =
      """
      merge into source_row r using unnest(cast(:keys as varchar array)) w(wanted)
      on r.connector = :connector and r.row_key = w.wanted
      when matched then update set gone = current_timestamp
      """;

  private SourceRowStore() {}

  /**
   * A row as it was found.
   *
   * @param digest of its content; absent where only keys and versions were asked for
   */
  public record Found(String key, String version, @Nullable String digest) {}

  /**
   * A row as it was read last.
   *
   * @param digest absent where it was read before contents were kept
   * @param event what it was taken in as; absent where it was read before that was kept
   * @param gone since when it is deleted or left out; absent: it is there
   * @param record what it tells of; absent: of none, or it is deleted
   */
  public record Stored(
      String key,
      String version,
      @Nullable String digest,
      @Nullable Long event,
      @Nullable Instant gone,
      @Nullable Long record) {
    /** The same row, which tells of another record. */
    public Stored of(@Nullable Long other) {
      return new Stored(key, version, digest, event, gone, other);
    }

    private boolean isAs(Found found) {
      return gone == null
          && version.equals(found.version())
          && (found.digest() == null || digest == null || digest.equals(found.digest()));
    }
  }

  /**
   * What a comparison found.
   *
   * @param same how many are known as they are
   * @param missing keys that are not known
   * @param changed keys known in another version, or with other content
   */
  public record Compared(int same, List<String> missing, List<String> changed) {}

  /** What is known of some rows, by their keys. */
  public static Map<String, Stored> find(Handle h, String connector, Collection<String> keys) {
    Map<String, Stored> known = new HashMap<>();
    h.createQuery(KNOWN)
        .bind("connector", connector)
        .bindArray("keys", String.class, keys.stream().distinct().toArray())
        .map((r, c) -> stored(r))
        .forEach(row -> known.put(row.key(), row));
    return known;
  }

  private static Stored stored(ResultSet r) throws SQLException {
    return new Stored(
        r.getString("row_key"),
        r.getString("version"),
        r.getString("digest"),
        r.getObject("event_id", Long.class),
        ConnectorStore.time(r, "gone"),
        r.getObject("record_id", Long.class));
  }

  /** The rows that were taken in last as some events. */
  public static List<Stored> ofEvents(Handle h, String connector, Collection<Long> events) {
    return h.createQuery(OF_EVENTS)
        .bind("connector", connector)
        .bindArray("events", Long.class, events.toArray())
        .map((r, c) -> stored(r))
        .list();
  }

  /** Keys of the rows that tell of a record and are not deleted, some of them. */
  public static List<String> ofRecord(Handle h, String connector, long record, int limit) {
    return h.createQuery(OF_RECORD)
        .bind("record", record)
        .bind("connector", connector)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** Notes rows as they were read just now. */
  public static void save(Handle h, String connector, Collection<Stored> rows) {
    List<Stored> all = rows.stream().sorted(Comparator.comparing(Stored::key)).toList();
    if (all.isEmpty()) {
      return;
    }
    // A row that comes during a census is there, even if the census has passed its key.
    PreparedBatch update =
        h.prepareBatch(
            """
            update source_row set version = :version, digest = :digest, event_id = :event,
              gone = :gone, record_id = :record, missed = null,
              census = coalesce(
                (select s.run from reconciliation s where s.connector = :connector), 0)
            where connector = :connector and row_key = :key
            """);
    all.forEach(row -> bind(update, connector, row));
    int[] updated = update.execute();
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into source_row (connector, row_key, version, digest, event_id, gone,
              record_id, census)
            values (:connector, :key, :version, :digest, :event, :gone, :record,
              coalesce((select s.run from reconciliation s where s.connector = :connector), 0))
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

  private static void bind(PreparedBatch batch, String connector, Stored row) {
    batch
        .bind("connector", connector)
        .bind("key", row.key())
        .bind("version", row.version())
        .bind("digest", row.digest())
        .bind("event", row.event())
        .bind("gone", row.gone())
        .bind("record", row.record())
        .add();
  }

  /** Whether a lease still holds; asked while the records that were read are locked. */
  public static boolean holds(Handle h, Lease lease) {
    return h.createQuery("select epoch from connector_state where name = :name")
        .bind("name", lease.connector())
        .mapTo(Long.class)
        .findOne()
        .filter(epoch -> epoch == lease.epoch())
        .isPresent();
  }

  static Compared compare(Handle h, String connector, long run, Collection<Found> found) {
    List<String> keys = found.stream().map(Found::key).toList();
    Map<String, Stored> known = find(h, connector, keys);
    h.createUpdate(SEEN)
        .bind("run", run)
        .bind("connector", connector)
        .bindArray("keys", String.class, keys.stream().distinct().toArray())
        .execute();
    int same = 0;
    List<String> missing = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Found row : found) {
      Stored before = known.get(row.key());
      if (before == null || before.gone() != null) {
        missing.add(row.key());
      } else if (before.isAs(row)) {
        same++;
      } else {
        changed.add(row.key());
      }
    }
    teach(h, connector, found, known);
    return new Compared(same, missing, changed);
  }

  /** What was read before contents were kept is compared from now on. */
  private static void teach(
      Handle h, String connector, Collection<Found> found, Map<String, Stored> known) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            update source_row set digest = :digest where connector = :connector and row_key = :key
            """);
    for (Found row : found) {
      Stored before = known.get(row.key());
      if (row.digest() != null && before != null && before.digest() == null && before.isAs(row)) {
        batch.bind("digest", row.digest()).bind("connector", connector).bind("key", row.key());
        batch.add();
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  static List<String> unseen(Handle h, String connector, long run, String after, int limit) {
    return h.createQuery(
            """
            select row_key from source_row
            where connector = :connector and row_key > :after and census < :run and gone is null
            order by row_key limit :limit
            """)
        .bind("connector", connector)
        .bind("after", after)
        .bind("run", run)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  static long unseen(Handle h, String connector, long run) {
    return h.createQuery(
            """
            select count(*) from source_row
            where connector = :connector and census < :run and gone is null
            """)
        .bind("connector", connector)
        .bind("run", run)
        .mapTo(Long.class)
        .one();
  }

  private static final long NOBODY = -1;

  private static long confirmed(ReconciliationStore.Run run) {
    return run.confirmed() == null ? NOBODY : run.confirmed();
  }

  static long miss(
      Handle h, String connector, ReconciliationStore.Run run, Collection<String> keys) {
    return h.createUpdate(MISS)
        .bind("connector", connector)
        .bind("run", run.number())
        .bind("confirmed", confirmed(run))
        .bindArray("keys", String.class, keys.stream().distinct().toArray())
        .execute();
  }

  static long missAll(Handle h, String connector, ReconciliationStore.Run run) {
    return h.createUpdate(
            """
            update source_row set missed = :run
            where connector = :connector and census < :run and gone is null
              and (missed is null or missed <> :confirmed)
            """)
        .bind("connector", connector)
        .bind("run", run.number())
        .bind("confirmed", confirmed(run))
        .execute();
  }

  static void missStill(Handle h, String connector, ReconciliationStore.Run run) {
    h.createUpdate(
            """
            update source_row set missed = :run
            where connector = :connector and missed = :confirmed and census < :run
              and gone is null
            """)
        .bind("connector", connector)
        .bind("run", run.number())
        .bind("confirmed", confirmed(run))
        .execute();
  }

  static List<String> missed(Handle h, String connector, int limit) {
    return h.createQuery(
            """
            select r.row_key from source_row r
              join reconciliation s on s.connector = r.connector and s.run = r.missed
            where r.connector = :connector and r.gone is null
            order by r.row_key limit :limit
            """)
        .bind("connector", connector)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  static void leave(Handle h, String connector, Collection<String> keys) {
    h.createUpdate(LEAVE)
        .bind("connector", connector)
        .bindArray("keys", String.class, keys.stream().distinct().toArray())
        .execute();
  }
}
