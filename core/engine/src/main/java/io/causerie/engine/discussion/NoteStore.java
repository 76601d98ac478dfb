package io.causerie.engine.discussion;

import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.store.Dialect;
import io.causerie.engine.store.Holdings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Rows of comments. */
final class NoteStore {
  private static final String WITH_ANSWERED =
      """
      select n.*, q.author as answered from %s n left join note q on q.id = n.in_reply_to
      """;

  /** What comments, and what belongs to posts and comments alike, hold. */
  static final Holdings HOLDINGS =
      Holdings.none()
          .person("note.author", "note.removed_by", "mention.person", "reaction.person")
          .gone("idempotency.person")
          .words("note", "id", "content", "html")
          .words("wording", "item", "content", "html")
          .record("note.record_id")
          .stays("a group is no person", "group_mention.group_name");

  private NoteStore() {}

  /**
   * @param answered whose comment it answers
   */
  record Row(
      long id,
      long activity,
      long record,
      @Nullable Long inReplyTo,
      @Nullable String answered,
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

  /** Gives a comment other words. */
  static void edit(Handle h, long id, Words words, Instant now) {
    h.createUpdate(
            """
            update note set content = :content, html = :html, html_version = :htmlVersion,
              version = version + 1, edited = :now
            where id = :id
            """)
        .bind("content", words.content())
        .bind("html", words.html())
        .bind("htmlVersion", Markdown.VERSION)
        .bind("now", now)
        .bind("id", id)
        .execute();
  }

  /** Takes the words out of a comment; that it was there stays. */
  static void remove(Handle h, long id, String person, Instant now) {
    h.createUpdate(
            """
            update note set content = '', html = '', version = version + 1, removed = :now,
              removed_by = :person
            where id = :id
            """)
        .bind("now", now)
        .bind("person", person)
        .bind("id", id)
        .execute();
  }

  static Optional<Row> find(Handle h, long id) {
    return h.createQuery(WITH_ANSWERED.formatted("note") + "where n.id = :id")
        .bind("id", id)
        .map((r, c) -> row(r))
        .findOne();
  }

  static List<Row> find(Handle h, Standing in, Collection<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : h.createQuery(
                WITH_ANSWERED.formatted("note")
                    + "where n.id = any(:ids) and n.record_id = :record")
            .bindArray("ids", Long.class, ids.toArray())
            .bind("record", in.record())
            .map((r, c) -> row(r))
            .list();
  }

  /** As {@link #find}; nobody changes it until the transaction ends. */
  static Optional<Row> lock(Handle h, long id) {
    h.createQuery("select id from note where id = :id for update")
        .bind("id", id)
        .mapTo(Long.class)
        .findOne();
    return find(h, id);
  }

  /** The newest comments of posts below an id, newest first, each with whom it answers. */
  static List<Row> newest(Handle h, Standing in, List<Long> activities, long before, int limit) {
    if (activities.isEmpty()) {
      return List.of();
    }
    // One branch a post, so that each reads as many rows as it shows, however long a talk is.
    String branches =
        IntStream.range(0, activities.size())
            .mapToObj(
                i ->
                    """
                    (select * from note
                    where activity_id = :activity%d and record_id = :record and id < :before
                    order by activity_id desc, id desc limit :limit)
                    """
                        .formatted(i))
            .collect(Collectors.joining(" union all "));
    Query query =
        h.createQuery(
                WITH_ANSWERED.formatted("(" + branches + ")")
                    + "order by n.activity_id desc, n.id desc")
            .bind("record", in.record())
            .bind("before", before)
            .bind("limit", limit);
    for (int i = 0; i < activities.size(); i++) {
      query.bind("activity" + i, activities.get(i));
    }
    return query.map((r, c) -> row(r)).list();
  }

  private static Row row(ResultSet r) throws SQLException {
    return new Row(
        r.getLong("id"),
        r.getLong("activity_id"),
        r.getLong("record_id"),
        r.getObject("in_reply_to", Long.class),
        r.getString("answered"),
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
