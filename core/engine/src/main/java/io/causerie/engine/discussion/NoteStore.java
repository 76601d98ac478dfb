package io.causerie.engine.discussion;

import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.people.SourceActors;
import io.causerie.engine.store.Dialect;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.engine.store.ShortList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Rows of comments. */
final class NoteStore {
  private static final String WITH_ANSWERED =
      """
      select n.*, s.id as actor, s.person as actor_person,
        coalesce(s.name, s.source_id) as actor_name, q.id as answered, q.author as answered_author,
        q.system as answered_system, t.id as answered_actor, t.person as answered_person,
        coalesce(t.name, t.source_id) as answered_name
      from %s n left join source_actor s on s.id = n.source_actor
        left join note q on q.id = n.in_reply_to
        left join source_actor t on t.id = q.source_actor
      """;

  /** What comments, and what belongs to posts and comments alike, hold. */
  static final Holdings HOLDINGS =
      Holdings.none()
          .person("note.author", "note.removed_by", "mention.person", "reaction.person")
          .gone("idempotency.person")
          .words("note", "id", "content", "html")
          .words("wording", "item", "content", "html")
          .record("note.record_id")
          .words("source_wording", "event_id", "content")
          .words("counterpart", "item", "sent")
          .stays(
              "the user's own row is emptied", "note.source_actor", "source_wording.source_actor")
          .stays("a group is no person", "group_mention.group_name");

  private NoteStore() {}

  /**
   * @param answered whose comment it answers
   * @param created when it was written
   * @param copied whether it was to stand in systems as well
   */
  record Row(
      long id,
      long activity,
      long record,
      @Nullable Long inReplyTo,
      @Nullable Writer answered,
      Writer author,
      String content,
      String html,
      Instant created,
      int version,
      @Nullable Instant edited,
      @Nullable Instant removed,
      @Nullable String removedBy,
      boolean copied) {
    /** Whose names are to be known. */
    Stream<@Nullable String> persons() {
      return Stream.concat(
          Stream.concat(author.persons(), Stream.of(removedBy)),
          answered == null ? Stream.empty() : answered.persons());
    }

    /** The same about another record. */
    Row about(long other) {
      return other == record
          ? this
          : new Row(
              id, activity, other, inReplyTo, answered, author, content, html, created, version,
              edited, removed, removedBy, copied);
    }
  }

  /**
   * A comment to be added.
   *
   * @param upTo the position its author was shown
   */
  record New(Row row, @Nullable Long upTo) {}

  /**
   * Adds comments to posts, which nobody moves to another record or removes meanwhile.
   *
   * @param patient whether to wait for a post that somebody else holds; else nothing is added to it
   * @return by comment, the record its post is about; nothing, and it is not added, where that was
   *     removed
   */
  static Map<Long, Long> insert(Handle h, Dialect dialect, List<New> notes, boolean patient) {
    Map<Long, Long> records = new HashMap<>();
    if (notes.isEmpty()) {
      return records;
    }
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into note (id, activity_id, record_id, in_reply_to, author, content, html,
              html_version, version, up_to)
            select cast(:id as bigint), a.id, a.record_id, cast(:inReplyTo as bigint),
              cast(:author as varchar), cast(:content as varchar), cast(:html as varchar),
              cast(:htmlVersion as integer), 1, cast(:upTo as bigint)
            from activity a where a.id = :activity and a.removed is null
            """
                + dialect.sharing()
                + (patient ? "" : " skip locked"));
    for (New note : notes) {
      batch
          .bind("id", note.row().id())
          .bind("activity", note.row().activity())
          .bind("inReplyTo", note.row().inReplyTo())
          .bind("author", note.row().author().person())
          .bind("content", note.row().content())
          .bind("html", note.row().html())
          .bind("htmlVersion", Markdown.VERSION)
          .bind("upTo", note.upTo())
          .add();
    }
    batch
        .executePreparedBatch("id", "record_id")
        .map((r, c) -> Map.entry(r.getLong("id"), r.getLong("record_id")))
        .forEach(added -> records.put(added.getKey(), added.getValue()));
    return records;
  }

  /** A comment that is answered. */
  record Answered(long id, long activity, Writer author) {}

  /** Those of some comments that there are, by id. */
  static Map<Long, Answered> answered(Handle h, Collection<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : ShortList.query(
                h,
                """
                select n.id, n.activity_id, n.author, n.system, s.id as actor,
                  s.person as actor_person, coalesce(s.name, s.source_id) as actor_name
                from note n left join source_actor s on s.id = n.source_actor
                where n.id = any(:ids)
                """,
                ShortList.numbers("ids", ids))
            .map(
                (r, c) ->
                    new Answered(
                        r.getLong("id"),
                        r.getLong("activity_id"),
                        writer(r, "author", "system", "actor")))
            .collect(Collectors.toMap(Answered::id, Function.identity()));
  }

  /**
   * Adds a comment that was made in a source, be its post removed or not.
   *
   * @param actor the row of whoever wrote it
   */
  static void insert(Handle h, Row row, @Nullable Long actor) {
    h.createUpdate(
            """
            insert into note (id, activity_id, record_id, in_reply_to, system, source_actor,
              content, html, html_version, written, version, edited, removed)
            values (:id, :activity, :record, :inReplyTo, :system, :actor, :content, :html,
              :htmlVersion, :created, :version, :edited, :removed)
            """)
        .bind("activity", row.activity())
        .bind("record", row.record())
        .bind("inReplyTo", row.inReplyTo())
        .bind("system", row.author().system())
        .bindMap(said(row, actor))
        .execute();
  }

  /** Writes what a source says of its comment now. */
  static void say(Handle h, Row row, @Nullable Long actor) {
    h.createUpdate(
            """
            update note set source_actor = :actor, content = :content, html = :html,
              html_version = :htmlVersion, written = :created, version = :version,
              edited = :edited, removed = :removed
            where id = :id
            """)
        .bindMap(said(row, actor))
        .execute();
  }

  /** The row of whoever wrote a comment in its source. */
  static Optional<Long> actor(Handle h, long id) {
    return h.createQuery("select source_actor from note where id = :id")
        .bind("id", id)
        .map((r, c) -> Optional.ofNullable(r.getObject("source_actor", Long.class)))
        .one();
  }

  private static Map<String, @Nullable Object> said(Row row, @Nullable Long actor) {
    Map<String, @Nullable Object> said = new HashMap<>();
    said.put("id", row.id());
    said.put("actor", actor);
    said.put("content", row.content());
    said.put("html", row.html());
    said.put("htmlVersion", Markdown.VERSION);
    said.put("created", row.created());
    said.put("version", row.version());
    said.put("edited", row.edited());
    said.put("removed", row.removed());
    return said;
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

  /** It is to stand in systems as well. */
  static void copied(Handle h, long id) {
    h.createUpdate("update note set copied = true where id = :id").bind("id", id).execute();
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

  /**
   * The newest comments of posts below an id, newest first, each with whom it answers.
   *
   * @param in by post, of one who reads its record
   */
  static List<Row> newest(Handle h, Map<Long, Standing> in, long before, int limit) {
    List<Long> activities = List.copyOf(in.keySet());
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
                    where activity_id = :activity%1$d and record_id = :record%1$d and id < :before
                    order by activity_id desc, id desc limit :limit)
                    """
                        .formatted(i))
            .collect(Collectors.joining(" union all "));
    Query query =
        h.createQuery(
                WITH_ANSWERED.formatted("(" + branches + ")")
                    + "order by n.activity_id desc, n.id desc")
            .bind("before", before)
            .bind("limit", limit);
    for (int i = 0; i < activities.size(); i++) {
      Long activity = activities.get(i);
      query
          .bind("activity" + i, activity)
          .bind("record" + i, Objects.requireNonNull(in.get(activity)).record());
    }
    return query.map((r, c) -> row(r)).list();
  }

  private static Row row(ResultSet r) throws SQLException {
    Instant written = ActivityStore.time(r, "written").orElse(null);
    return new Row(
        r.getLong("id"),
        r.getLong("activity_id"),
        r.getLong("record_id"),
        r.getObject("in_reply_to", Long.class),
        r.getObject("answered") == null
            ? null
            : writer(r, "answered_author", "answered_system", "answered"),
        writer(r, "author", "system", "actor"),
        r.getString("content"),
        r.getInt("html_version") < Markdown.VERSION
            ? Markdown.render(r.getString("content"))
            : r.getString("html"),
        written == null ? Ids.timeOf(r.getLong("id")) : written,
        r.getInt("version"),
        ActivityStore.time(r, "edited").orElse(null),
        ActivityStore.time(r, "removed").orElse(null),
        r.getString("removed_by"),
        r.getBoolean("copied"));
  }

  private static Writer writer(ResultSet r, String person, String system, String actor)
      throws SQLException {
    boolean known = r.getObject(actor.equals("actor") ? actor : actor + "_actor") != null;
    return new Writer(
        r.getString(person),
        r.getString(system),
        known
            ? new SourceActors.ActorRow(
                r.getString(actor + "_person"), r.getString(actor + "_name"))
            : null);
  }
}
