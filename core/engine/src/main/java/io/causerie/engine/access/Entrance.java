package io.causerie.engine.access;

import io.causerie.model.Coded;
import io.causerie.model.Lane;
import io.causerie.model.RecordRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which of a record's gates let somebody in. One statement reads all gates the record has or had,
 * and which of them name her; the rest is decided here, since a rule never changes.
 */
final class Entrance {
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

  private final Directory directory;
  private final Ceilings ceilings;
  private final AudienceStore audiences;

  Entrance(Directory directory, Audiences audiences) {
    this.directory = directory;
    this.ceilings = audiences.ceilings();
    this.audiences = audiences.store();
  }

  /** What somebody asks for; a record that is part of another one now stands for that one. */
  record Place(Of what, long id) {
    /** The row from which the way leads to the record's gates. */
    enum Of {
      RECORD(
          """
            cast(null as smallint) as post_lane, cast(null as bigint) as post_audience,
            cast(null as bigint) as post_party, r.id as asked
          from rights_version v left join record r on r.id = any(:ids)
          left join record g on g.id = coalesce(r.merged_into, r.id)
          """),
      POST(
          """
            a.lane as post_lane, a.audience_id as post_audience, a.party_id as post_party,
            a.id as asked
          from rights_version v left join activity a on a.id = any(:ids)
          left join record g on g.id = a.record_id
          """),
      NOTE(
          """
            a.lane as post_lane, a.audience_id as post_audience, a.party_id as post_party,
            n.id as asked
          from rights_version v left join note n on n.id = any(:ids)
          left join activity a on a.id = n.activity_id
          left join record g on g.id = a.record_id
          """);

      private final String sql;

      Of(String sql) {
        this.sql = COLUMNS + sql + GATES;
      }
    }
  }

  /**
   * What stands between a record and whoever asks.
   *
   * @param record the record; one that nobody has where there is none
   * @param ref its key; absent where there is none
   * @param gates all it has or had
   * @param post the gate of the post that was asked for
   */
  record Gateway(
      long version,
      long record,
      @Nullable RecordRef ref,
      @Nullable Gates now,
      Set<Gate> gates,
      @Nullable Gate post,
      Map<String, Set<Membership>> named) {
    boolean exists() {
      return now != null;
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

  private static final long NOWHERE = -1;

  /** Reads what stands between; for a place that is not there too, at the same cost. */
  Gateway read(Handle h, Place place, Collection<String> persons) {
    Map<Long, Gateway> ways = read(h, place.what(), Set.of(place.id()), persons);
    return ways.values().iterator().next();
  }

  /** The same for several, by id; where none of them is there, for one that is not. */
  Map<Long, Gateway> read(
      Handle h, Place.Of what, Collection<Long> ids, Collection<String> persons) {
    Map<Long, Gateway> ways = new LinkedHashMap<>();
    h.createQuery(what.sql)
        .bindArray("ids", Long.class, ids.toArray())
        .bindArray("persons", String.class, persons.toArray())
        .map((r, c) -> Map.entry(r.getLong("asked"), row(r)))
        .forEach(row -> ways.merge(row.getKey(), row.getValue(), Gateway::and));
    return ways;
  }

  private static Gateway row(ResultSet r) throws SQLException {
    Long record = r.getObject("id", Long.class);
    Set<Gate> gates = new LinkedHashSet<>();
    Map<String, Set<Membership>> named = new HashMap<>();
    if (record == null) {
      return new Gateway(r.getLong("version"), NOWHERE, null, null, gates, null, named);
    }
    Gates now =
        new Gates(
            r.getLong("audience_id"),
            r.getObject("customer_audience_id", Long.class),
            r.getLong("party_id"));
    for (Lane lane : Lane.values()) {
      now.of(lane).ifPresent(gates::add);
    }
    gate(r, "gate", gates);
    Set<Gate> post = new HashSet<>();
    gate(r, "post", post);
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
        post.isEmpty() ? null : post.iterator().next(),
        named);
  }

  private static void gate(ResultSet r, String of, Set<Gate> gates) throws SQLException {
    Integer lane = r.getObject(of + "_lane", Integer.class);
    if (lane != null) {
      gates.add(
          new Gate(
              Coded.of(Lane.class, lane), r.getLong(of + "_audience"), r.getLong(of + "_party")));
    }
  }

  /**
   * What each of some viewers may do with the record behind a gateway; whoever gets through none of
   * its gates, or may not know of it, is left out.
   */
  Map<Viewer, Standing> standings(
      Handle h, Gateway way, Collection<Viewer> viewers, Answers answers) {
    Map<String, Directory.Entry> persons =
        directory.of(h, way.version(), viewers.stream().map(Viewer::person).toList());
    Map<Long, AudienceRule> rules =
        audiences.rules(h, way.gates().stream().map(Gate::audience).toList());
    Map<Viewer, Standing> standings = new HashMap<>();
    for (Viewer viewer : viewers) {
      Directory.Entry person = persons.get(viewer.person());
      if (person != null && person.active() && way.exists() && viewer.asksWithin(way.record())) {
        Standing standing = standing(h, way, person, rules, answers);
        if (standing.present() || !standing.kept().isEmpty()) {
          standings.put(viewer, standing);
        }
      }
    }
    return standings;
  }

  private Standing standing(
      Handle h,
      Gateway way,
      Directory.Entry person,
      Map<Long, AudienceRule> rules,
      Answers answers) {
    Gates now = Objects.requireNonNull(way.now());
    Reader reader = Reader.of(person, ceilings.principals(person));
    Set<Membership> named = way.named().getOrDefault(person.id(), Set.of());
    Set<String> principals = new HashSet<>(reader.principals());
    // Whoever comes from outside never inherits anything.
    if (!person.guest()
        && named.stream()
            .anyMatch(m -> m.handover() && !m.customer() && m.party() == now.party())) {
      principals.add(AudienceRule.HOLDER);
    }
    Rights rights =
        (audience, party) ->
            // What began when others read may have a rule that no gate has any more.
            rules
                .computeIfAbsent(audience, a -> audiences.rule(h, a))
                .admits(principals(principals, party, named));
    boolean internal = rights.admit(now.internal(), now.party());
    return new Standing(
        way.record(),
        Objects.requireNonNull(way.ref()),
        person.id(),
        person.guest(),
        reader.groups(),
        now,
        internal,
        now.customer() != null && rights.admit(now.customer(), now.party()),
        way.gates().stream()
            .filter(g -> g.lane() == Lane.CUSTOMER && rights.admit(g.audience(), g.party()))
            .collect(Collectors.toSet()),
        reach(way, named, principals, rules, internal),
        rights,
        way.version(),
        answers);
  }

  private static Set<String> principals(Set<String> all, long party, Set<Membership> named) {
    if (named.isEmpty()) {
      return all;
    }
    Set<String> principals = new HashSet<>(all);
    named.stream()
        .filter(m -> m.party() == party)
        .forEach(m -> principals.add(principal(m.customer())));
    return principals;
  }

  private static String principal(boolean customer) {
    return customer ? AudienceRule.NAMED_CUSTOMER : AudienceRule.NAMED;
  }

  private static Reach reach(
      Gateway way,
      Set<Membership> named,
      Set<String> principals,
      Map<Long, AudienceRule> rules,
      boolean internal) {
    Predicate<Boolean> any = customer -> named.stream().anyMatch(m -> m.customer() == customer);
    return new Reach(
        admitting(way, rules, principals, null),
        any.test(false) ? admitting(way, rules, principals, AudienceRule.NAMED) : new Long[0],
        parties(named, false),
        any.test(true)
            ? admitting(way, rules, principals, AudienceRule.NAMED_CUSTOMER)
            : new Long[0],
        parties(named, true),
        internal);
  }

  private static Long[] admitting(
      Gateway way, Map<Long, AudienceRule> rules, Set<String> principals, @Nullable String byName) {
    Set<String> all = new HashSet<>(principals);
    if (byName != null) {
      all.add(byName);
    }
    List<Long> admitting = new ArrayList<>();
    for (Gate gate : way.gates()) {
      if (Objects.requireNonNull(rules.get(gate.audience())).admits(all)
          && !admitting.contains(gate.audience())) {
        admitting.add(gate.audience());
      }
    }
    return admitting.toArray(Long[]::new);
  }

  private static Long[] parties(Set<Membership> named, boolean customer) {
    return named.stream()
        .filter(m -> m.customer() == customer)
        .map(Membership::party)
        .distinct()
        .toArray(Long[]::new);
  }
}
