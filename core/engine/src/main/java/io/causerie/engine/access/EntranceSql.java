package io.causerie.engine.access;

import io.causerie.engine.store.ShortList;
import io.causerie.model.Coded;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordRef;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The statements that read the gates of records, and whom their parties name. */
final class EntranceSql {
  private static final String GATES =
      """
      left join record_gate x on x.record_id = g.id
      left join party_member m on m.party_id in (x.party_id, g.party_id) and m.person = any(:persons)
      """;

  private static final String COLUMNS =
      """
      select v.version, g.id, g.system, g.type, g.source_id, g.audience_id,
        g.customer_audience_id, g.party_id, x.lane as gate_lane, x.audience_id as gate_audience,
        x.party_id as gate_party, m.person, m.party_id as named_by, m.customer, m.handover,
      """;

  /** How far the journal has come with the record. */
  private static final String PROGRESS =
      """
      coalesce((select max(k.position) from journal k where k.record_id = g.id), 0) as last,
      g.stamp,
      exists (select 1 from journal k where k.record_id = g.id and k.position is null) as waiting,
      (select j.removed from journal_head j) as removed,
      """;

  /** How far one person has come with the record. */
  private static final String OWN =
      """
      (select max(k.position) from read_mark k
        where k.record_id = g.id and k.person = any(:persons)) as mark,
      (select max(k.state) from follow k
        where k.record_id = g.id and k.person = any(:persons)) as follow,
      """;

  /** How far some persons have come with some records. */
  private static final String OWN_OF_MANY =
      """
      select record_id, person, position as mark, 0 as follow from read_mark
      where record_id = any(:records) and person = any(:persons)
      union all
      select record_id, person, 0, state from follow
      where record_id = any(:records) and person = any(:persons)
      """;

  private static final String ASKED = "asked";
  private static final long NOWHERE = -1;

  private EntranceSql() {}

  /** What somebody asks for; a record that is part of another one now stands for that one. */
  record Place(Of what, ShortList<?> asked) {
    static Place of(Of what, long id) {
      return new Place(what, ShortList.numbers(ASKED, Set.of(id)));
    }

    static Place of(Of what, RecordRef ref) {
      return new Place(what, ShortList.texts(ASKED, Set.of(RecordKey.of(ref))));
    }

    /** What it is found by: the same for whatever is asked alike. */
    Object key() {
      return asked.values().iterator().next();
    }

    /** The row from which the way leads to the record's gates. */
    enum Of {
      RECORD(
          """
            cast(null as smallint) as post_lane, cast(null as bigint) as post_audience,
            cast(null as bigint) as post_party, cast(null as bigint) as post_id, false as talk,
            false as folding, r.id as asked
          from rights_version v left join record r on r.id = any(:asked)
          left join record g on g.id = coalesce(r.merged_into, r.id)
          """),
      /** A record by any of its keys, former ones too. */
      KEY(
          """
            cast(null as smallint) as post_lane, cast(null as bigint) as post_audience,
            cast(null as bigint) as post_party, cast(null as bigint) as post_id, false as talk,
            false as folding, y.record_key as asked
          from rights_version v left join record_alias y on y.record_key = any(:asked)
          left join record r on r.id = y.record_id
          left join record g on g.id = coalesce(r.merged_into, r.id)
          """),
      POST(
          """
            a.lane as post_lane, a.audience_id as post_audience, a.party_id as post_party,
            a.id as post_id, a.talk, a.fold_started is not null as folding, a.id as asked
          from rights_version v left join activity a on a.id = any(:asked)
          left join record g on g.id = a.record_id
          """),
      NOTE(
          """
            a.lane as post_lane, a.audience_id as post_audience, a.party_id as post_party,
            a.id as post_id, a.talk, a.fold_started is not null as folding, n.id as asked
          from rights_version v left join note n on n.id = any(:asked)
          left join activity a on a.id = n.activity_id
          left join record g on g.id = a.record_id
          """),
      /** A post, for one person who reads what is said there. */
      TALK(POST, PROGRESS),
      /** A record, for one person who reads what is said about it. */
      PAGE(RECORD, PROGRESS),
      /** The same, by any of its keys. */
      PAGE_OF_KEY(KEY, PROGRESS);

      private final String from;
      private final String sql;

      /** The same for many persons, without what is one's own. */
      private final String sqlOfMany;

      private final boolean progress;

      Of(String from) {
        this.from = from;
        this.sql = COLUMNS + from + GATES;
        this.sqlOfMany = sql;
        this.progress = false;
      }

      Of(Of place, String more) {
        this.from = place.from;
        this.sql = COLUMNS + more + OWN + from + GATES;
        this.sqlOfMany = COLUMNS + more + "0 as mark, 0 as follow," + from + GATES;
        this.progress = true;
      }

      /** Whether it is read as a page, which may be kept. */
      boolean isPage() {
        return progress;
      }

      /** Whether it is a post or a comment on one. */
      boolean isPost() {
        return this == POST || this == NOTE || this == TALK;
      }
    }
  }

  /**
   * What stands between a record and whoever asks.
   *
   * @param record the record; one that nobody has where there is none
   * @param ref its key; absent where there is none
   * @param gates all it has or had
   * @param post the post that was asked for, or whose comment was
   * @param progress of the record's talk; absent unless that was asked for
   */
  record Gateway(
      long version,
      long record,
      @Nullable RecordRef ref,
      @Nullable Gates now,
      Set<Gate> gates,
      @Nullable PostAt post,
      @Nullable Progress progress,
      Map<String, Set<Membership>> named) {
    boolean exists() {
      return now != null;
    }

    /**
     * For one of those who asked.
     *
     * @param own how far she has come; absent: nowhere
     */
    Gateway of(@Nullable Progress own) {
      return own == null || progress == null
          ? this
          : new Gateway(version, record, ref, now, gates, post, progress.with(own), named);
    }

    /** With what another row says of the same place. */
    Gateway and(Gateway more) {
      gates.addAll(more.gates());
      more.named()
          .forEach((person, by) -> named.computeIfAbsent(person, p -> new HashSet<>()).addAll(by));
      return this;
    }
  }

  /** That a party names somebody. */
  record Membership(long party, boolean customer, boolean handover) {}

  /** Reads what stands between; for a place that is not there too, at the same cost. */
  static Gateway read(Handle h, Place place, Collection<String> persons) {
    return read(h, place, persons, (r, column) -> true).values().iterator().next();
  }

  /** The same for several, by id; where none of them is there, for one that is not. */
  static Map<Long, Gateway> read(
      Handle h, Place.Of what, Collection<Long> ids, Collection<String> persons) {
    return read(h, new Place(what, ShortList.numbers(ASKED, ids)), persons, ResultSet::getLong);
  }

  /** The same for records by their keys; of one that nobody has met there is nothing. */
  static Map<String, Gateway> byKey(Handle h, Collection<String> keys, Collection<String> persons) {
    Map<String, Gateway> ways =
        read(
            h,
            new Place(Place.Of.KEY, ShortList.texts(ASKED, keys)),
            persons,
            (r, column) -> Objects.requireNonNullElse(r.getString(column), ""));
    ways.values().removeIf(way -> !way.exists());
    return ways;
  }

  /**
   * The ways to some pages, each for whoever asks for it, in their order. What is their own is
   * asked a moment later: nobody but she herself moves it.
   */
  static List<Gateway> pages(Handle h, List<Gateways.Asked> asked) {
    Map<Place.Of, Set<Object>> places = new EnumMap<>(Place.Of.class);
    Set<String> persons = new HashSet<>();
    for (Gateways.Asked one : asked) {
      places.computeIfAbsent(one.place().what(), what -> new HashSet<>()).add(one.place().key());
      persons.add(one.person());
    }
    Map<Place.Of, Map<Object, Gateway>> ways = new EnumMap<>(Place.Of.class);
    places.forEach((what, keys) -> ways.put(what, pages(h, what, keys, persons)));
    Map<Own, Progress> own = own(h, ways, persons);
    return asked.stream()
        .map(
            one -> {
              Map<Object, Gateway> found = Objects.requireNonNull(ways.get(one.place().what()));
              Gateway way = found.get(one.place().key());
              return way == null
                  ? nothing(found.values().iterator().next().version())
                  : way.of(own.get(new Own(way.record(), one.person())));
            })
        .toList();
  }

  private static Map<Object, Gateway> pages(
      Handle h, Place.Of what, Set<Object> keys, Set<String> persons) {
    boolean texts = what == Place.Of.PAGE_OF_KEY;
    ShortList<?> asked =
        texts
            ? ShortList.texts(ASKED, keys.stream().map(String.class::cast).toList())
            : ShortList.numbers(ASKED, keys.stream().map(Long.class::cast).toList());
    return read(
        h,
        what.sqlOfMany,
        new Place(what, asked),
        persons,
        (r, column) -> texts ? String.valueOf(r.getString(column)) : (Object) r.getLong(column));
  }

  private record Own(long record, String person) {}

  private static Map<Own, Progress> own(
      Handle h, Map<Place.Of, Map<Object, Gateway>> ways, Set<String> persons) {
    Set<Long> records =
        ways.values().stream()
            .flatMap(found -> found.values().stream())
            .map(Gateway::record)
            .collect(Collectors.toSet());
    Map<Own, Progress> own = new HashMap<>();
    ShortList.query(
            h,
            OWN_OF_MANY,
            ShortList.numbers("records", records),
            ShortList.texts("persons", persons))
        .map(
            (r, c) ->
                Map.entry(
                    new Own(r.getLong("record_id"), r.getString("person")),
                    Progress.own(r.getLong("mark"), r.getInt("follow"))))
        .forEach(row -> own.merge(row.getKey(), row.getValue(), Progress::with));
    return own;
  }

  private static Gateway nothing(long version) {
    return new Gateway(
        version, NOWHERE, null, null, new LinkedHashSet<>(), null, null, new HashMap<>());
  }

  /** One of a row's columns. */
  @FunctionalInterface
  private interface Column<T> {
    T of(ResultSet r, String column) throws SQLException;
  }

  private static <T> Map<T, Gateway> read(
      Handle h, Place place, Collection<String> persons, Column<T> asked) {
    return read(h, place.what().sql, place, persons, asked);
  }

  private static <T> Map<T, Gateway> read(
      Handle h, String sql, Place place, Collection<String> persons, Column<T> asked) {
    Map<T, Gateway> ways = new LinkedHashMap<>();
    ShortList.query(h, sql, place.asked(), ShortList.texts("persons", persons))
        .map((r, c) -> Map.entry(asked.of(r, ASKED), row(r, place.what())))
        .forEach(row -> ways.merge(row.getKey(), row.getValue(), Gateway::and));
    return ways;
  }

  private static Gateway row(ResultSet r, Place.Of what) throws SQLException {
    Long record = r.getObject("id", Long.class);
    Set<Gate> gates = new LinkedHashSet<>();
    Map<String, Set<Membership>> named = new HashMap<>();
    if (record == null) {
      return nothing(r.getLong("version"));
    }
    Gates now =
        new Gates(
            r.getLong("audience_id"),
            r.getObject("customer_audience_id", Long.class),
            r.getLong("party_id"));
    for (Lane lane : Lane.values()) {
      now.of(lane).ifPresent(gates::add);
    }
    Gate had = gate(r, "gate");
    if (had != null) {
      gates.add(had);
    }
    Gate post = gate(r, "post");
    String person = r.getString("person");
    if (person != null) {
      named.put(
          person,
          Set.of(
              new Membership(
                  r.getLong("named_by"), r.getBoolean("customer"), r.getBoolean("handover"))));
    }
    named.replaceAll((p, by) -> new HashSet<>(by));
    return new Gateway(
        r.getLong("version"),
        record,
        new RecordRef(r.getString("system"), r.getString("type"), r.getString("source_id")),
        now,
        gates,
        post == null
            ? null
            : new PostAt(r.getLong("post_id"), post, r.getBoolean("talk"), r.getBoolean("folding")),
        what.progress
            ? new Progress(
                Math.max(r.getLong("last"), r.getLong("removed")),
                r.getLong("stamp"),
                r.getBoolean("waiting"),
                r.getLong("removed"),
                r.getLong("mark"),
                r.getInt("follow"))
            : null,
        named);
  }

  private static @Nullable Gate gate(ResultSet r, String of) throws SQLException {
    Integer lane = r.getObject(of + "_lane", Integer.class);
    return lane == null
        ? null
        : new Gate(
            Coded.of(Lane.class, lane), r.getLong(of + "_audience"), r.getLong(of + "_party"));
  }

  /** How people call the type of a record. */
  static Localized type(Handle h, long record) {
    return h.createQuery("select type, type_label from record where id = :id")
        .bind("id", record)
        .map(
            (r, c) ->
                r.getString("type_label") == null
                    ? Localized.of(r.getString("type"))
                    : ModelJson.read(r.getString("type_label"), Localized.class))
        .one();
  }
}
