package io.causerie.engine.follow;

import static java.util.Comparator.comparing;

import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Coded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Rows of what persons follow and mute. */
public final class FollowStore {
  /** What they hold. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .gone("follow.person")
          .erasing(List.of("follow_target.person"), (h, her) -> forgetPerson(h, her.id()))
          .merging(List.of("follow.target"), FollowStore::merge)
          .stays("words of ours", "follow.subtypes")
          .stays("what a source calls its records", "follow_target.system", "follow_target.type");

  static final int FOLLOWS = 1;
  static final int ENDED = 2;

  /** In one statement, of so many targets. */
  private static final int BRANCHES = 32;

  static final String COLUMNS =
      "f.target, f.person, f.kind, f.state, f.origin, f.subtypes, f.until, f.muted_until, f.from_position";

  /** Nobody from outside is made a follower by anything but her own will. */
  private static final String AUTOMATIC =
      """
      insert into follow (target, person, kind, state, origin, since, from_position)
      select cast(:target as bigint), p.id, cast(:kind as smallint), cast(:state as smallint),
        cast(:origin as smallint), cast(:now as timestamp with time zone), j.position
      from person p cross join journal_head j
      where p.id = :person and not p.guest
      on conflict do nothing
      """;

  private FollowStore() {}

  /** That a person begins to follow a record, because of what happened. */
  public record Begun(long record, String person, FollowOrigin origin) {}

  /** Begins follows of persons who take part, where nothing was ever said of it. */
  public static void automatic(
      Handle h, long record, Collection<String> persons, FollowOrigin origin, Instant now) {
    automatic(h, persons.stream().map(person -> new Begun(record, person, origin)).toList(), now);
  }

  /**
   * The same for several records; in one order, so that two who do so do not wait for each other.
   */
  public static void automatic(Handle h, Collection<Begun> follows, Instant now) {
    if (follows.isEmpty()) {
      return;
    }
    PreparedBatch batch = h.prepareBatch(AUTOMATIC);
    follows.stream()
        .distinct()
        .sorted(comparing(Begun::record).thenComparing(Begun::person).thenComparing(Begun::origin))
        .forEach(
            follow ->
                batch
                    .bind("target", follow.record())
                    .bind("kind", TargetKind.RECORD.code())
                    .bind("state", FOLLOWS)
                    .bind("origin", follow.origin().code())
                    .bind("now", now)
                    .bind("person", follow.person())
                    .add());
    batch.execute();
  }

  /** What somebody said of a target; her row is locked. */
  static Optional<Stance> lock(Handle h, String person, long target) {
    return h.createQuery(
            "select %s from follow f where f.target = :target and f.person = :person for update"
                .formatted(COLUMNS))
        .bind("target", target)
        .bind("person", person)
        .map((r, c) -> stance(r))
        .findOne();
  }

  /** Writes what somebody says of a target that she said nothing of, if she still has not. */
  static boolean insert(Handle h, String person, Stance stance, Instant now) {
    return bind(
                h.createUpdate(
                    """
                    insert into follow (target, person, kind, state, origin, subtypes, until,
                      muted_until, since, from_position)
                    values (:target, :person, :kind, :state, :origin, :subtypes, :until,
                      :mutedUntil, :now, :from)
                    on conflict do nothing
                    """),
                person,
                stance)
            .bind("now", now)
            .execute()
        == 1;
  }

  /** Writes what she says of it now. */
  static void update(Handle h, String person, Stance stance, Instant now) {
    bind(
            h.createUpdate(
                """
                update follow set state = :state, origin = :origin, subtypes = :subtypes,
                  until = :until, muted_until = :mutedUntil, since = :now, from_position = :from,
                  kind = :kind
                where target = :target and person = :person
                """),
            person,
            stance)
        .bind("now", now)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, String person, Stance stance) {
    return statement
        .bind("target", stance.target())
        .bind("person", person)
        .bind("kind", stance.kind().code())
        .bind("state", stance.follows() ? FOLLOWS : ENDED)
        .bind("origin", stance.origin().code())
        .bind("subtypes", Subtype.write(stance.subtypes()))
        .bind("until", stance.until())
        .bind("mutedUntil", stance.mutedUntil())
        .bind("from", stance.from());
  }

  static Stance stance(ResultSet r) throws SQLException {
    return new Stance(
        r.getLong("target"),
        Coded.of(TargetKind.class, r.getInt("kind")),
        r.getInt("state") == FOLLOWS,
        Coded.of(FollowOrigin.class, r.getInt("origin")),
        Subtype.read(r.getString("subtypes")),
        time(r, "until"),
        time(r, "muted_until"),
        r.getLong("from_position"));
  }

  static @Nullable Instant time(ResultSet r, String column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /**
   * What somebody says of a target, as the statement that reads the gates of a record has it.
   *
   * @param said {@code state * 16 + origin}; 0: nothing
   */
  public static Optional<Stance> of(
      long target, int said, @Nullable Instant until, @Nullable Instant mutedUntil) {
    return said == 0
        ? Optional.empty()
        : Optional.of(
            new Stance(
                target,
                TargetKind.RECORD,
                said / 16 == FOLLOWS,
                Coded.of(FollowOrigin.class, said % 16),
                Set.of(),
                until,
                mutedUntil,
                0));
  }

  /** A row of another statement, whose columns have a prefix; empty where the row is absent. */
  public static Optional<Stance> stance(ResultSet r, String prefix) throws SQLException {
    return r.getObject(prefix + "target") == null
        ? Optional.empty()
        : Optional.of(
            new Stance(
                r.getLong(prefix + "target"),
                Coded.of(TargetKind.class, r.getInt(prefix + "kind")),
                r.getInt(prefix + "state") == FOLLOWS,
                Coded.of(FollowOrigin.class, r.getInt(prefix + "origin")),
                Subtype.read(r.getString(prefix + "subtypes")),
                time(r, prefix + "until"),
                time(r, prefix + "muted_until"),
                r.getLong(prefix + "from_position")));
  }

  /** The columns of {@link #stance(ResultSet, String)} of a joined table. */
  public static String columns(String table, String prefix) {
    return COLUMNS
        .replace("f.person, ", "")
        .replaceAll("f\\.(\\w+)", table + ".$1 as " + prefix + "$1");
  }

  /** The id of a target of its own; absent where nobody ever said anything of it. */
  static Optional<Long> find(Handle h, Target target) {
    return bind(
            h.createQuery(
                target.kind() == TargetKind.PERSON
                    ? "select id from follow_target where person = :person"
                    : "select id from follow_target where system = :system and type = :type"),
            target)
        .mapTo(Long.class)
        .findOne();
  }

  private static Query bind(Query query, Target target) {
    return target.kind() == TargetKind.PERSON
        ? query.bind("person", target.person())
        : query.bind("system", target.system()).bind("type", type(target));
  }

  private static String type(Target target) {
    String type = target.type();
    return type == null ? "" : type;
  }

  /** Gives a target of its own an id, unless it has one. */
  static void add(Handle h, long id, Target target) {
    h.createUpdate(
            """
            insert into follow_target (id, kind, person, system, type)
            values (:id, :kind, :person, :system, :type) on conflict do nothing
            """)
        .bind("id", id)
        .bind("kind", target.kind().code())
        .bind("person", target.person())
        .bind("system", target.system())
        .bind("type", target.kind() == TargetKind.PERSON ? null : type(target))
        .execute();
  }

  /** What has targets of its own. */
  public record Broad(
      long id,
      TargetKind kind,
      @Nullable String person,
      @Nullable String system,
      @Nullable String type) {
    static Broad of(ResultSet r) throws SQLException {
      return new Broad(
          r.getLong("id"),
          Coded.of(TargetKind.class, r.getInt("kind")),
          r.getString("person"),
          r.getString("system"),
          r.getString("type"));
    }
  }

  /** Persons and systems with their types that anybody said anything of, of some. */
  public static List<Broad> broad(
      Handle h, Collection<String> persons, Collection<String> systems) {
    return h.createQuery(
            """
            select id, kind, person, system, type from follow_target
            where person = any(:persons) or system = any(:systems)
            """)
        .bindArray("persons", String.class, persons.toArray())
        .bindArray("systems", String.class, systems.toArray())
        .map((r, c) -> Broad.of(r))
        .list();
  }

  /** What somebody said of one target. */
  public record Said(String person, Stance stance) {}

  /**
   * Whatever anybody said of some targets, by target, so many of each at most: one more than that
   * means that there are more.
   */
  public static Map<Long, List<Said>> said(Handle h, Collection<Long> targets, int most) {
    Map<Long, List<Said>> said = new HashMap<>();
    List<Long> all = List.copyOf(targets);
    for (int i = 0; i < all.size(); i += BRANCHES) {
      List<Long> some = all.subList(i, Math.min(all.size(), i + BRANCHES));
      String branches =
          IntStream.range(0, some.size())
              .mapToObj(
                  b ->
                      """
                      (select * from follow where target = :target%d
                      order by target, person limit :most)
                      """
                          .formatted(b))
              .collect(Collectors.joining(" union all "));
      Query query =
          h.createQuery("select %s from (%s) f".formatted(COLUMNS, branches)).bind("most", most);
      for (int b = 0; b < some.size(); b++) {
        query.bind("target" + b, some.get(b));
      }
      query
          .map((r, c) -> new Said(r.getString("person"), stance(r)))
          .forEach(
              one -> said.computeIfAbsent(one.stance().target(), t -> new ArrayList<>()).add(one));
    }
    return said;
  }

  /** What some persons said of some targets. */
  public static List<Said> said(Handle h, Collection<Long> targets, Collection<String> persons) {
    return targets.isEmpty() || persons.isEmpty()
        ? List.of()
        : h.createQuery(
                "select %s from follow f where f.target = any(:targets) and f.person = any(:persons)"
                    .formatted(COLUMNS))
            .bindArray("targets", Long.class, targets.toArray())
            .bindArray("persons", String.class, persons.toArray())
            .map((r, c) -> new Said(r.getString("person"), stance(r)))
            .list();
  }

  /** One of somebody's, as it is listed. */
  record Listed(Stance stance, @Nullable Broad broad, Instant since) {}

  /**
   * What somebody follows or mutes, or ended herself, by the ids of the targets.
   *
   * @param after the target before
   */
  static List<Listed> list(Handle h, String person, long after, int limit) {
    return h.createQuery(
            """
            select %s, f.since, t.id, t.person as followed, t.system, t.type
            from follow f left join follow_target t on t.id = f.target
            where f.person = :person and f.target > :after order by f.target limit :limit
            """
                .formatted(COLUMNS))
        .bind("person", person)
        .bind("after", after)
        .bind("limit", limit)
        .map((r, c) -> listed(r))
        .list();
  }

  static Optional<Listed> one(Handle h, String person, long target) {
    return list(h, person, target - 1, 1).stream()
        .filter(listed -> listed.stance().target() == target)
        .findFirst();
  }

  private static Listed listed(ResultSet r) throws SQLException {
    Stance stance = stance(r);
    return new Listed(
        stance,
        r.getObject("id") == null
            ? null
            : new Broad(
                r.getLong("id"),
                stance.kind(),
                r.getString("followed"),
                r.getString("system"),
                r.getString("type")),
        java.util.Objects.requireNonNull(time(r, "since")));
  }

  /** What some records are called, with their systems and types. */
  static Map<Long, Titled> titles(Handle h, Collection<Long> records) {
    return records.isEmpty()
        ? Map.of()
        : ShortList.query(
                h,
                "select id, title, system, type, source_id from record where id = any(:ids)",
                ShortList.numbers("ids", records))
            .map(
                (r, c) ->
                    new Titled(
                        r.getLong("id"),
                        r.getString("title"),
                        r.getString("system"),
                        r.getString("type"),
                        r.getString("source_id")))
            .collect(Collectors.toMap(Titled::id, t -> t));
  }

  /** What a record is called, as it is stored. */
  record Titled(long id, @Nullable String title, String system, String type, String key) {}

  private static void forgetPerson(Handle h, String person) {
    h.createUpdate(
            """
            delete from follow
            where target in (select id from follow_target where person = :person)
            """)
        .bind("person", person)
        .execute();
    h.createUpdate("delete from follow_target where person = :person")
        .bind("person", person)
        .execute();
  }

  private static void merge(Handle h, long from, long into) {
    h.createUpdate(
            """
            update follow set target = :into
            where target = :from and not exists (
              select 1 from follow f where f.target = :into and f.person = follow.person)
            """)
        .bind("into", into)
        .bind("from", from)
        .execute();
  }

  /** What was said of posts that are gone. */
  public static void forget(Handle h, Collection<Long> posts) {
    h.createUpdate("delete from follow where target = any(:gone)")
        .bindArray("gone", Long.class, posts.toArray())
        .execute();
  }
}
