package io.causerie.engine.notice;

import io.causerie.engine.people.SourceActors;
import io.causerie.engine.store.Ids;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Localized;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The statements that read inboxes, and move what has been read of them. */
final class NoticeSql {
  /** What says of a notice {@code n} whether it has been read. */
  static final String MARKS =
      """
      left join notice_state s on s.person = n.person
      left join read_mark k on k.person = n.person and k.record_id = n.record_id
      left join home_state hs on hs.person = n.person
      left join home_mark m on m.person = n.person and m.activity_id = n.activity_id
      """;

  /**
   * What she said of it by hand decides; else whether she has read her inbox, her home, the
   * record's page or the post that far.
   */
  static final String UNREAD =
      """
      (case when n.seen is not null then not n.seen
        else n.place > coalesce(s.read_place, 0)
          and n.position > greatest(coalesce(k.position, 0), coalesce(hs.position, 0))
          and not (coalesce(m.seen, false) and coalesce(m.place, 0) >= n.position) end)
      """;

  private NoticeSql() {}

  /** Nothing at or below this place of an inbox is unread. */
  static long floor(Handle h, String person) {
    return h.createQuery(
            """
            select coalesce((select read_place from notice_state where person = :person), 0) as mark,
              (select min(place) from notice where person = :person and seen = false) as lowest
            from journal_head
            """)
        .bind("person", person)
        .map(
            (r, c) -> {
              Long lowest = r.getObject("lowest", Long.class);
              return lowest == null ? r.getLong("mark") : Math.min(r.getLong("mark"), lowest - 1);
            })
        .one();
  }

  /**
   * One in an inbox.
   *
   * @param gone whether nothing of it is left
   * @param noteGone whether the comment is
   */
  record Row(
      Notice notice,
      long place,
      boolean unread,
      boolean gone,
      boolean noteGone,
      String system,
      Localized typeLabel) {}

  private static final String ROWS =
      """
      select n.*, %s as unread, a.removed, w.removed as note_removed, a.system, g.type,
        g.type_label
      from notice n join activity a on a.id = n.activity_id join record g on g.id = a.record_id
        left join note w on w.id = n.note_id
        %s
      where n.person = :person and %s
      order by n.person desc, n.place desc limit :most
      """;

  private static final String ALL =
      ROWS.formatted(UNREAD, MARKS, "n.place < :before and n.place > :floor");

  private static final String UNREAD_ONLY =
      ROWS.formatted(UNREAD, MARKS, "n.place < :before and n.place > :floor and " + UNREAD);

  /** The statement of a page. */
  static String page(boolean unread) {
    return unread ? UNREAD_ONLY : ALL;
  }

  /** Some of an inbox, from a place down. */
  static List<Row> rows(
      Handle h, String person, boolean unread, long before, long floor, int most) {
    return rows(
        h.createQuery(page(unread)).bind("before", before).bind("floor", floor).bind("most", most),
        person);
  }

  /** Those of some ids that stand in her inbox. */
  static List<Row> rows(Handle h, String person, Collection<Long> ids) {
    return rows(
        ShortList.query(
                h,
                ROWS.formatted(UNREAD, MARKS, "n.place is not null and n.id = any(:ids)"),
                ShortList.numbers("ids", ids))
            .bind("most", ids.size()),
        person);
  }

  private static List<Row> rows(Query query, String person) {
    return query.bind("person", person).map((r, c) -> row(r)).list();
  }

  private static Row row(ResultSet r) throws SQLException {
    boolean noteGone = r.getObject("note_removed") != null;
    Notice notice = NoticeStore.notice(r);
    String label = r.getString("type_label");
    return new Row(
        notice,
        r.getLong("place"),
        r.getBoolean("unread"),
        r.getObject("removed") != null || (noteGone && notice.more() == 0),
        noteGone,
        r.getString("system"),
        label == null ? Localized.of(r.getString("type")) : ModelJson.read(label, Localized.class));
  }

  /**
   * The words of a comment.
   *
   * @param person who wrote it here
   * @param source who wrote it in a source
   */
  record Words(
      @Nullable String person,
      SourceActors.@Nullable ActorRow source,
      @Nullable String system,
      String content,
      String html,
      int htmlVersion,
      Instant at) {}

  /** The words of some comments on posts that their reader was let in to, by id. */
  static Map<Long, Words> words(Handle h, Collection<Long> notes) {
    Map<Long, Words> words = new HashMap<>();
    if (!notes.isEmpty()) {
      ShortList.query(
              h,
              """
              select n.id, n.author, n.system, n.content, n.html, n.html_version, n.written,
                s.id as actor, s.person as actor_person, coalesce(s.name, s.source_id) as actor_name
              from note n left join source_actor s on s.id = n.source_actor
              where n.id = any(:notes) and n.removed is null
              """,
              ShortList.numbers("notes", notes))
          .map((r, c) -> Map.entry(r.getLong("id"), words(r)))
          .forEach(e -> words.put(e.getKey(), e.getValue()));
    }
    return words;
  }

  private static Words words(ResultSet r) throws SQLException {
    return new Words(
        r.getString("author"),
        r.getObject("actor") == null
            ? null
            : new SourceActors.ActorRow(r.getString("actor_person"), r.getString("actor_name")),
        r.getString("system"),
        r.getString("content"),
        r.getString("html"),
        r.getInt("html_version"),
        at(r));
  }

  private static Instant at(ResultSet r) throws SQLException {
    OffsetDateTime written = r.getObject("written", OffsetDateTime.class);
    return written == null ? Ids.timeOf(r.getLong("id")) : written.toInstant();
  }

  /**
   * Moves what she has read up to a place, never back; what she said of single ones is forgotten.
   */
  static void readUpTo(Handle h, String person, long place) {
    touch(h, person);
    h.createUpdate(
            """
            update notice_state set read_place = greatest(read_place, least(:place, place))
            where person = :person
            """)
        .bind("person", person)
        .bind("place", place)
        .execute();
    h.createUpdate(
            """
            update notice set seen = null
            where person = :person and place <= :place and seen is not null
            """)
        .bind("person", person)
        .bind("place", place)
        .execute();
  }

  /** Marks some of hers as read, or as unread again. */
  static void mark(Handle h, String person, Collection<Long> ids, boolean seen) {
    touch(h, person);
    h.createUpdate("update notice set seen = :seen where person = :person and id = any(:ids)")
        .bind("seen", seen)
        .bind("person", person)
        .bindArray("ids", Long.class, ids.toArray())
        .execute();
  }

  private static void touch(Handle h, String person) {
    h.createUpdate(
            """
            insert into notice_state (person, place, read_place, stamp) values (:person, 0, 0, 0)
            on conflict do nothing
            """)
        .bind("person", person)
        .execute();
    h.createUpdate("update notice_state set stamp = stamp + 1 where person = :person")
        .bind("person", person)
        .execute();
  }

  /**
   * Moves what some have read of their inboxes up to the first that is unread, so that little is
   * looked at.
   */
  static void settleRead(Handle h, Collection<String> persons) {
    h.createUpdate(
            """
            update notice_state set read_place = coalesce((
              select min(n.place) - 1 from notice n %s
              where n.person = notice_state.person and n.place > notice_state.read_place and %s),
              place)
            where person = any(:persons)
            """
                .formatted(MARKS, UNREAD))
        .bindArray("persons", String.class, persons.toArray())
        .execute();
  }

  /** What is other numbers whenever the inbox of a person may be another, by person. */
  static Map<String, List<Long>> stamps(Handle h, Collection<String> persons) {
    Map<String, List<Long>> stamps = new HashMap<>();
    h.createQuery(
            """
            select p.id, v.version, coalesce(t.stamp, 0) as stamp, (
              select count(*) from notice n %s
              where n.person = p.id and n.place > coalesce(t.read_place, 0) and %s) as unread
            from person p cross join rights_version v left join notice_state t on t.person = p.id
            where p.id = any(:persons)
            """
                .formatted(MARKS, UNREAD))
        .bindArray("persons", String.class, persons.toArray())
        .map(
            (r, c) ->
                Map.entry(
                    r.getString("id"),
                    List.of(r.getLong("version"), r.getLong("stamp"), r.getLong("unread"))))
        .forEach(e -> stamps.put(e.getKey(), Objects.requireNonNull(e.getValue())));
    return stamps;
  }
}
