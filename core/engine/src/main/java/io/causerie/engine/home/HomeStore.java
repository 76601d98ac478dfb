package io.causerie.engine.home;

import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.follow.FollowStore.Broad;
import io.causerie.engine.follow.Subtype;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Coded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of homes, as they are written; on nobody's behalf. */
public final class HomeStore {
  /** What homes hold. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .gone("home_item.person", "home_state.person", "home_mark.person")
          .person("home_item.reason_person", "wide_item.by_person")
          .record("home_item.record_id", "wide_item.record_id")
          .merging(List.of("wide_target.target", "wide_item.target"), HomeStore::merge);

  private HomeStore() {}

  /**
   * A post, for whoever may be told of it.
   *
   * @param actor who did it, if it was a person
   * @param author who wrote it, where somebody did
   */
  public record Post(
      long id,
      long record,
      String system,
      String recordType,
      Made made,
      String type,
      @Nullable String actor,
      @Nullable String author,
      boolean gone) {
    /** What kind of thing it is. */
    public Subtype subtype() {
      return switch (made) {
        case POST -> Subtype.TALK;
        case CHANGE -> Subtype.CHANGED;
        case EVENT -> type.equals("Create") ? Subtype.CREATED : Subtype.EVENT;
      };
    }

    /** Ids of all it can be followed by. */
    public List<Long> targets(Collection<Broad> broad) {
      List<Long> targets = new ArrayList<>(List.of(id, record));
      broad.stream().filter(this::isOf).map(Broad::id).forEach(targets::add);
      return targets;
    }

    boolean isOf(Broad target) {
      return switch (target.kind()) {
        case PERSON -> target.person() != null && target.person().equals(actor);
        case TYPE -> system.equals(target.system()) && recordType.equals(target.type());
        case SYSTEM -> system.equals(target.system()) && "".equals(target.type());
        case RECORD, POST -> false;
      };
    }
  }

  /** What is known of a post beside its own row; reads it as {@code a}. */
  public static final String POST =
      """
      a.system, g.type as record_type, a.kind as made, a.type, a.talk, a.actor_person,
        coalesce(a.actor_person, s.person) as actor, a.removed
      """;

  /** Where that is read from. */
  public static final String OF_POST =
      """
      join record g on g.id = a.record_id left join source_actor s on s.id = a.source_actor
      """;

  /** Some posts, by id. */
  public static Map<Long, Post> posts(Handle h, Collection<Long> ids) {
    Map<Long, Post> posts = new HashMap<>();
    if (!ids.isEmpty()) {
      ShortList.query(
              h,
              "select a.id, a.record_id, "
                  + POST
                  + " from activity a "
                  + OF_POST
                  + " where a.id = any(:ids)",
              ShortList.numbers("ids", ids))
          .map((r, c) -> post(r, r.getLong("id"), r.getLong("record_id")))
          .forEach(post -> posts.put(post.id(), post));
    }
    return posts;
  }

  /** Of a row that has {@link #POST}. */
  public static Post post(ResultSet r, long id, long record) throws SQLException {
    return new Post(
        id,
        record,
        r.getString("system"),
        r.getString("record_type"),
        Coded.of(Made.class, r.getInt("made")),
        r.getString("type"),
        r.getString("actor"),
        r.getString("actor_person"),
        r.getObject("removed") != null);
  }

  /** The persons that some users of sources are. */
  static Map<Long, String> persons(Handle h, Collection<Long> sourceActors) {
    Map<Long, String> persons = new HashMap<>();
    if (!sourceActors.isEmpty()) {
      ShortList.query(
              h,
              "select id, person from source_actor where id = any(:ids) and person is not null",
              ShortList.numbers("ids", sourceActors))
          .map((r, c) -> Map.entry(r.getLong("id"), r.getString("person")))
          .forEach(e -> persons.put(e.getKey(), e.getValue()));
    }
    return persons;
  }

  /**
   * A comment, for whoever may be told of it.
   *
   * @param answered whose comment it answers, if that is a person
   */
  public record Note(long id, @Nullable String answered, boolean gone) {}

  static Map<Long, Note> notes(Handle h, Collection<Long> ids) {
    Map<Long, Note> notes = new HashMap<>();
    if (!ids.isEmpty()) {
      ShortList.query(
              h,
              """
              select n.id, coalesce(q.author, t.person) as answered, n.removed
              from note n left join note q on q.id = n.in_reply_to
                left join source_actor t on t.id = q.source_actor
              where n.id = any(:ids)
              """,
              ShortList.numbers("ids", ids))
          .map(
              (r, c) ->
                  new Note(
                      r.getLong("id"), r.getString("answered"), r.getObject("removed") != null))
          .forEach(note -> notes.put(note.id(), note));
    }
    return notes;
  }

  /** Whom some posts and comments name, by item. */
  static Map<Long, Set<String>> mentions(Handle h, Collection<Long> items) {
    return byItem(h, items, "select item, person from mention where item = any(:items)");
  }

  /** Who is in a group that some of them name, by item. */
  static Map<Long, Set<String>> groupMentions(Handle h, Collection<Long> items) {
    return byItem(
        h,
        items,
        """
        select g.item, m.person from group_mention g
          join group_member m on m.group_name = g.group_name
        where g.item = any(:items)
        """);
  }

  private static Map<Long, Set<String>> byItem(Handle h, Collection<Long> items, String sql) {
    Map<Long, Set<String>> found = new HashMap<>();
    if (!items.isEmpty()) {
      ShortList.query(h, sql, ShortList.numbers("items", items))
          .map((r, c) -> Map.entry(r.getLong("item"), r.getString("person")))
          .forEach(e -> found.computeIfAbsent(e.getKey(), i -> new HashSet<>()).add(e.getValue()));
    }
    return found;
  }

  /** Those of some targets that are looked for by their readers. */
  static Set<Long> wide(Handle h, Collection<Long> targets) {
    return targets.isEmpty()
        ? Set.of()
        : ShortList.query(
                h,
                "select target from wide_target where target = any(:targets)",
                ShortList.numbers("targets", targets))
            .mapTo(Long.class)
            .set();
  }

  /** In whose homes some posts stand already, by post. */
  static Map<Long, Set<String>> homes(Handle h, Collection<Long> posts) {
    Map<Long, Set<String>> homes = new HashMap<>();
    if (!posts.isEmpty()) {
      ShortList.query(
              h,
              "select activity_id, person from home_item where activity_id = any(:posts)",
              ShortList.numbers("posts", posts))
          .map((r, c) -> Map.entry(r.getLong("activity_id"), r.getString("person")))
          .forEach(e -> homes.computeIfAbsent(e.getKey(), p -> new HashSet<>()).add(e.getValue()));
    }
    return homes;
  }

  /** By which a row is found. */
  record Key(long post, String person) {}

  /**
   * What somebody is told.
   *
   * @param place the position of the line that tells it
   * @param by who mentioned or answered her
   * @param edit whether the line is an edit, which tells only whom it mentions anew
   */
  record Told(Key key, long record, long place, Reason reason, @Nullable String by, boolean edit) {
    /** The same post told once more. */
    Told then(Told later) {
      if (later.edit && reason.code() <= later.reason.code()) {
        return this;
      }
      Reason strongest = reason.stronger(later.reason);
      return new Told(
          key,
          record,
          later.place,
          strongest,
          strongest == later.reason ? later.by : by,
          edit && later.edit);
    }
  }

  /**
   * Writes what persons are told into their homes; a post stands in a home once, in its last place.
   */
  static void tell(Handle h, Collection<Told> all) {
    List<Told> told = List.copyOf(all);
    if (told.isEmpty()) {
      return;
    }
    PreparedBatch update =
        h.prepareBatch(
            """
            update home_item set
              place = case when :edit and reason <= :reason then place else :place end,
              reason_person = case when reason < :reason then reason_person else :by end,
              reason = case when reason < :reason then reason else :reason end
            where activity_id = :post and person = :person
            """);
    told.forEach(one -> bind(update, one).bind("edit", one.edit()).add());
    int[] there = update.execute();
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into home_item (activity_id, person, record_id, place, reason, reason_person)
            values (:post, :person, :record, :place, :reason, :by)
            """);
    for (int i = 0; i < there.length; i++) {
      if (there[i] == 0) {
        bind(insert, told.get(i)).bind("record", told.get(i).record()).add();
      }
    }
    if (insert.size() > 0) {
      insert.execute();
    }
  }

  private static PreparedBatch bind(PreparedBatch batch, Told one) {
    return batch
        .bind("post", one.key().post())
        .bind("person", one.key().person())
        .bind("place", one.place())
        .bind("reason", one.reason().code())
        .bind("by", one.by());
  }

  /**
   * What is told to all who follow a target.
   *
   * @param by who did it, who is not told
   */
  record Wide(long post, long target, long record, long place, @Nullable String by) {}

  /** Writes once what many follow; in the order of the journal. */
  static void widely(Handle h, List<Wide> all) {
    if (all.isEmpty()) {
      return;
    }
    PreparedBatch targets =
        h.prepareBatch("insert into wide_target (target) values (:target) on conflict do nothing");
    all.stream()
        .map(Wide::target)
        .distinct()
        .sorted()
        .forEach(t -> targets.bind("target", t).add());
    targets.execute();
    Map<List<Long>, Wide> first = new LinkedHashMap<>();
    all.forEach(one -> first.putIfAbsent(List.of(one.post(), one.target()), one));
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into wide_item (activity_id, target, record_id, place, by_person, other_place)
            values (:post, :target, :record, 0, :by, 0) on conflict do nothing
            """);
    first.values().forEach(one -> bind(insert, one).bind("record", one.record()).add());
    insert.execute();
    // What somebody else did before stays for whoever did the last of it.
    PreparedBatch update =
        h.prepareBatch(
            """
            update wide_item set
              other_place = case when coalesce(by_person, '') = coalesce(cast(:by as varchar), '')
                and by_person is not null then other_place else place end,
              by_person = cast(:by as varchar), place = :place
            where activity_id = :post and target = :target
            """);
    all.forEach(one -> bind(update, one).bind("place", one.place()).add());
    update.execute();
  }

  private static PreparedBatch bind(PreparedBatch batch, Wide one) {
    return batch.bind("post", one.post()).bind("target", one.target()).bind("by", one.by());
  }

  /** What became part of another record is looked for by the readers of both. */
  private static void merge(Handle h, long from, long into) {
    h.createUpdate(
            """
            insert into wide_target (target) select :into from wide_target where target = :from
            on conflict do nothing
            """)
        .bind("from", from)
        .bind("into", into)
        .execute();
    h.createUpdate("update wide_item set target = :into where target = :from")
        .bind("from", from)
        .bind("into", into)
        .execute();
    h.createUpdate("delete from wide_target where target = :from").bind("from", from).execute();
  }

  /** Posts that are gone stand in no home. */
  public static void forget(Handle h, Collection<Long> posts) {
    for (String table : List.of("home_item", "wide_item", "home_mark")) {
      h.createUpdate("delete from %s where activity_id = any(:gone)".formatted(table))
          .bindArray("gone", Long.class, posts.toArray())
          .execute();
    }
    h.createUpdate("delete from wide_target where target = any(:gone)")
        .bindArray("gone", Long.class, posts.toArray())
        .execute();
  }
}
