package io.causerie.engine.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.model.Coded;
import io.causerie.model.EventId;
import io.causerie.model.PlainText;
import io.causerie.model.RecordId;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ModelJson;
import io.causerie.model.phrase.Phrase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of events and of their dedupe keys. */
final class EventStore {
  static final int MAX_CAUSE = 512;
  static final int MAX_REASON = 4000;

  static final String UNMAPPED =
      """
      select type, count(*) as events, min(received) as oldest, max(received) as newest,
        max(id) as last
      from (
        select id, type, received from event where connector = :connector and unmapped = true
        order by connector, unmapped, id desc limit :most) e
      group by type order by events desc, last desc
      """;

  private EventStore() {}

  /**
   * Events of one record are another's. Versions of two records do not compare: those of the one do
   * not count for the other.
   */
  static void merge(Handle h, long from, long into) {
    h.createUpdate("update event set record_id = :into, version = null where record_id = :from")
        .bind("into", into)
        .bind("from", from)
        .execute();
  }

  /** Whether an event's record is deleted. */
  static boolean isOfDeleted(Handle h, long event) {
    return h.createQuery(
            """
            select count(*) from event e join record r on r.id = e.record_id
            where e.id = :event and r.deleted is not null
            """)
        .bind("event", event)
        .mapTo(Long.class)
        .one()
        .equals(1L);
  }

  /** What the last event of a row holds; absent: none is known. */
  static Optional<byte[]> lastOfRow(Handle h, String connector, String key) {
    return h.createQuery(
            """
            select e.data from source_row r join event e on e.id = r.event_id
            where r.connector = :connector and r.row_key = :key
            """)
        .bind("connector", connector)
        .bind("key", key)
        .map((r, c) -> r.getBytes(1))
        .findOne();
  }

  /** Of some events, those whose record stands as they told it: there, or deleted. */
  static Set<Long> standing(Handle h, Collection<Long> events, boolean deleted) {
    // What a mapping or a route leaves out has no record, and is as it should be; so is a record
    // that has lost one row of several.
    String stands =
        deleted
            ? """
            (r.id is null or r.deleted is not null or exists (
              select 1 from source_row s
              where s.record_id = e.record_id and s.connector = e.connector
                and s.event_id is distinct from e.id))
            """
            : "(r.id is null or r.merged_into is not null or (r.known and r.deleted is null))";
    return h.createQuery(
            """
            select e.id from event e left join record r on r.id = e.record_id
            where e.id = any(:ids) and e.fate in (:posted, :ignored) and
            """
                + stands)
        .bindArray("ids", Long.class, events.toArray())
        .bind("posted", Fate.POSTED.code())
        .bind("ignored", Fate.IGNORED.code())
        .mapTo(Long.class)
        .set();
  }

  /**
   * What an event told of its record.
   *
   * @param version as {@code Version.sortable} writes it; absent where the source has none
   * @param taken grows with each event that is taken
   */
  record Seen(@Nullable String version, long taken, Sighting sighting) {}

  /**
   * What became of an event.
   *
   * @param unmapped whether it is ignored because no mapping is meant for its type
   */
  record Settled(
      long event,
      Fate fate,
      @Nullable Phrase cause,
      @Nullable Phrase reason,
      @Nullable Long record,
      @Nullable Seen seen,
      boolean unmapped) {
    /** Of an event that a mapping took. */
    Settled(
        long event,
        Fate fate,
        @Nullable Phrase cause,
        @Nullable Phrase reason,
        @Nullable Long record,
        @Nullable Seen seen) {
      this(event, fate, cause, reason, record, seen, false);
    }

    /** Whether something newer was known already. */
    boolean isLate() {
      return seen != null && seen.sighting().late();
    }

    /** Of an event that tells of no record. */
    Settled(
        long event,
        Fate fate,
        @Nullable Phrase cause,
        @Nullable Phrase reason,
        @Nullable Long record) {
      this(event, fate, cause, reason, record, null);
    }
  }

  /** An event and what became of it. */
  record Stored(Arrival arrival, Settled told) {}

  static void insert(Handle h, Instant now, List<Stored> events) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into event (id, connector, dedupe_key, received, fate, cause, cause_said, reason,
              reason_said, record_id,
              source, type, event_id, subject, time, content_type, extensions, data, warnings,
              verdict, silent, version, taken, seen, unmapped)
            values (:id, :connector, :key, :now, :fate, :cause, :causeSaid, :reason, :reasonSaid, :record, :source, :type,
              :event, :subject, :time, :contentType, :extensions, :data, :warnings, :verdict,
              :silent, :version, :taken, :seen, :unmapped)
            """);
    events.forEach(
        stored -> {
          Arrival arrival = stored.arrival();
          Settled told = stored.told();
          SourceEvent event = arrival.event();
          bind(batch, told)
              .bind("connector", arrival.connector().name())
              .bind("key", arrival.key())
              .bind("now", now)
              .bind("verdict", arrival.verdict().word())
              .bind("silent", arrival.silent())
              .bind("source", event.source())
              .bind("type", event.type())
              .bind("event", event.id())
              .bind("subject", event.subject())
              .bind("time", event.time())
              .bind("contentType", event.contentType())
              .bind("extensions", ModelJson.write(event.extensions()))
              .bind("data", event.data())
              .bind("warnings", warnings(arrival))
              .add();
        });
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static @Nullable String warnings(Arrival arrival) {
    return arrival.warnings().isEmpty()
        ? null
        : ModelJson.writeList(
            arrival.warnings().stream().map(Phrase::json).toList(), JsonNode.class);
  }

  /** What replayed events warn of now. */
  static void warn(Handle h, List<Stored> events) {
    PreparedBatch batch = h.prepareBatch("update event set warnings = :warnings where id = :id");
    events.forEach(
        stored ->
            batch
                .bind("warnings", warnings(stored.arrival()))
                .bind("id", stored.told().event())
                .add());
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  static void settle(Handle h, Collection<Settled> events) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            update event set fate = :fate, cause = :cause, cause_said = :causeSaid, reason = :reason,
              reason_said = :reasonSaid, record_id = :record,
              version = :version, taken = :taken, seen = :seen, unmapped = :unmapped
            where id = :id
            """);
    for (Settled told : events) {
      bind(batch, told).add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static PreparedBatch bind(PreparedBatch batch, Settled told) {
    Seen seen = told.seen();
    return batch
        .bind("id", told.event())
        .bind("fate", told.fate().code())
        .bind("cause", text(told.cause(), MAX_CAUSE))
        .bind("causeSaid", coded(told.cause()))
        .bind("reason", text(told.reason(), MAX_REASON))
        .bind("reasonSaid", coded(told.reason()))
        .bind("record", told.record())
        .bind("version", seen == null ? null : seen.version())
        .bind("taken", seen == null ? null : seen.taken())
        .bind("seen", seen == null ? null : ModelJson.write(seen.sighting()))
        .bind("unmapped", told.unmapped());
  }

  private static @Nullable String text(@Nullable Phrase said, int most) {
    return said == null ? null : PlainText.cut(said.text(), most);
  }

  private static @Nullable String coded(@Nullable Phrase said) {
    return said == null ? null : said.coded().orElse(null);
  }

  private static @Nullable Phrase phrase(ResultSet r, String column) throws SQLException {
    String text = r.getString(column);
    return text == null ? null : Phrase.stored(text, r.getString(column + "_said"));
  }

  /** What became of events that are stored. */
  static Map<Long, Settled> settled(Handle h, Collection<Long> events, boolean lock) {
    Map<Long, Settled> found = new HashMap<>();
    if (!events.isEmpty()) {
      h.createQuery(
              "select id, fate, cause, cause_said, reason, reason_said, record_id from event where id = any(:ids)"
                  + (lock ? " order by id for update" : ""))
          .bindArray("ids", Long.class, events.toArray())
          .map(
              (r, c) ->
                  new Settled(
                      r.getLong("id"),
                      Coded.of(Fate.class, r.getInt("fate")),
                      phrase(r, "cause"),
                      phrase(r, "reason"),
                      r.getObject("record_id", Long.class)))
          .forEach(t -> found.put(t.event(), t));
    }
    return found;
  }

  static List<EventView> list(
      Handle h,
      String connector,
      @Nullable Fate fate,
      @Nullable String cause,
      long before,
      int limit) {
    String where =
        (fate == null ? "" : " and fate = :fate") + (cause == null ? "" : " and cause = :cause");
    String order = fate == null ? "connector desc, id desc" : "connector, fate, id desc";
    return h.createQuery(
            "select * from event where connector = :connector and id < :before"
                + where
                + " order by "
                + order
                + " limit :limit")
        .bind("connector", connector)
        .bind("fate", fate == null ? -1 : fate.code())
        .bind("cause", cause)
        .bind("before", before)
        .bind("limit", limit)
        .map((r, c) -> view(r))
        .list();
  }

  /**
   * What a search came to.
   *
   * @param last the last row that was looked at, if there may be more behind it
   */
  record Found(List<EventView> events, @Nullable Long last) {}

  /**
   * Looks through the next rows, newest first, along an index: an id of an event or a subject that
   * begins so, a reason that has it, whatever the case of letters.
   *
   * @param text absent: whatever it says
   * @param warned only those with warnings
   * @param most how many rows are looked at
   */
  static Found search(
      Handle h,
      String connector,
      @Nullable Fate fate,
      @Nullable String cause,
      @Nullable String text,
      boolean warned,
      long before,
      int limit,
      int most) {
    String where =
        (fate == null ? "" : " and fate = :fate") + (cause == null ? "" : " and cause = :cause");
    String order = fate == null ? "connector desc, id desc" : "connector, fate, id desc";
    String literal =
        (text == null ? "" : text.toLowerCase(java.util.Locale.ROOT))
            .replace("!", "!!")
            .replace("%", "!%")
            .replace("_", "!_");
    List<Long> ids = new java.util.ArrayList<>();
    long[] looked = {0, 0};
    h.createQuery(
            """
            select id, case when (lower(event_id) like :prefix escape '!'
                or lower(subject) like :prefix escape '!'
                or lower(reason) like :within escape '!')
                and (:warned = 0 or warnings is not null) then 1 else 0 end as fits
            from event where connector = :connector and id < :before
            """
                + where
                + " order by "
                + order
                + " limit :most")
        .bind("connector", connector)
        .bind("fate", fate == null ? -1 : fate.code())
        .bind("cause", cause)
        .bind("before", before)
        .bind("prefix", literal + "%")
        .bind("within", "%" + literal + "%")
        .bind("warned", warned ? 1 : 0)
        .bind("most", most)
        .map((r, c) -> Map.entry(r.getLong("id"), r.getInt("fits") == 1))
        .forEach(
            row -> {
              if (ids.size() < limit) {
                looked[0]++;
                looked[1] = row.getKey();
                if (row.getValue()) {
                  ids.add(row.getKey());
                }
              }
            });
    boolean more = ids.size() == limit || looked[0] == most;
    List<EventView> found =
        ids.isEmpty()
            ? List.of()
            : h.createQuery("select * from event where id = any(:ids) order by id desc")
                .bindArray("ids", Long.class, ids.toArray())
                .map((r, c) -> view(r))
                .list();
    return new Found(found, more ? looked[1] : null);
  }

  static Optional<EventView> find(Handle h, String connector, long event) {
    return h.createQuery("select * from event where id = :id and connector = :connector")
        .bind("id", event)
        .bind("connector", connector)
        .map((r, c) -> view(r))
        .findOne();
  }

  static long failed(Handle h, String connector) {
    return h.createQuery(
            "select count(*) from event where connector = :connector and fate = :failed")
        .bind("connector", connector)
        .bind("failed", Fate.FAILED.code())
        .mapTo(Long.class)
        .one();
  }

  static List<Events.Cause> causes(Handle h, String connector, int limit) {
    return h.createQuery(
            """
            select c.*, e.cause_said from (
              select cause, count(*) as events, max(received) as newest, max(id) as last from event
              where connector = :connector and fate = :failed
              group by cause order by count(*) desc, cause limit :limit) c
            join event e on e.id = c.last
            order by c.events desc, c.cause
            """)
        .bind("connector", connector)
        .bind("failed", Fate.FAILED.code())
        .bind("limit", limit)
        .map(
            (r, c) ->
                new Events.Cause(
                    java.util.Objects.requireNonNullElse(
                        phrase(r, "cause"), Phrase.stored("", null)),
                    r.getLong("events"),
                    ActivityStore.time(r, "newest").orElseThrow()))
        .list();
  }

  /**
   * Of the newest events that no mapping is meant for, how many have each type, the most frequent
   * first.
   *
   * @param most how many events are looked at
   */
  static List<Events.Unmapped> unmapped(Handle h, String connector, int most) {
    return h.createQuery(UNMAPPED)
        .bind("connector", connector)
        .bind("most", most)
        .map(
            (r, c) ->
                new Events.Unmapped(
                    r.getString("type"),
                    r.getLong("events"),
                    ActivityStore.time(r, "oldest").orElseThrow(),
                    ActivityStore.time(r, "newest").orElseThrow(),
                    new EventId(r.getLong("last"))))
        .list();
  }

  /** Of the newest events that no mapping is meant for, those of a type, newest first. */
  static List<EventView> unmapped(Handle h, String connector, String type, int most, int limit) {
    return h.createQuery(
            """
            select * from event where id in (
              select id from (
                select id, type from event where connector = :connector and unmapped = true
                order by connector, unmapped, id desc limit :most) e
              where type = :type order by id desc limit :limit)
            order by id desc
            """)
        .bind("connector", connector)
        .bind("type", type)
        .bind("most", most)
        .bind("limit", limit)
        .map((r, c) -> view(r))
        .list();
  }

  /** How many of the events since a row have each fate; counts no more than {@code most} rows. */
  static Map<Fate, Long> counts(Handle h, String connector, long since, int most) {
    Map<Fate, Long> counts = new java.util.EnumMap<>(Fate.class);
    h.createQuery(
            """
            select fate, count(*) as events from (
              select fate from event where connector = :connector and id >= :since
              order by connector desc, id desc limit :most) e
            group by fate
            """)
        .bind("connector", connector)
        .bind("since", since)
        .bind("most", most)
        .map((r, c) -> Map.entry(Coded.of(Fate.class, r.getInt("fate")), r.getLong("events")))
        .forEach(e -> counts.put(e.getKey(), e.getValue()));
    return counts;
  }

  static int discard(Handle h, String connector, Collection<Long> ids, Phrase reason) {
    return h.createUpdate(
            """
            update event set fate = :ignored, reason = :reason, reason_said = :reasonSaid,
              verdict = 'operator'
            where connector = :connector and fate = :failed and id = any(:ids)
            """)
        .bind("ignored", Fate.IGNORED.code())
        .bind("failed", Fate.FAILED.code())
        .bind("reason", text(reason, MAX_REASON))
        .bind("reasonSaid", coded(reason))
        .bind("connector", connector)
        .bindArray("ids", Long.class, ids.toArray())
        .execute();
  }

  static EventView view(ResultSet r) throws SQLException {
    Long record = r.getObject("record_id", Long.class);
    String warnings = r.getString("warnings");
    return new EventView(
        new EventId(r.getLong("id")),
        r.getString("connector"),
        r.getString("dedupe_key"),
        ActivityStore.time(r, "received").orElseThrow(),
        Coded.of(Fate.class, r.getInt("fate")),
        phrase(r, "cause"),
        phrase(r, "reason"),
        warnings == null
            ? List.of()
            : ModelJson.readList(warnings, JsonNode.class).stream().map(Phrase::of).toList(),
        Verdict.of(r.getString("verdict")),
        r.getBoolean("silent"),
        record == null ? null : new RecordId(record),
        new SourceEvent(
            r.getString("source"),
            r.getString("type"),
            r.getString("event_id"),
            r.getString("subject"),
            ActivityStore.time(r, "time").orElse(null),
            r.getString("content_type"),
            ModelJson.readMap(r.getString("extensions"), String.class),
            r.getBytes("data")));
  }
}
