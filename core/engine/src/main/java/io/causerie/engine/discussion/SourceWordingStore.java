package io.causerie.engine.discussion;

import io.causerie.engine.activity.ActivityStore;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of what sources said of their comments. */
final class SourceWordingStore {
  private SourceWordingStore() {}

  /**
   * What an event said of a comment.
   *
   * @param version by which wordings are put into their order
   * @param actor the row of whoever wrote it
   * @param parent the key of the comment it answers
   * @param written when the comment was written, or the wording where it is not known
   * @param said when it was worded so
   */
  record Row(
      String version,
      boolean deleted,
      long event,
      String content,
      @Nullable Long actor,
      @Nullable String parent,
      Instant written,
      Instant said) {
    /** Of what is said as one version, what came last is the last. */
    static final Comparator<Row> IN_ORDER =
        Comparator.comparing(Row::version).thenComparing(Row::deleted).thenComparing(Row::event);

    /** Whether another event said just the same. */
    boolean says(Row other) {
      return event != other.event
          && version.equals(other.version)
          && deleted == other.deleted
          && content.equals(other.content);
    }
  }

  /** All that was said of a comment, in its order. */
  static List<Row> of(Handle h, String system, String externalId) {
    return h
        .createQuery(
            """
            select * from source_wording where system = :system and external_id = :externalId
            """)
        .bind("system", system)
        .bind("externalId", externalId)
        .map(
            (r, c) ->
                new Row(
                    r.getString("version"),
                    r.getBoolean("deleted"),
                    r.getLong("event_id"),
                    r.getString("content"),
                    r.getObject("source_actor", Long.class),
                    r.getString("parent"),
                    ActivityStore.time(r, "written").orElseThrow(),
                    ActivityStore.time(r, "said").orElseThrow()))
        .stream()
        .sorted(Row.IN_ORDER)
        .toList();
  }

  /** Writes what an event said, in place of what it said before. */
  static void put(Handle h, String system, String externalId, Row row) {
    forget(h, system, externalId, row);
    h.createUpdate(
            """
            insert into source_wording (system, external_id, version, deleted, event_id, content,
              source_actor, parent, written, said)
            values (:system, :externalId, :version, :deleted, :event, :content, :actor, :parent,
              :written, :said)
            """)
        .bind("system", system)
        .bind("externalId", externalId)
        .bind("version", row.version())
        .bind("deleted", row.deleted())
        .bind("event", row.event())
        .bind("content", row.content())
        .bind("actor", row.actor())
        .bind("parent", row.parent())
        .bind("written", row.written())
        .bind("said", row.said())
        .execute();
  }

  /** Forgets what an event said. */
  static void forget(Handle h, String system, String externalId, Row row) {
    h.createUpdate(
            """
            delete from source_wording where system = :system and external_id = :externalId
              and event_id = :event
            """)
        .bind("system", system)
        .bind("externalId", externalId)
        .bind("event", row.event())
        .execute();
  }

  /** The posts and comments that some events told something of, by event. */
  static Map<Long, SourceNotes.Place> places(Handle h, Collection<Long> events) {
    Map<Long, SourceNotes.Place> places = new HashMap<>();
    h.createQuery(
            """
            select w.event_id, c.item, n.activity_id from source_wording w
            join counterpart c on c.system = w.system and c.external_id = w.external_id
            left join note n on n.id = c.item
            where w.event_id = any(:events)
            """)
        .bindArray("events", Long.class, events.toArray())
        .map(
            (r, c) -> {
              Long post = r.getObject("activity_id", Long.class);
              long item = r.getLong("item");
              return places.put(
                  r.getLong("event_id"),
                  new SourceNotes.Place(
                      new ActivityId(post == null ? item : post),
                      post == null ? null : new NoteId(item)));
            })
        .list();
    return places;
  }
}
