package io.causerie.engine.access;

import io.causerie.engine.store.ShortList;
import io.causerie.model.Coded;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordRef;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
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
import java.util.concurrent.ConcurrentHashMap;
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
      select v.version, (select w.version from token_version w) as tokens, g.id, g.system, g.type, g.source_id, g.audience_id,
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
      (select max(k.state * 16 + k.origin) from follow k
        where k.target = g.id and k.person = any(:persons)) as follow,
      (select max(k.until) from follow k
        where k.target = g.id and k.person = any(:persons)) as follow_until,
      (select max(k.muted_until) from follow k
        where k.target = g.id and k.person = any(:persons)) as muted_until,
      """;

  /** In place of {@link #OWN}, where that is asked a moment later. */
  private static final String NOT_OWN =
      """
      0 as mark, 0 as follow, cast(null as timestamp with time zone) as follow_until,
      cast(null as timestamp with time zone) as muted_until,
      """;

  /** How far some persons have come with some records. */
  private static final String OWN_OF_MANY =
      """
      select record_id, person, position as mark, 0 as follow,
        cast(null as timestamp with time zone) as follow_until,
        cast(null as timestamp with time zone) as muted_until
      from read_mark where record_id = any(:records) and person = any(:persons)
      union all
      select target, person, 0, state * 16 + origin, until, muted_until from follow
      where target = any(:records) and person = any(:persons)
      """;

  private static final String NO_POST =
      """
        cast(null as smallint) as post_lane, cast(null as bigint) as post_audience,
        cast(null as bigint) as post_party, cast(null as bigint) as post_id, false as talk,
        false as folding,
      """;

  private static final String A_POST =
      """
        a.lane as post_lane, a.audience_id as post_audience, a.party_id as post_party,
        a.id as post_id, a.talk, a.fold_started is not null as folding,
      """;

  /** Other records by their keys, as far as they are there. */
  private static final String BESIDE =
      COLUMNS
          + """
            cast(0 as bigint) as last, cast(0 as bigint) as stamp, false as waiting,
            cast(0 as bigint) as removed, cast(null as bigint) as mark, null as follow,
            cast(null as timestamp with time zone) as follow_until,
            cast(null as timestamp with time zone) as muted_until,
          """
          + NO_POST
          + """
            y.record_key as asked, true as beside
          from rights_version v join record_alias y on y.record_key = any(:others)
          join record r on r.id = y.record_id
          join record g on g.id = coalesce(r.merged_into, r.id)
          """
          + GATES;

  private static final String ASKED = "asked";
  private static final String BY_KEY = "others";
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
          NO_POST,
          "r.id",
          """
          from rights_version v left join record r on r.id = any(:asked)
          left join record g on g.id = coalesce(r.merged_into, r.id)
          """),
      /** A record by any of its keys, former ones too. */
      KEY(
          NO_POST,
          "y.record_key",
          """
          from rights_version v left join record_alias y on y.record_key = any(:asked)
          left join record r on r.id = y.record_id
          left join record g on g.id = coalesce(r.merged_into, r.id)
          """),
      POST(
          A_POST,
          "a.id",
          """
          from rights_version v left join activity a on a.id = any(:asked)
          left join record g on g.id = a.record_id
          """),
      NOTE(
          A_POST,
          "n.id",
          """
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

      private final String post;
      private final String asked;
      private final String from;
      private final String sql;

      /** Of a page: what the journal and a reader have to do with it; empty for what is none. */
      private final String more;

      Of(String post, String asked, String from) {
        this.post = post;
        this.asked = asked;
        this.from = from;
        this.sql = COLUMNS + post + asked + " as asked\n" + from + GATES;
        this.more = "";
      }

      Of(Of place, String more) {
        this.post = place.post;
        this.asked = place.asked;
        this.from = place.from;
        this.sql = COLUMNS + more + OWN + post + asked + " as asked\n" + from + GATES;
        this.more = more;
      }

      /** Whether it is read as a page, which may be kept. */
      boolean isPage() {
        return !more.isEmpty();
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
   * @param premise the numbers as of the statement
   * @param record the record; one that nobody has where there is none
   * @param ref its key; absent where there is none
   * @param gates all it has or had
   * @param post the post that was asked for, or whose comment was
   * @param progress of the record's talk; absent unless that was asked for
   */
  record Gateway(
      Premise premise,
      long record,
      @Nullable RecordRef ref,
      @Nullable Gates now,
      Set<Gate> gates,
      @Nullable PostAt post,
      @Nullable Progress progress,
      Map<String, Set<Membership>> named) {
    /** That of persons, groups and identities. */
    long version() {
      return premise.rights();
    }

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
          : new Gateway(premise, record, ref, now, gates, post, progress.with(own), named);
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
   * The statement that reads the ways to pages, each as {@code asked} by a text.
   *
   * @param own whether it is for one person, of whom is told how far she has come
   * @param beside whether those to other records are read with them
   */
  private record PagesSql(Place.Of what, boolean own, boolean beside) {
    private static final Map<PagesSql, String> WRITTEN = new ConcurrentHashMap<>();

    String text() {
      return WRITTEN.computeIfAbsent(this, PagesSql::written);
    }

    private static String written(PagesSql sql) {
      Place.Of what = sql.what;
      return COLUMNS
          + what.more
          + (sql.own ? OWN : NOT_OWN)
          + what.post
          + "cast(%s as varchar) as asked, false as beside\n".formatted(what.asked)
          + what.from
          + GATES
          + (sql.beside ? "union all\n" + BESIDE : "");
    }
  }

  /**
   * Ways by what they were asked by.
   *
   * @param pages one at least: where none of them is there, to nothing
   * @param beside to other records that are there
   */
  private record Found(Map<String, Gateway> pages, Map<String, Gateway> beside) {}

  /**
   * The ways to some pages and to the records beside each, for whoever asks for it, in their order.
   * What is their own is asked a moment later if there are several: nobody but she herself moves
   * it.
   */
  static List<Gateways.Ways> pages(Handle h, List<Gateways.Asked> asked) {
    if (asked.size() == 1) {
      Gateways.Asked one = asked.get(0);
      Found found = pages(h, one.place(), true, Set.of(one.person()), one.beside());
      return List.of(new Gateways.Ways(found.pages().values().iterator().next(), found.beside()));
    }
    Map<Place.Of, List<Gateways.Asked>> places =
        asked.stream().collect(Collectors.groupingBy(one -> one.place().what()));
    Map<Place.Of, Found> found = new EnumMap<>(Place.Of.class);
    places.forEach((what, of) -> found.put(what, pages(h, what, of)));
    Map<Own, Progress> own = own(h, found.values(), persons(asked));
    return asked.stream()
        .map(one -> ways(one, Objects.requireNonNull(found.get(one.place().what())), own))
        .toList();
  }

  private static Set<String> persons(List<Gateways.Asked> asked) {
    return asked.stream().map(Gateways.Asked::person).collect(Collectors.toSet());
  }

  private static Gateways.Ways ways(Gateways.Asked one, Found found, Map<Own, Progress> own) {
    Gateway way = found.pages().get(String.valueOf(one.place().key()));
    Map<String, Gateway> beside = new HashMap<>(found.beside());
    beside.keySet().retainAll(one.beside());
    return new Gateways.Ways(
        way == null
            ? nothing(found.pages().values().iterator().next().premise())
            : way.of(own.get(new Own(way.record(), one.person()))),
        beside);
  }

  private static Found pages(Handle h, Place.Of what, List<Gateways.Asked> asked) {
    Set<Object> keys = asked.stream().map(one -> one.place().key()).collect(Collectors.toSet());
    Set<String> beside =
        asked.stream().flatMap(one -> one.beside().stream()).collect(Collectors.toSet());
    Place place =
        new Place(
            what,
            what == Place.Of.PAGE_OF_KEY
                ? ShortList.texts(ASKED, keys.stream().map(String.class::cast).toList())
                : ShortList.numbers(ASKED, keys.stream().map(Long.class::cast).toList()));
    return pages(h, place, false, persons(asked), beside);
  }

  private static Found pages(
      Handle h, Place place, boolean own, Set<String> persons, Set<String> beside) {
    String sql = new PagesSql(place.what(), own, !beside.isEmpty()).text();
    Found found = new Found(new LinkedHashMap<>(), new HashMap<>());
    ShortList<String> readers = ShortList.texts("persons", persons);
    (beside.isEmpty()
            ? ShortList.query(h, sql, place.asked(), readers)
            : ShortList.query(h, sql, place.asked(), readers, ShortList.texts(BY_KEY, beside)))
        .map((r, c) -> new Row(r, place.what()))
        .forEach(
            row ->
                (row.beside ? found.beside() : found.pages())
                    .merge(row.asked, row.way, Gateway::and));
    return found;
  }

  private record Row(boolean beside, String asked, Gateway way) {
    Row(ResultSet r, Place.Of what) throws SQLException {
      this(
          r.getBoolean("beside"), Objects.requireNonNullElse(r.getString(ASKED), ""), row(r, what));
    }
  }

  private record Own(long record, String person) {}

  private static Map<Own, Progress> own(Handle h, Collection<Found> ways, Set<String> persons) {
    Set<Long> records =
        ways.stream()
            .flatMap(found -> found.pages().values().stream())
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
                    Progress.own(r.getLong("mark"), said(r))))
        .forEach(row -> own.merge(row.getKey(), row.getValue(), Progress::with));
    return own;
  }

  private static Gateway nothing(Premise premise) {
    return new Gateway(
        premise, NOWHERE, null, null, new LinkedHashSet<>(), null, null, new HashMap<>());
  }

  /** One of a row's columns. */
  @FunctionalInterface
  private interface Column<T> {
    T of(ResultSet r, String column) throws SQLException;
  }

  private static <T> Map<T, Gateway> read(
      Handle h, Place place, Collection<String> persons, Column<T> asked) {
    Map<T, Gateway> ways = new LinkedHashMap<>();
    ShortList.query(h, place.what().sql, place.asked(), ShortList.texts("persons", persons))
        .map((r, c) -> Map.entry(asked.of(r, ASKED), row(r, place.what())))
        .forEach(row -> ways.merge(row.getKey(), row.getValue(), Gateway::and));
    return ways;
  }

  private static Gateway row(ResultSet r, Place.Of what) throws SQLException {
    Long record = r.getObject("id", Long.class);
    Set<Gate> gates = new LinkedHashSet<>();
    Map<String, Set<Membership>> named = new HashMap<>();
    Premise premise = new Premise(r.getLong("version"), r.getLong("tokens"));
    if (record == null) {
      return nothing(premise);
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
        premise,
        record,
        new RecordRef(r.getString("system"), r.getString("type"), r.getString("source_id")),
        now,
        gates,
        post == null
            ? null
            : new PostAt(r.getLong("post_id"), post, r.getBoolean("talk"), r.getBoolean("folding")),
        what.isPage()
            ? new Progress(
                Math.max(r.getLong("last"), r.getLong("removed")),
                r.getLong("stamp"),
                r.getBoolean("waiting"),
                r.getLong("removed"),
                r.getLong("mark"),
                said(r))
            : null,
        named);
  }

  private static Progress.Said said(ResultSet r) throws SQLException {
    int code = r.getInt("follow");
    return code == 0
        ? Progress.Said.NOTHING
        : new Progress.Said(code, time(r, "follow_until"), time(r, "muted_until"));
  }

  private static @Nullable Instant time(ResultSet r, String column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
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
