package io.causerie.engine.ingest;

import io.causerie.engine.ingest.EventStore.Seen;
import io.causerie.model.When;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of events as what they told of their records: the past of a record, and its rewriting. */
final class ToldStore {
  private ToldStore() {}

  /** A stored event, and what it was seen to tell. */
  record Kept(EventView event, @Nullable Seen seen) {
    long id() {
      return event.id().value();
    }

    /** Its place among the events that were taken. */
    long taken() {
      return seen == null ? id() : seen.taken();
    }
  }

  /** Where a page of the past begins: before a version, and within it before a taking. */
  record Before(String version, long taken) {}

  /** Events of one connector that told of a record, up to a version, the newest version first. */
  static List<Past.Earlier> past(
      Handle h, long record, String connector, String version, Before before, int limit) {
    return h.createQuery(
            """
            select id, version, taken, seen from event
            where record_id = :record and connector = :connector
              and version >= :kind and version <= :version
              and (version < :beforeVersion
                or (version = :beforeVersion and taken < :beforeTaken))
            order by record_id desc, connector desc, version desc, taken desc limit :limit
            """)
        .bind("record", record)
        .bind("connector", connector)
        .bind("kind", version.substring(0, 1))
        .bind("version", version)
        .bind("beforeVersion", before.version())
        .bind("beforeTaken", before.taken())
        .bind("limit", limit)
        .map(
            (r, c) ->
                new Past.Earlier(
                    r.getLong("id"),
                    r.getString("version"),
                    r.getLong("taken"),
                    ModelJson.read(r.getString("seen"), Sighting.class)))
        .list();
  }

  /** Events of one connector that told of a record, behind a version, the oldest version first. */
  static List<Kept> after(Handle h, long record, String connector, Before last, int limit) {
    return h.createQuery(
            """
            select * from event
            where record_id = :record and connector = :connector
              and version >= :version and version < :otherKind
              and (version > :version or taken > :taken)
            order by version, taken limit :limit
            """)
        .bind("record", record)
        .bind("connector", connector)
        .bind("version", last.version())
        .bind("otherKind", (char) (last.version().charAt(0) + 1) + "")
        .bind("taken", last.taken())
        .bind("limit", limit)
        .map((r, c) -> kept(r))
        .list();
  }

  /** Events that arrived in a time, posted or ignored by the mapping, oldest first. */
  static List<Kept> range(Handle h, String connector, long from, long to, long after, int limit) {
    return h.createQuery(
            """
            select * from event
            where connector = :connector and id >= :from and id < :to and id > :after
              and fate in (:posted, :ignored) and verdict in ('mapping', 'route')
              and not (fate = :ignored and verdict = 'route')
            order by connector, id limit :limit
            """)
        .bind("connector", connector)
        .bind("from", from)
        .bind("to", to)
        .bind("after", after)
        .bind("posted", Fate.POSTED.code())
        .bind("ignored", Fate.IGNORED.code())
        .bind("limit", limit)
        .map((r, c) -> kept(r))
        .list();
  }

  static Map<Long, Kept> kept(Handle h, Collection<Long> events) {
    Map<Long, Kept> found = new HashMap<>();
    if (!events.isEmpty()) {
      h.createQuery("select * from event where id = any(:ids)")
          .bindArray("ids", Long.class, events.toArray())
          .map((r, c) -> kept(r))
          .forEach(k -> found.put(k.id(), k));
    }
    return found;
  }

  private static Kept kept(ResultSet r) throws SQLException {
    String seen = r.getString("seen");
    return new Kept(
        EventStore.view(r),
        seen == null
            ? null
            : new Seen(
                r.getString("version"), r.getLong("taken"), ModelJson.read(seen, Sighting.class)));
  }

  /** What events of one connector told of a record, without their bodies, the last taken first. */
  static List<Past.Entry> history(Handle h, long record, String connector, int limit) {
    return h.createQuery(
            """
            select id, version, taken, seen from event
            where record_id = :record and connector = :connector and seen is not null
            order by taken desc limit :limit
            """)
        .bind("record", record)
        .bind("connector", connector)
        .bind("limit", limit)
        .map(
            (r, c) ->
                new Past.Entry(
                    r.getLong("id"),
                    r.getString("version"),
                    r.getLong("taken"),
                    ModelJson.read(r.getString("seen"), Sighting.class)))
        .list();
  }

  /** The last events of one connector that told of a record, the last taken first. */
  static List<Kept> newest(Handle h, long record, String connector, int limit) {
    return h.createQuery(
            """
            select * from event
            where record_id = :record and connector = :connector and seen is not null
            order by taken desc limit :limit
            """)
        .bind("record", record)
        .bind("connector", connector)
        .bind("limit", limit)
        .map((r, c) -> kept(r))
        .list();
  }

  /** Whether people heard of a record's end, which was the last there was to hear of it. */
  static boolean isToldOfItsEnd(Handle h, long record) {
    return h.createQuery(
            """
            select * from event
            where record_id = :record and fate = :posted and seen is not null
            order by taken desc limit 1
            """)
        .bind("record", record)
        .bind("posted", Fate.POSTED.code())
        .map((r, c) -> kept(r))
        .findOne()
        .map(Kept::seen)
        .filter(seen -> seen.sighting().happened().contains(When.DELETED))
        .isPresent();
  }

  /** Whether another connector has told of a record since an event was taken. */
  static boolean isToldByOthers(Handle h, long record, String connector, long taken) {
    return h.createQuery(
            """
            select 1 from event
            where record_id = :record and connector <> :connector and seen is not null
              and taken > :taken
            limit 1
            """)
        .bind("record", record)
        .bind("connector", connector)
        .bind("taken", taken)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Writes what events are seen to tell with the mapping of today. */
  static void see(Handle h, Map<Long, Sighting> sightings) {
    PreparedBatch batch = h.prepareBatch("update event set seen = :seen where id = :id");
    sightings.forEach((id, s) -> batch.bind("id", id).bind("seen", ModelJson.write(s)).add());
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
