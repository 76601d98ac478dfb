package io.causerie.engine.home;

import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.follow.FollowStore.Broad;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.follow.TargetKind;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Localized;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The statements that read homes. They give candidates: whether somebody reads one of them, and
 * whether she follows it now, is decided by whoever asks.
 */
final class HomeSql {
  private HomeSql() {}

  /**
   * What a person has beside the items.
   *
   * @param mark up to here she has read all
   * @param lowest where the lowest of those stands that are unread again; beyond all: there is none
   * @param wide targets of hers that are looked for
   * @param broad what she says of persons, types and systems
   */
  record Own(long mark, long lowest, Set<Long> wide, Map<Broad, Stance> broad) {
    /** What she says of whoever did something, and of the type and system it is of. */
    List<Stance> of(HomeStore.Post post) {
      List<Stance> all = new ArrayList<>();
      broad.forEach(
          (target, stance) -> {
            if (post.isOf(target)) {
              all.add(stance);
            }
          });
      return all;
    }

    /** Nothing below this place is unread. */
    long floor() {
      return Math.min(mark, lowest - 1);
    }
  }

  private static final String OWN =
      """
      select s.position as home_mark,
        (select min(m.place) from home_mark m where m.person = :person and m.seen = false) as lowest,
        f.*
      from journal_head j left join home_state s on s.person = :person
        left join (
          select %1$s, t.id as broad, t.person as followed, t.system, t.type, w.target as wide
          from follow f left join follow_target t on t.id = f.target
            left join wide_target w on w.target = f.target
          where f.person = :person and f.kind >= :broadest
          union all
          select %1$s, null, null, null, null, w.target
          from wide_target w join follow f on f.target = w.target and f.person = :person
          where f.kind < :broadest) f on 1 = 1
      """
          .formatted(FollowStore.columns("f", ""));

  static Own own(Handle h, String person) {
    Set<Long> wide = new HashSet<>();
    Map<Broad, Stance> broad = new LinkedHashMap<>();
    long[] marks = {0, Long.MAX_VALUE};
    h.createQuery(OWN)
        .bind("person", person)
        .bind("broadest", TargetKind.PERSON.code())
        .map(
            (r, c) -> {
              marks[0] = r.getLong("home_mark");
              Long lowest = r.getObject("lowest", Long.class);
              marks[1] = lowest == null ? Long.MAX_VALUE : lowest;
              if (r.getObject("wide") != null) {
                wide.add(r.getLong("wide"));
              }
              if (r.getObject("broad") != null) {
                Stance stance = FollowStore.stance(r, "").orElseThrow();
                broad.put(
                    new Broad(
                        stance.target(),
                        stance.kind(),
                        r.getString("followed"),
                        r.getString("system"),
                        r.getString("type")),
                    stance);
              }
              return true;
            })
        .list();
    return new Own(marks[0], marks[1], wide, broad);
  }

  /** From where an item comes. */
  private static final int WRITTEN = 0;

  private static final int BRANCHES = 3;

  /** What was written for her, of some places or posts. */
  private static final String ITEMS =
      """
      (select i.activity_id, i.record_id, i.place, i.reason, i.reason_person, 0 as branch
      from home_item i where i.person = :person and %s)
      """;

  /** What she looks for, unless it was also written for her. */
  private static final String WIDE =
      """
      (select w.activity_id, w.record_id, w.%1$s as place, %2$d as reason,
        cast(null as varchar) as reason_person, %3$d as branch
      from wide_item w
      where w.target = any(:wide) and %4$s and not exists (
        select 1 from home_item i where i.activity_id = w.activity_id and i.person = :person)
        and %5$s)
      """;

  private static String wide(String place, int branch, String doer, String which) {
    return WIDE.formatted(place, Reason.FOLLOW.code(), branch, doer, which);
  }

  private static final String NOT_HERS = "coalesce(w.by_person, '') <> :person";
  private static final String HERS = "w.by_person = :person and w.other_place > 0";

  private static final String CANDIDATES =
      """
      select e.*, m.seen, m.place as seen_place, k.position as record_mark, g.type_label, %s,
        %s, %s
      from (%%s) e
      join activity a on a.id = e.activity_id
      %s
      left join home_mark m on m.person = :person and m.activity_id = e.activity_id
      left join read_mark k on k.person = :person and k.record_id = a.record_id
      left join follow fp on fp.person = :person and fp.target = e.activity_id
      left join follow fr on fr.person = :person and fr.target = a.record_id
      order by e.place desc, e.activity_id desc
      """
          .formatted(
              HomeStore.POST,
              FollowStore.columns("fp", "post_"),
              FollowStore.columns("fr", "record_"),
              HomeStore.OF_POST);

  /** The statement of a page; {@code looking}: she follows what is looked for. */
  static String page(boolean looking) {
    String items =
        ITEMS.formatted(
            "i.place < :before order by i.person desc, i.place desc, i.activity_id desc limit :n");
    if (!looking) {
      return CANDIDATES.formatted(items);
    }
    return CANDIDATES.formatted(
        items
            + " union all "
            + wide("place", 1, NOT_HERS, "w.place < :before order by w.place desc limit :n")
            + " union all "
            + wide(
                "other_place",
                2,
                HERS,
                "w.other_place < :before order by w.other_place desc limit :n"));
  }

  /**
   * Some candidates.
   *
   * @param end where they end, if there are more behind them
   */
  record Chunk(List<Candidate> items, int rows, @Nullable Long end) {}

  /** The candidates before a place, so many at most of each kind. */
  static Chunk chunk(Handle h, String person, Own own, long before, int most) {
    int[] rows = new int[BRANCHES];
    long[] last = new long[BRANCHES];
    List<Candidate> all =
        query(h, page(!own.wide().isEmpty()), person, own)
            .bind("before", before)
            .bind("n", most)
            .map(
                (r, c) -> {
                  int branch = r.getInt("branch");
                  rows[branch]++;
                  last[branch] = r.getLong("place");
                  return candidate(r, own);
                })
            .list();
    Long end = null;
    for (int branch = 0; branch < BRANCHES; branch++) {
      if (rows[branch] == most && (end == null || last[branch] > end)) {
        end = last[branch];
      }
    }
    Long below = end;
    Map<Long, Candidate> first = new LinkedHashMap<>();
    all.stream()
        .filter(item -> below == null || item.place() >= below)
        .forEach(item -> first.putIfAbsent(item.post().id(), item));
    return new Chunk(List.copyOf(first.values()), all.size(), end);
  }

  /** The same of some posts. */
  static List<Candidate> of(Handle h, String person, Own own, Collection<Long> posts) {
    String items = ITEMS.formatted("i.activity_id = any(:posts)");
    String which = "w.activity_id = any(:posts)";
    String sql =
        own.wide().isEmpty()
            ? items
            : items
                + " union all "
                + wide("place", 1, NOT_HERS, which)
                + " union all "
                + wide("other_place", 2, HERS, which);
    Map<Long, Candidate> first = new LinkedHashMap<>();
    query(h, CANDIDATES.formatted(sql), person, own)
        .bindArray("posts", Long.class, posts.toArray())
        .map((r, c) -> candidate(r, own))
        .forEach(item -> first.putIfAbsent(item.post().id(), item));
    return List.copyOf(first.values());
  }

  private static Query query(Handle h, String sql, String person, Own own) {
    return (own.wide().isEmpty()
            ? h.createQuery(sql)
            : ShortList.query(h, sql, ShortList.numbers("wide", own.wide())))
        .bind("person", person);
  }

  private static Candidate candidate(ResultSet r, Own own) throws SQLException {
    long place = r.getLong("place");
    List<Stance> said = new ArrayList<>();
    FollowStore.stance(r, "post_").ifPresent(said::add);
    FollowStore.stance(r, "record_").ifPresent(said::add);
    HomeStore.Post post = HomeStore.post(r, r.getLong("activity_id"), r.getLong("record_id"));
    String label = r.getString("type_label");
    return new Candidate(
        post,
        place,
        r.getInt("branch") == WRITTEN,
        io.causerie.model.Coded.of(Reason.class, r.getInt("reason")),
        r.getString("reason_person"),
        label == null ? Localized.of(post.recordType()) : ModelJson.read(label, Localized.class),
        r.getBoolean("talk"),
        unread(r, place, own),
        said);
  }

  /** What she said of the item itself counts as long as nothing was told of it since. */
  private static boolean unread(ResultSet r, long place, Own own) throws SQLException {
    Boolean seen = r.getObject("seen", Boolean.class);
    return (seen != null && r.getLong("seen_place") >= place)
        ? !seen
        : place > Math.max(own.mark(), r.getLong("record_mark"));
  }

  /**
   * Moves what she has read up to a position, never back; what she marked below it is forgotten.
   */
  static void readUpTo(Handle h, String person, long position) {
    touch(h, person, position);
    h.createUpdate("delete from home_mark where person = :person and place <= :position")
        .bind("person", person)
        .bind("position", position)
        .execute();
  }

  /** Notes that what she has read is not as it was. */
  static void touch(Handle h, String person, long position) {
    h.createUpdate(
            """
            insert into home_state (person, position, stamp) values (:person, 0, 0)
            on conflict do nothing
            """)
        .bind("person", person)
        .execute();
    h.createUpdate(
            """
            update home_state set position = greatest(position, :position), stamp = stamp + 1
            where person = :person
            """)
        .bind("person", person)
        .bind("position", position)
        .execute();
  }

  /** Marks some items as read, or as unread again. */
  static void mark(Handle h, String person, Collection<Candidate> items, boolean seen) {
    touch(h, person, 0);
    h.createUpdate("delete from home_mark where person = :person and activity_id = any(:posts)")
        .bind("person", person)
        .bindArray("posts", Long.class, items.stream().map(i -> i.post().id()).toArray())
        .execute();
    var batch =
        h.prepareBatch(
            """
            insert into home_mark (person, activity_id, place, seen)
            values (:person, :post, :place, :seen)
            """);
    for (Candidate item : items) {
      batch
          .bind("person", person)
          .bind("post", item.post().id())
          .bind("place", item.place())
          .bind("seen", seen)
          .add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** What is another number whenever the home of a person may be another, by person. */
  static Map<String, List<Long>> stamps(Handle h, Collection<String> persons) {
    Map<String, List<Long>> stamps = new HashMap<>();
    h.createQuery(
            """
            select p.id, v.version, coalesce(s.stamp, 0) as stamp,
              coalesce((select max(i.place) from home_item i where i.person = p.id), 0) as written,
              coalesce((
                select max((select max(w.place) from wide_item w where w.target = t.target))
                from wide_target t join follow f on f.target = t.target and f.person = p.id), 0)
                as wide
            from person p cross join rights_version v left join home_state s on s.person = p.id
            where p.id = any(:persons)
            """)
        .bindArray("persons", String.class, persons.toArray())
        .map(
            (r, c) ->
                Map.entry(
                    r.getString("id"),
                    List.of(
                        r.getLong("version"),
                        r.getLong("stamp"),
                        r.getLong("written"),
                        r.getLong("wide"))))
        .forEach(e -> stamps.put(e.getKey(), Objects.requireNonNull(e.getValue())));
    return stamps;
  }
}
