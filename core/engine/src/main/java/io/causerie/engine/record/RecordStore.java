package io.causerie.engine.record;

import io.causerie.engine.access.RecordKey;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Localized;
import io.causerie.model.Observed;
import io.causerie.model.RecordRef;
import io.causerie.model.Related;
import io.causerie.model.Version;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of records and of their keys. */
public final class RecordStore {
  private RecordStore() {}

  /** What the fields of a record's state are made of, by connector. */
  record Definitions(Map<String, Map<String, String>> byConnector) {}

  /** The records that some keys, former ones too, belong to; unknown keys are left out. */
  public static Map<RecordRef, Long> resolve(Handle h, Collection<RecordRef> refs) {
    Map<String, RecordRef> keys = new HashMap<>();
    refs.forEach(ref -> keys.put(RecordKey.of(ref), ref));
    Map<RecordRef, Long> found = new HashMap<>();
    if (!keys.isEmpty()) {
      ShortList.query(
              h,
              "select record_key, record_id from record_alias where record_key = any(:keys)",
              ShortList.texts("keys", keys.keySet()))
          .map((r, c) -> Map.entry(r.getString(1), r.getLong(2)))
          .forEach(
              e -> found.put(java.util.Objects.requireNonNull(keys.get(e.getKey())), e.getValue()));
    }
    return found;
  }

  public static Optional<Long> resolve(Handle h, RecordRef ref) {
    return h.createQuery("select record_id from record_alias where record_key = :key")
        .bind("key", RecordKey.of(ref))
        .mapTo(Long.class)
        .findOne();
  }

  /** How many keys that differ by the case of letters alone are looked at. */
  private static final int MAX_TYPED = 10;

  /**
   * The records of a key, whatever the case of letters, as people type keys; that of the key as it
   * is written first.
   */
  static List<Long> resolveTyped(Handle h, RecordRef ref) {
    return h.createQuery(
            """
            select record_id from record_alias where folded = :folded
            order by case when record_key = :key then 0 else 1 end, record_id limit :most
            """)
        .bind("folded", folded(ref))
        .bind("key", RecordKey.of(ref))
        .bind("most", MAX_TYPED)
        .mapTo(Long.class)
        .list();
  }

  private static String folded(RecordRef ref) {
    return RecordKey.of(ref).toLowerCase(Locale.ROOT);
  }

  /**
   * Locks records for this transaction, in the order of their ids, so that two never wait
   * crosswise.
   */
  public static Map<Long, TrackedRecord> lock(Handle h, Collection<Long> ids) {
    Map<Long, TrackedRecord> records = new HashMap<>();
    if (!ids.isEmpty()) {
      h.createQuery("select * from record where id = any(:ids) order by id for update")
          .bindArray("ids", Long.class, ids.toArray())
          .map((r, c) -> tracked(r))
          .forEach(record -> records.put(record.id, record));
    }
    return records;
  }

  /** Locks one record. */
  public static TrackedRecord lock(Handle h, long id) {
    TrackedRecord record = lock(h, List.of(id)).get(id);
    if (record == null) {
      throw new io.causerie.engine.NotFoundException("record");
    }
    return record;
  }

  /** Known records of a system, not locked, in the order of their ids. */
  public static List<TrackedRecord> page(Handle h, String system, long after, int limit) {
    return h.createQuery(
            """
            select * from record
            where id > :after and system = :system and known = true and merged_into is null
            order by id limit :limit
            """)
        .bind("after", after)
        .bind("system", system)
        .bind("limit", limit)
        .map((r, c) -> tracked(r))
        .list();
  }

  /** Records that an event has told of, not locked. */
  public static List<TrackedRecord> find(Handle h, Collection<Long> ids) {
    return h.createQuery(
            "select * from record where id = any(:ids) and known = true and merged_into is null")
        .bindArray("ids", Long.class, ids.toArray())
        .map((r, c) -> tracked(r))
        .list();
  }

  /** Records by their ids, as they are, not locked. */
  public static Map<Long, TrackedRecord> byId(Handle h, Collection<Long> ids) {
    Map<Long, TrackedRecord> records = new HashMap<>();
    if (!ids.isEmpty()) {
      h.createQuery("select * from record where id = any(:ids)")
          .bindArray("ids", Long.class, ids.toArray())
          .map((r, c) -> tracked(r))
          .forEach(record -> records.put(record.id, record));
    }
    return records;
  }

  /** Records in the order of their ids, not locked. */
  public static List<TrackedRecord> walk(Handle h, long after, int limit) {
    return h.createQuery("select * from record where id > :after order by id limit :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map((r, c) -> tracked(r))
        .list();
  }

  /** All keys of some records, former ones too. */
  public static Map<Long, List<String>> keys(Handle h, Collection<Long> records) {
    Map<Long, List<String>> keys = new HashMap<>();
    h.createQuery("select record_id, record_key from record_alias where record_id = any(:records)")
        .bindArray("records", Long.class, records.toArray())
        .map((r, c) -> Map.entry(r.getLong(1), r.getString(2)))
        .forEach(
            e ->
                keys.computeIfAbsent(e.getKey(), r -> new ArrayList<>())
                    .add(RecordKey.idOf(e.getValue())));
    return keys;
  }

  static Optional<TrackedRecord> read(Handle h, long id) {
    return h.createQuery("select * from record where id = :id")
        .bind("id", id)
        .map((r, c) -> tracked(r))
        .findOne();
  }

  /**
   * Takes keys for new records, in key order.
   *
   * @return the records of the keys that another transaction took first
   */
  public static Map<RecordRef, Long> claim(Handle h, Map<RecordRef, Long> wanted) {
    List<RecordRef> sorted = new ArrayList<>(wanted.keySet());
    sorted.sort(Comparator.comparing(RecordKey::of));
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into record_alias (record_key, folded, record_id) values (:key, :folded, :record)
            on conflict do nothing
            """);
    for (RecordRef ref : sorted) {
      batch
          .bind("key", RecordKey.of(ref))
          .bind("folded", folded(ref))
          .bind("record", wanted.get(ref))
          .add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
    Map<RecordRef, Long> owners = resolve(h, sorted);
    owners.entrySet().removeIf(e -> e.getValue().equals(wanted.get(e.getKey())));
    return owners;
  }

  /** Reads one row of {@code select * from record}. */
  static TrackedRecord tracked(ResultSet r) throws SQLException {
    TrackedRecord record =
        new TrackedRecord(
            r.getLong("id"),
            new RecordRef(r.getString("system"), r.getString("type"), r.getString("source_id")),
            r.getLong("audience_id"));
    record.typeLabel = localized(r.getString("type_label"));
    record.title = localized(r.getString("title"));
    record.url = r.getString("url");
    String related = r.getString("related");
    record.related = related == null ? List.of() : ModelJson.readList(related, Related.class);
    Map<String, Observed> state = new LinkedHashMap<>();
    ModelJson.readList(r.getString("state"), Observed.class).forEach(f -> state.put(f.field(), f));
    record.state = state;
    String version = r.getString("version");
    record.version = version == null ? null : Version.parse(version);
    record.versionConnector = r.getString("version_connector");
    record.customerAudience = r.getObject("customer_audience_id", Long.class);
    record.party = r.getLong("party_id");
    record.known = r.getBoolean("known");
    OffsetDateTime deleted = r.getObject("deleted", OffsetDateTime.class);
    record.deleted = deleted == null ? null : deleted.toInstant();
    record.mergedInto = r.getObject("merged_into", Long.class);
    record.fold = r.getObject("fold", Long.class);
    String definitions = r.getString("definitions");
    if (definitions != null) {
      record.definitions.putAll(ModelJson.read(definitions, Definitions.class).byConnector());
    }
    record.stored();
    return record;
  }

  private static @Nullable Localized localized(@Nullable String json) {
    return json == null ? null : ModelJson.read(json, Localized.class);
  }

  /**
   * Writes what has changed in records that this transaction holds.
   *
   * @param stamp another number than ever before
   */
  public static void save(Handle h, Collection<TrackedRecord> records, long stamp) {
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into record (id, system, type, source_id, type_label, title, url, related, state,
              version, version_connector, audience_id, customer_audience_id, party_id, known,
              deleted, merged_into, fold, definitions, stamp)
            values (:id, :system, :type, :source, :typeLabel, :title, :url, :related, :state,
              :version, :versionConnector, :audience, :customer, :party, :known, :deleted, :merged,
              :fold, :definitions, :stamp)
            """);
    PreparedBatch update =
        h.prepareBatch(
            """
            update record set system = :system, type = :type, source_id = :source,
              type_label = :typeLabel, title = :title, url = :url, related = :related,
              state = :state, version = :version, version_connector = :versionConnector,
              audience_id = :audience, customer_audience_id = :customer, party_id = :party,
              known = :known, deleted = :deleted, merged_into = :merged, fold = :fold,
              definitions = :definitions, stamp = :stamp
            where id = :id
            """);
    for (TrackedRecord record : records) {
      if (record.dirty) {
        bind(record.stored ? update : insert, record).bind("stamp", stamp).add();
      }
    }
    if (insert.size() > 0) {
      insert.execute();
    }
    if (update.size() > 0) {
      update.execute();
    }
    for (TrackedRecord record : records) {
      record.stored();
    }
  }

  /** Says that posts of some records were written. */
  public static void stamp(Handle h, Collection<Long> records, long stamp) {
    if (!records.isEmpty()) {
      h.createUpdate("update record set stamp = :stamp where id = any(:records)")
          .bind("stamp", stamp)
          .bindArray("records", Long.class, records.toArray())
          .execute();
    }
  }

  private static PreparedBatch bind(PreparedBatch batch, TrackedRecord record) {
    return batch
        .bind("id", record.id)
        .bind("system", record.ref().system())
        .bind("type", record.ref().type())
        .bind("source", record.ref().id())
        .bind("typeLabel", record.typeLabel == null ? null : ModelJson.write(record.typeLabel))
        .bind("title", record.title == null ? null : ModelJson.write(record.title))
        .bind("url", record.url)
        .bind("related", ModelJson.writeList(record.related, Related.class))
        .bind("state", ModelJson.writeList(List.copyOf(record.state.values()), Observed.class))
        .bind("version", record.version == null ? null : record.version.toString())
        .bind("versionConnector", record.versionConnector)
        .bind("audience", record.audience)
        .bind("customer", record.customerAudience)
        .bind("party", record.party)
        .bind("known", record.known)
        .bind("deleted", record.deleted)
        .bind("merged", record.mergedInto)
        .bind("definitions", ModelJson.write(new Definitions(record.definitions)))
        .bind("fold", record.fold);
  }

  /** Whether a key was that of a record which is part of another one now. */
  public static boolean isMerged(Handle h, RecordRef ref) {
    return h.createQuery("select kind from record_alias where record_key = :key")
        .bind("key", RecordKey.of(ref))
        .mapTo(String.class)
        .findOne()
        .filter("merged"::equals)
        .isPresent();
  }

  /** Gives a record a further key, which becomes the one it is shown with. */
  public static void renumber(Handle h, TrackedRecord record, RecordRef newKey) {
    claim(h, Map.of(newKey, record.id));
    h.createUpdate(
            """
            update record_alias set kind = case when record_key = :key then 'own'
              when kind = 'own' then 'renumbered' else kind end
            where record_id = :record
            """)
        .bind("key", RecordKey.of(newKey))
        .bind("record", record.id)
        .execute();
    record.ref(newKey);
  }

  /** What records and what people have of them hold. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .gone("read_mark.person")
          .record("record.merged_into")
          .merging(
              List.of("record_alias.record_id", "record_alias.record_key"),
              (h, from, into) ->
                  h.createUpdate(
                          """
                          update record_alias set record_id = :into, kind = 'merged'
                          where record_id = :from
                          """)
                      .bind("into", into)
                      .bind("from", from)
                      .execute())
          .merging(List.of("read_mark.record_id"), RecordStore::mergeMarks)
          .stays(
              "what a source says of its records is erased there",
              "record.title",
              "record.type_label");

  private static void mergeMarks(Handle h, long from, long into) {
    // The earlier of two marks: something may be shown as unread twice, but never be missed.
    h.createUpdate(
            """
            update read_mark set position = least(position, coalesce((
              select m.position from read_mark m
              where m.record_id = :from and m.person = read_mark.person), 0))
            where record_id = :into
            """)
        .bind("into", into)
        .bind("from", from)
        .execute();
    h.createUpdate("delete from read_mark where record_id = :from").bind("from", from).execute();
  }

  /** Makes one record part of another, in the tables of all features; both are locked. */
  public static void merge(
      Handle h, Collection<Holdings> all, TrackedRecord from, TrackedRecord into) {
    Holdings.merge(h, all, from.id, into.id);
    from.mergedInto = into.id;
    from.fold(null);
    from.dirty = true;
    into.fold(null);
  }
}
