package io.causerie.engine.notice;

import io.causerie.engine.home.HomeStore;
import io.causerie.engine.home.Reason;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Coded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of what is to be decided; on nobody's behalf. */
final class QueueStore {
  static final Holdings HOLDINGS =
      Holdings.none()
          .erasing(List.of("notice_queue.person"), (h, her) -> forget(h, her.id()))
          .person("notice_candidate.by_person")
          .stays("the user's own row is emptied", "notice_candidate.source_actor")
          .merging(List.of("notice_queue.record_id"), QueueStore::merge);

  private QueueStore() {}

  /**
   * What somebody may have to be told.
   *
   * @param position of the line that tells it
   * @param by who did it
   * @param actor the same, by her name in a source
   */
  record Candidate(
      String person,
      long record,
      long position,
      long activity,
      @Nullable Long note,
      Reason reason,
      @Nullable String by,
      @Nullable Long actor,
      Instant at) {}

  private record Pair(String person, long record) {}

  /** What waits for a person and a record. */
  private static final class Queue {
    final long id;
    final boolean isNew;
    final Instant since;
    int events;
    Instant due;

    Queue(long id, boolean isNew, Instant since, int events, Instant due) {
      this.id = id;
      this.isNew = isNew;
      this.since = since;
      this.events = events;
      this.due = due;
    }
  }

  /** Lets some wait to be decided; the longer, the more there is. */
  static void queue(Handle h, Collection<Candidate> candidates, LongSupplier ids) {
    if (candidates.isEmpty()) {
      return;
    }
    Map<Pair, Queue> queues =
        queues(
            h,
            candidates.stream().map(Candidate::person).distinct().toList(),
            candidates.stream().map(Candidate::record).distinct().toList());
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into notice_candidate (queue_id, position, activity_id, note_id, reason, by_person,
              source_actor)
            values (:queue, :position, :activity, :note, :reason, :by, :actor)
            """);
    Set<Queue> touched = new LinkedHashSet<>();
    for (Candidate one : candidates) {
      Queue queue =
          queues.computeIfAbsent(
              new Pair(one.person(), one.record()),
              pair -> new Queue(ids.getAsLong(), true, one.at(), 0, one.at()));
      queue.events++;
      queue.due = Window.due(queue.since, one.at(), queue.events);
      touched.add(queue);
      insert
          .bind("queue", queue.id)
          .bind("position", one.position())
          .bind("activity", one.activity())
          .bind("note", one.note())
          .bind("reason", one.reason().code())
          .bind("by", one.by())
          .bind("actor", one.actor())
          .add();
    }
    insert.execute();
    write(h, queues, touched);
  }

  /** Those there are; locked, so that whoever decides waits or has decided. */
  private static Map<Pair, Queue> queues(
      Handle h, Collection<String> persons, Collection<Long> records) {
    Map<Pair, Queue> queues = new LinkedHashMap<>();
    h.createQuery(
            """
            select id, person, record_id, since, events, due from notice_queue
            where person = any(:persons) and record_id = any(:records) order by id for update
            """)
        .bindArray("persons", String.class, persons.toArray())
        .bindArray("records", Long.class, records.toArray())
        .map(
            (r, c) ->
                Map.entry(
                    new Pair(r.getString("person"), r.getLong("record_id")),
                    new Queue(
                        r.getLong("id"),
                        false,
                        time(r, "since"),
                        r.getInt("events"),
                        time(r, "due"))))
        .forEach(e -> queues.put(e.getKey(), e.getValue()));
    return queues;
  }

  private static void write(Handle h, Map<Pair, Queue> queues, Set<Queue> touched) {
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into notice_queue (id, person, record_id, since, events, due, put_off)
            values (:id, :person, :record, :since, :events, :due, 0)
            """);
    PreparedBatch update =
        h.prepareBatch("update notice_queue set events = :events, due = :due where id = :id");
    queues.forEach(
        (pair, queue) -> {
          if (touched.contains(queue)) {
            PreparedBatch batch = queue.isNew ? insert : update;
            if (queue.isNew) {
              batch
                  .bind("person", pair.person())
                  .bind("record", pair.record())
                  .bind("since", queue.since);
            }
            batch.bind("id", queue.id).bind("events", queue.events).bind("due", queue.due).add();
          }
        });
    if (insert.size() > 0) {
      insert.execute();
    }
    if (update.size() > 0) {
      update.execute();
    }
  }

  /** What is due, as far as it is looked at together. */
  record Due(long queue, String person, long record, long position, long activity) {}

  /** Some that are to be decided, the longest due first. */
  static List<Due> due(Handle h, Instant now, int most) {
    return h.createQuery(
            """
            select q.id, q.person, q.record_id, c.position, c.activity_id
            from notice_queue q join notice_candidate c on c.queue_id = q.id
            where q.due <= :now order by q.due, q.id, c.position limit :most
            """)
        .bind("now", now)
        .bind("most", most)
        .map(
            (r, c) ->
                new Due(
                    r.getLong("id"),
                    r.getString("person"),
                    r.getLong("record_id"),
                    r.getLong("position"),
                    r.getLong("activity_id")))
        .list();
  }

  /** When the next is to be decided. */
  static Optional<Instant> next(Handle h) {
    return h.createQuery("select min(due) as due from notice_queue")
        .map((r, c) -> Optional.ofNullable(r.getObject("due", OffsetDateTime.class)))
        .one()
        .map(OffsetDateTime::toInstant);
  }

  /** Takes those of some that nobody else decides, and that are due still. */
  static Set<Long> take(Handle h, Collection<Long> queues, Instant now) {
    return Set.copyOf(
        h.createQuery(
                """
                select id from notice_queue where id = any(:ids) and due <= :now
                order by id for update skip locked
                """)
            .bindArray("ids", Long.class, queues.toArray())
            .bind("now", now)
            .mapTo(Long.class)
            .list());
  }

  /** What is to be known of what waits in some queues, in the order in which it happened. */
  private static final String FACTS =
      """
      select c.*, q.person, a.record_id, %s, n.removed as note_removed,
        coalesce(p.author, t.person) as answered, coalesce(c.by_person, d.person) as doer,
        k.position as record_mark, hs.position as home_position, m.place as mark_place, m.seen,
        i.reason as told_reason,
        (select count(*) from mention w
          where w.item = coalesce(c.note_id, c.activity_id) and w.person = q.person) as named,
        (select count(*) from group_mention g join group_member b on b.group_name = g.group_name
          where g.item = coalesce(c.note_id, c.activity_id) and b.person = q.person) as in_group
      from notice_candidate c join notice_queue q on q.id = c.queue_id
        join activity a on a.id = c.activity_id
        %s
        left join note n on n.id = c.note_id
        left join note p on p.id = n.in_reply_to
        left join source_actor t on t.id = p.source_actor
        left join source_actor d on d.id = c.source_actor
        left join read_mark k on k.person = q.person and k.record_id = a.record_id
        left join home_state hs on hs.person = q.person
        left join home_mark m on m.person = q.person and m.activity_id = c.activity_id
        left join notice_item i on i.item = coalesce(c.note_id, c.activity_id)
          and i.person = q.person
      where c.queue_id = any(:queues) order by c.queue_id, c.position
      """
          .formatted(HomeStore.POST, HomeStore.OF_POST);

  static List<Decision.Fact> facts(Handle h, Collection<Long> queues) {
    return queues.isEmpty()
        ? List.of()
        : ShortList.query(h, FACTS, ShortList.numbers("queues", queues))
            .map((r, c) -> fact(r))
            .list();
  }

  private static Decision.Fact fact(ResultSet r) throws SQLException {
    Long note = r.getObject("note_id", Long.class);
    long position = r.getLong("position");
    Boolean seen = r.getObject("seen", Boolean.class);
    int told = r.getInt("told_reason");
    boolean isTold = !r.wasNull();
    boolean read =
        Math.max(r.getLong("record_mark"), r.getLong("home_position")) >= position
            || (Boolean.TRUE.equals(seen) && r.getLong("mark_place") >= position);
    return new Decision.Fact(
        r.getLong("queue_id"),
        r.getString("person"),
        HomeStore.post(r, r.getLong("activity_id"), r.getLong("record_id")),
        note,
        note != null && r.getObject("note_removed") != null,
        position,
        Coded.of(Reason.class, r.getInt("reason")),
        r.getString("doer"),
        r.getString("answered"),
        r.getInt("named") > 0,
        r.getInt("in_group") > 0,
        read,
        isTold ? Coded.of(Reason.class, told) : null);
  }

  /** Puts off what cannot be decided yet. */
  static void putOff(Handle h, Collection<Long> queues, Instant now) {
    if (queues.isEmpty()) {
      return;
    }
    Map<Long, Integer> before = new HashMap<>();
    h.createQuery("select id, put_off from notice_queue where id = any(:ids)")
        .bindArray("ids", Long.class, queues.toArray())
        .map((r, c) -> Map.entry(r.getLong("id"), r.getInt("put_off")))
        .forEach(e -> before.put(e.getKey(), e.getValue()));
    PreparedBatch update =
        h.prepareBatch("update notice_queue set due = :due, put_off = put_off + 1 where id = :id");
    before.forEach(
        (id, times) -> update.bind("id", id).bind("due", Window.putOff(now, times)).add());
    update.execute();
  }

  /**
   * Forgets what was decided.
   *
   * @param upTo by queue, the position of the last that was looked at; what came later waits on
   */
  static void settled(Handle h, Map<Long, Long> upTo, Instant now) {
    if (upTo.isEmpty()) {
      return;
    }
    PreparedBatch delete =
        h.prepareBatch(
            "delete from notice_candidate where queue_id = :queue and position <= :position");
    upTo.forEach((queue, last) -> delete.bind("queue", queue).bind("position", last).add());
    delete.execute();
    Long[] ids = upTo.keySet().toArray(Long[]::new);
    h.createUpdate(
            """
            update notice_queue set since = :now, put_off = 0,
              events = (select count(*) from notice_candidate c where c.queue_id = notice_queue.id)
            where id = any(:ids)
            """)
        .bind("now", now)
        .bindArray("ids", Long.class, (Object[]) ids)
        .execute();
    h.createUpdate("delete from notice_queue where id = any(:ids) and events = 0")
        .bindArray("ids", Long.class, (Object[]) ids)
        .execute();
  }

  /** What waits because of posts that are gone waits no more. */
  static void forgetPosts(Handle h, Collection<Long> posts) {
    List<Long> queues =
        h.createQuery(
                "select distinct queue_id from notice_candidate where activity_id = any(:gone)")
            .bindArray("gone", Long.class, posts.toArray())
            .mapTo(Long.class)
            .list();
    if (!queues.isEmpty()) {
      h.createUpdate("delete from notice_candidate where activity_id = any(:gone)")
          .bindArray("gone", Long.class, posts.toArray())
          .execute();
      h.createUpdate(
              """
              delete from notice_queue where id = any(:queues) and not exists (
                select 1 from notice_candidate c where c.queue_id = notice_queue.id)
              """)
          .bindArray("queues", Long.class, queues.toArray())
          .execute();
    }
  }

  private static void forget(Handle h, String person) {
    h.createUpdate(
            """
            delete from notice_candidate
            where queue_id in (select id from notice_queue where person = :person)
            """)
        .bind("person", person)
        .execute();
    h.createUpdate("delete from notice_queue where person = :person")
        .bind("person", person)
        .execute();
  }

  /** What waits for a record that became part of another waits for that one. */
  private static void merge(Handle h, long from, long into) {
    h.createUpdate(
            """
            update notice_candidate set queue_id = (
              select i.id from notice_queue q join notice_queue i on i.person = q.person
                and i.record_id = :into
              where q.id = notice_candidate.queue_id)
            where queue_id in (
              select q.id from notice_queue q join notice_queue i on i.person = q.person
                and i.record_id = :into
              where q.record_id = :from)
            """)
        .bind("from", from)
        .bind("into", into)
        .execute();
    h.createUpdate(
            """
            delete from notice_queue where record_id = :from and person in (
              select i.person from notice_queue i where i.record_id = :into)
            """)
        .bind("from", from)
        .bind("into", into)
        .execute();
    h.createUpdate("update notice_queue set record_id = :into where record_id = :from")
        .bind("from", from)
        .bind("into", into)
        .execute();
  }

  private static Instant time(ResultSet r, String column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
