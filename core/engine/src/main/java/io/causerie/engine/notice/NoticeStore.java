package io.causerie.engine.notice;

import io.causerie.engine.home.Reason;
import io.causerie.engine.notice.Decision.Open;
import io.causerie.engine.notice.Decision.Told;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.ShortList;
import io.causerie.model.ActivityId;
import io.causerie.model.Coded;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of what was decided; on nobody's behalf. */
public final class NoticeStore {
  static final Holdings HOLDINGS =
      Holdings.none()
          .gone("notice.person", "notice_item.person", "notice_state.person")
          .person("notice.by_person")
          .record("notice.record_id");

  private static final int DELETED_AT_ONCE = 5_000;

  private NoticeStore() {}

  /** The last place of each of some inboxes, which nobody else writes to until the end. */
  static Map<String, Long> lock(Handle h, Collection<String> persons) {
    if (persons.isEmpty()) {
      return Map.of();
    }
    List<String> sorted = persons.stream().distinct().sorted().toList();
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into notice_state (person, place, read_place, stamp) values (:person, 0, 0, 0)
            on conflict do nothing
            """);
    sorted.forEach(person -> insert.bind("person", person).add());
    insert.execute();
    return h
        .createQuery(
            """
            select person, place from notice_state where person = any(:persons)
            order by person for update
            """)
        .bindArray("persons", String.class, sorted.toArray())
        .map((r, c) -> Map.entry(r.getString("person"), r.getLong("place")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** What stands unread in some inboxes of some discussions. */
  static List<Open> open(Handle h, Collection<String> persons, Collection<Long> activities) {
    return persons.isEmpty()
        ? List.of()
        : ShortList.query(
                h,
                """
                select n.* from notice n %s
                where n.activity_id = any(:activities) and n.person = any(:persons)
                  and n.place is not null and %s
                """
                    .formatted(NoticeSql.MARKS, NoticeSql.UNREAD),
                ShortList.numbers("activities", activities),
                ShortList.texts("persons", persons))
            .map((r, c) -> new Open(notice(r), r.getLong("position")))
            .list();
  }

  /** One that was decided, whether it stands in her inbox or not. */
  public static Optional<Notice> find(Handle h, long id) {
    return h.createQuery("select * from notice where id = :id")
        .bind("id", id)
        .map((r, c) -> notice(r))
        .findOne();
  }

  static Notice notice(ResultSet r) throws SQLException {
    Long note = r.getObject("note_id", Long.class);
    return new Notice(
        r.getLong("id"),
        r.getString("person"),
        new RecordId(r.getLong("record_id")),
        new ActivityId(r.getLong("activity_id")),
        note == null ? null : new NoteId(note),
        Coded.of(Reason.class, r.getInt("reason")),
        r.getString("by_person"),
        r.getInt("more"),
        time(r, "told"));
  }

  /** Writes down what is told. */
  static void tell(Handle h, List<Told> all) {
    if (all.isEmpty()) {
      return;
    }
    replace(h, all);
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into notice (id, person, place, record_id, activity_id, note_id, reason,
              by_person, more, position, told)
            values (:id, :person, :place, :record, :activity, :note, :reason, :by, :more, :position,
              :told)
            """);
    Map<String, Long> places = new HashMap<>();
    for (Told one : all) {
      Notice notice = one.notice();
      NoteId note = notice.note();
      insert
          .bind("id", notice.id())
          .bind("person", notice.person())
          .bind("place", one.place())
          .bind("record", notice.record().value())
          .bind("activity", notice.activity().value())
          .bind("note", note == null ? null : note.value())
          .bind("reason", notice.reason().code())
          .bind("by", notice.by())
          .bind("more", notice.more())
          .bind("position", one.position())
          .bind("told", notice.at())
          .add();
      if (one.place() != null) {
        places.merge(notice.person(), one.place(), Math::max);
      }
    }
    insert.execute();
    items(h, all);
    PreparedBatch state =
        h.prepareBatch(
            "update notice_state set place = :place, stamp = stamp + 1 where person = :person");
    places.forEach((person, place) -> state.bind("person", person).bind("place", place).add());
    if (state.size() > 0) {
      state.execute();
      NoticeSql.settleRead(h, places.keySet());
    }
  }

  /** What another takes the place of leaves the inbox. */
  private static void replace(Handle h, List<Told> all) {
    PreparedBatch leave = h.prepareBatch("update notice set place = null where id = :before");
    PreparedBatch follow =
        h.prepareBatch("update notice_item set notice_id = :id where notice_id = :before");
    for (Told one : all) {
      if (one.before() != null) {
        leave.bind("before", one.before()).add();
        follow.bind("before", one.before()).bind("id", one.notice().id()).add();
      }
    }
    if (leave.size() > 0) {
      leave.execute();
      follow.execute();
    }
  }

  private static void items(Handle h, List<Told> all) {
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into notice_item (item, person, notice_id, reason)
            values (:item, :person, :notice, :reason)
            """);
    PreparedBatch update =
        h.prepareBatch(
            """
            update notice_item set notice_id = :notice, reason = :reason
            where item = :item and person = :person
            """);
    for (Told one : all) {
      one.items()
          .forEach(
              (item, as) ->
                  (as.again() ? update : insert)
                      .bind("item", item)
                      .bind("person", one.notice().person())
                      .bind("notice", one.notice().id())
                      .bind("reason", as.reason().code())
                      .add());
    }
    for (PreparedBatch batch : List.of(insert, update)) {
      if (batch.size() > 0) {
        batch.execute();
      }
    }
  }

  /** Removes what was told long ago; returns whether there may be more. */
  static boolean purge(Handle h, Instant before) {
    List<Long> old =
        h.createQuery("select id from notice where told < :before order by told limit :most")
            .bind("before", before)
            .bind("most", DELETED_AT_ONCE)
            .mapTo(Long.class)
            .list();
    if (!old.isEmpty()) {
      for (String sql :
          List.of(
              "delete from notice_item where notice_id = any(:ids)",
              "delete from notice where id = any(:ids)")) {
        h.createUpdate(sql).bindArray("ids", Long.class, old.toArray()).execute();
      }
    }
    return old.size() == DELETED_AT_ONCE;
  }

  /** Posts that are gone are told to nobody. */
  public static void forget(Handle h, Collection<Long> posts) {
    QueueStore.forgetPosts(h, posts);
    for (String sql :
        List.of(
            """
            delete from notice_item where item = any(:gone)
              or notice_id in (select id from notice where activity_id = any(:gone))
            """,
            "delete from notice where activity_id = any(:gone)")) {
      h.createUpdate(sql).bindArray("gone", Long.class, posts.toArray()).execute();
    }
  }

  private static Instant time(ResultSet r, String column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
