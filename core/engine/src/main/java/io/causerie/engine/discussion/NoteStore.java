package io.causerie.engine.discussion;

import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.store.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of comments. */
final class NoteStore {
  private NoteStore() {}

  record Row(
      long id,
      long activity,
      long record,
      @Nullable Long inReplyTo,
      String author,
      String content,
      String html,
      int version,
      @Nullable Instant edited,
      @Nullable Instant removed,
      @Nullable String removedBy) {}

  /**
   * Adds a comment to a post, which nobody moves to another record or removes meanwhile.
   *
   * @return the record the post is about; nothing, and nothing is added, where it was removed
   */
  static Optional<Long> insert(Handle h, Dialect dialect, Row row, @Nullable Long upTo) {
    return h.createUpdate(
            """
            insert into note (id, activity_id, record_id, in_reply_to, author, content, html,
              html_version, version, up_to)
            select cast(:id as bigint), a.id, a.record_id, cast(:inReplyTo as bigint),
              cast(:author as varchar), cast(:content as varchar), cast(:html as varchar),
              cast(:htmlVersion as integer), 1, cast(:upTo as bigint)
            from activity a where a.id = :activity and a.removed is null
            """
                + dialect.sharing())
        .bind("id", row.id())
        .bind("activity", row.activity())
        .bind("inReplyTo", row.inReplyTo())
        .bind("author", row.author())
        .bind("content", row.content())
        .bind("html", row.html())
        .bind("htmlVersion", Markdown.VERSION)
        .bind("upTo", upTo)
        .executeAndReturnGeneratedKeys("record_id")
        .mapTo(Long.class)
        .findOne();
  }

  static Optional<Row> find(Handle h, long id, boolean lock) {
    return h.createQuery("select * from note where id = :id" + (lock ? " for update" : ""))
        .bind("id", id)
        .map((r, c) -> row(r))
        .findOne();
  }

  static List<Row> find(Handle h, Collection<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : h.createQuery("select * from note where id = any(:ids)")
            .bindArray("ids", Long.class, ids.toArray())
            .map((r, c) -> row(r))
            .list();
  }

  /** The newest comments of a post below an id, newest first. */
  static List<Row> page(Handle h, long activity, long before, int limit) {
    return h.createQuery(
            """
            select * from note where activity_id = :activity and id < :before
            order by activity_id desc, id desc limit :limit
            """)
        .bind("activity", activity)
        .bind("before", before)
        .bind("limit", limit)
        .map((r, c) -> row(r))
        .list();
  }

  /** How many comments posts have, removed ones not counted. */
  static Map<Long, Integer> counts(Handle h, Collection<Long> activities) {
    Map<Long, Integer> counts = new TreeMap<>();
    if (!activities.isEmpty()) {
      h.createQuery(
              """
              select activity_id, count(*) from note
              where activity_id = any(:ids) and removed is null group by activity_id
              """)
          .bindArray("ids", Long.class, activities.toArray())
          .map((r, c) -> Map.entry(r.getLong(1), r.getInt(2)))
          .forEach(e -> counts.put(e.getKey(), e.getValue()));
    }
    return counts;
  }

  private static Row row(ResultSet r) throws SQLException {
    return new Row(
        r.getLong("id"),
        r.getLong("activity_id"),
        r.getLong("record_id"),
        r.getObject("in_reply_to", Long.class),
        r.getString("author"),
        r.getString("content"),
        r.getInt("html_version") < Markdown.VERSION
            ? Markdown.render(r.getString("content"))
            : r.getString("html"),
        r.getInt("version"),
        ActivityStore.time(r, "edited").orElse(null),
        ActivityStore.time(r, "removed").orElse(null),
        r.getString("removed_by"));
  }
}
