package io.causerie.engine.access;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.ReadersChangedException;
import io.causerie.engine.access.Admitted.Named;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.json.ModelJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who can read what. Every read of the engine passes here first: it yields a {@link Standing}, or
 * {@link NotFoundException}, which never tells whether the thing exists.
 *
 * <p>The internal lane is read by whom both the post's gate and the record's present one let in;
 * the customer lane by whom the post's own gate lets in.
 */
public final class Access {
  /** Bound as one array in each read; a company that needs more has person lists, not audiences. */
  static final int MAX_AUDIENCES = 2000;

  private final Database database;
  private final Directory directory;
  private final Ceilings ceilings;
  private final AudienceStore audiences;
  private final Parties parties;

  public Access(
      Database database, Ids ids, Directory directory, Ceilings ceilings, Parties parties) {
    this.database = database;
    this.directory = directory;
    this.ceilings = ceilings;
    this.audiences = new AudienceStore(database, ids);
    this.parties = parties;
  }

  /** The lanes of a record or post, as ids of audiences. */
  public record Interned(long internal, @Nullable Long customer) {}

  /**
   * The audience of what came by a connector: the mapping's, under the ceilings of system and
   * connector. Writes in a transaction of its own; to be called before the one that uses the ids.
   *
   * @param connector absent for a record that is talked about before its first event
   * @param audience absent: the ceilings alone, and no customer lane
   */
  public Interned intern(String system, @Nullable String connector, @Nullable Audience audience) {
    List<String> limits = new ArrayList<>(List.of(Ceilings.system(system)));
    if (connector != null && ceilings.limits(connector)) {
      limits.add(Ceilings.connector(connector));
    }
    Audience mapped = audience == null ? Audience.EVERYONE : audience;
    boolean guestsByName = !mapped.internal().everyone();
    // The ceilings alone decide where the mapping says nothing: they may let single guests in.
    AudienceRule internal =
        audience == null || !guestsByName
            ? new AudienceRule(List.of(limits.stream().map(Set::of).toList()))
            : AudienceRule.internal(limits, mapped.internal());
    long internalId = audiences.intern(internal);
    return new Interned(
        internalId,
        mapped.customer().isNobody()
            ? null
            : audiences.intern(
                new AudienceRule(
                    List.of(
                        internal.alternatives().get(0),
                        AudienceRule.customer(limits, mapped).alternatives().get(1)))));
  }

  /** The parties of the persons that audiences name, in the transaction that refers to them. */
  public Map<Audience, Long> parties(Handle h, Collection<Audience> named) {
    return parties.of(h, named);
  }

  /**
   * The present audience, without those whom another one does not let in; never a wider one.
   *
   * @param wanted what the mapping of today says
   * @return the present one itself if the other takes nobody away
   */
  public long narrowed(long present, long wanted) {
    if (present == wanted) {
      return present;
    }
    AudienceRule before = database.read(h -> audiences.rule(h, present));
    AudienceRule after = before.and(database.read(h -> audiences.rule(h, wanted)));
    return after.means(before) ? present : audiences.intern(after);
  }

  /** Whether an audience lets customers in. */
  public boolean letsCustomersIn(long audience) {
    return database.read(h -> audiences.rule(h, audience)).alternatives().size() > 1;
  }

  /**
   * Who read a record at a time, without those whom an audience does not let in; never others.
   *
   * @param wanted the audience, interned
   */
  public Gates narrowed(Gates then, Interned wanted, Audience audience) {
    Long before = then.customer();
    Long after = wanted.customer();
    return new Gates(
        narrowed(then.internal(), wanted.internal()),
        before == null || after == null ? null : Long.valueOf(narrowed(before, after)),
        fewer(then.party(), audience).party());
  }

  /** A party without those whom the mapping of today does not name; never a wider one. */
  public Parties.Fewer fewer(long party, Audience named) {
    return database.write(h -> parties.fewer(h, party, named));
  }

  /**
   * What a reader may do with a record.
   *
   * @throws NotFoundException if there is no such record, or she may not know of it
   */
  public Standing standing(Handle h, Viewer viewer, RecordId record) {
    Directory.Entry person =
        Directory.read(h, viewer.person())
            .filter(Directory.Entry::active)
            .orElseThrow(() -> missing(record));
    // A record that is not there is asked as one that may not be seen: both take the same time.
    Present now =
        present(h, record.value()).filter(p -> viewer.asksWithin(p.record())).orElse(NOWHERE);
    Reach reach = reach(h, now, person);
    boolean internal = reach.admits(now.internal(), now.party());
    boolean customer = now.customer() != null && reach.admits(now.customer(), now.party());
    Standing standing =
        new Standing(
            now.record(),
            person.id(),
            person.guest(),
            reach.within(internal),
            internal,
            customer,
            now.customer() != null,
            person.groups());
    if (!standing.present() && began(h, standing).isEmpty()) {
      throw missing(record);
    }
    return standing;
  }

  /**
   * Where a post stands.
   *
   * @param gate whoever passes it reads the post
   */
  public record Placed(long record, Gate gate) {}

  /**
   * What somebody who reads a post may do with its record.
   *
   * @param post absent: there is no such post
   * @param what it was asked for
   * @throws NotFoundException if there is none, or she may not read it; either takes as long
   */
  public Standing standing(Handle h, Viewer viewer, @Nullable Placed post, String what) {
    Standing standing;
    try {
      standing = standing(h, viewer, new RecordId(post == null ? NOWHERE.record() : post.record()));
    } catch (NotFoundException e) {
      throw new NotFoundException(what);
    }
    if (post == null || !standing.reads(post.gate())) {
      // As where the whole record is kept from her.
      began(h, standing);
      throw new NotFoundException(what);
    }
    return standing;
  }

  private static NotFoundException missing(RecordId record) {
    return new NotFoundException("record " + record);
  }

  /** A record's present gates. */
  private record Present(
      long record, Localized type, long internal, @Nullable Long customer, long party) {
    Gate gate(Lane lane, long audience) {
      return new Gate(lane, audience, party);
    }
  }

  /** What nobody passes. */
  private static final Present NOWHERE = new Present(-1, Localized.of("-"), -1, null, -1);

  private static Optional<Present> present(Handle h, long record) {
    return h.createQuery(
            """
            select g.id, g.type, g.type_label, g.audience_id, g.customer_audience_id, g.party_id
            from record r join record g on g.id = coalesce(r.merged_into, r.id)
            where r.id = :id
            """)
        .bind("id", record)
        .map(
            (r, c) ->
                new Present(
                    r.getLong("id"),
                    r.getString("type_label") == null
                        ? Localized.of(r.getString("type"))
                        : ModelJson.read(r.getString("type_label"), Localized.class),
                    r.getLong("audience_id"),
                    r.getObject("customer_audience_id", Long.class),
                    r.getLong("party_id")))
        .findOne();
  }

  /** The gates in the customer lane she was let in by, where the present ones keep her out. */
  private static List<Gate> began(Handle h, Standing standing) {
    return standing
        .reach()
        .bind(
            h.createQuery(
                """
                select g.audience_id, g.party_id from record_gate g
                where g.record_id = :record and g.lane = 1 and """
                    + " "
                    + Reach.sql("g")))
        .bind("record", standing.record())
        .map((r, c) -> new Gate(Lane.CUSTOMER, r.getLong("audience_id"), r.getLong("party_id")))
        .list();
  }

  private Reach reach(Handle h, Present now, Directory.Entry person) {
    Set<String> principals = principals(person, ceilings.principals(person));
    List<Membership> memberships = memberships(h, now, person);
    for (Membership m : memberships) {
      principals.add(m.customer() ? AudienceRule.NAMED_CUSTOMER : AudienceRule.NAMED);
      if (m.handover() && m.party() == now.party() && holds(person, m.customer())) {
        principals.add(AudienceRule.HOLDER);
      }
    }
    List<Long> always = new ArrayList<>();
    List<Long> named = new ArrayList<>();
    List<Long> customer = new ArrayList<>();
    audiences(h, principals)
        .forEach(
            a -> {
              if (a.always()) {
                always.add(a.id());
              } else {
                (a.named() ? named : customer).add(a.id());
                if (a.named() && a.customer()) {
                  customer.add(a.id());
                }
              }
            });
    return new Reach(
        array(always),
        array(named),
        array(memberships.stream().filter(m -> !m.customer()).map(Membership::party).toList()),
        array(customer),
        array(memberships.stream().filter(Membership::customer).map(Membership::party).toList()),
        false);
  }

  /** Whoever comes from outside never inherits anything. */
  private static boolean holds(Directory.Entry person, boolean customer) {
    return !person.guest() && !customer;
  }

  private static Long[] array(List<Long> ids) {
    return ids.toArray(Long[]::new);
  }

  private static Set<String> principals(Directory.Entry person, Map<String, String> ceilings) {
    Set<String> principals = new HashSet<>(ceilings.keySet());
    principals.add(person.guest() ? AudienceRule.GUESTS : AudienceRule.EVERYONE);
    person.groups().forEach(group -> principals.add("group:" + group));
    return principals;
  }

  private record Membership(long party, boolean customer, boolean handover) {}

  /** The parties of a record, its present and former ones, that a person belongs to. */
  private static List<Membership> memberships(Handle h, Present now, Directory.Entry person) {
    return h.createQuery(
            """
            select m.party_id, m.customer, m.handover
            from (
              select g.party_id from record_gate g where g.record_id = :record
              union select r.party_id from record r where r.id = :record) p
            join party_member m on m.party_id = p.party_id
            where m.person = :person
            """)
        .bind("record", now.record())
        .bind("person", person.id())
        .map(
            (r, c) ->
                new Membership(
                    r.getLong("party_id"), r.getBoolean("customer"), r.getBoolean("handover")))
        .list();
  }

  private record Belongs(long id, boolean always, boolean named, boolean customer) {}

  private static List<Belongs> audiences(Handle h, Set<String> principals) {
    return h.createQuery(
            """
            select audience_id, max(case when always = clauses then 1 else 0 end) as always,
              max(case when named = clauses then 1 else 0 end) as named,
              max(case when customer = clauses then 1 else 0 end) as customer
            from (
              select audience_id, alternative, clauses,
                count(distinct case when principal not in ('named', 'named-customer')
                  then clause end) as always,
                count(distinct case when principal <> 'named-customer' then clause end) as named,
                count(distinct case when principal <> 'named' then clause end) as customer
              from audience_principal where principal = any(:principals)
              group by audience_id, alternative, clauses) a
            where named = clauses or customer = clauses
            group by audience_id order by audience_id desc limit :most
            """)
        .bindArray("principals", String.class, principals.toArray())
        .bind("most", MAX_AUDIENCES)
        .map(
            (r, c) ->
                new Belongs(
                    r.getLong("audience_id"),
                    r.getInt("always") == 1,
                    r.getInt("named") == 1,
                    r.getInt("customer") == 1))
        .list();
  }

  /**
   * The persons who can read a lane of a record, as far as the viewer reads it herself: whoever is
   * let into the customer lane only is told of that lane, whatever she asks for; and whoever keeps
   * earlier discussions only, of those who read these.
   */
  public List<Directory.Entry> whoCanRead(Viewer viewer, RecordId record, @Nullable Lane lane) {
    return database.read(h -> whoCanRead(h, viewer, record, lane));
  }

  private List<Directory.Entry> whoCanRead(
      Handle h, Viewer viewer, RecordId record, @Nullable Lane lane) {
    Standing standing = standing(h, viewer, record);
    Present now = present(h, standing.record()).orElseThrow(() -> missing(record));
    if (!standing.present()) {
      Map<String, Directory.Entry> found = new TreeMap<>();
      began(h, standing)
          .forEach(
              gate -> admitted(h, now, gate).forEach(a -> found.put(a.person().id(), a.person())));
      return List.copyOf(found.values());
    }
    Lane asked = standing.internal() && lane != Lane.CUSTOMER ? Lane.INTERNAL : Lane.CUSTOMER;
    return admitted(h, now, asked).stream().map(Admitted::person).toList();
  }

  /** Who can read a post of a record. */
  public List<Directory.Entry> whoCanRead(Handle h, long record, Gate post) {
    Present now = present(h, record).orElseThrow(() -> new NotFoundException("record"));
    return admitted(h, now, post).stream().map(Admitted::person).toList();
  }

  /**
   * Whom a reader may be told of where nothing she reads names them: those whom she may find beside
   * a record, in either of its lanes.
   *
   * @param record absent: nobody; so it is for a record she may not read
   */
  public List<Directory.Entry> met(Handle h, Viewer viewer, @Nullable RecordId record) {
    if (record == null) {
      return List.of();
    }
    try {
      Map<String, Directory.Entry> met = new TreeMap<>();
      for (Lane lane : Lane.values()) {
        whoCanRead(h, viewer, record, lane).forEach(person -> met.put(person.id(), person));
      }
      return List.copyOf(met.values());
    } catch (NotFoundException e) {
      return List.of();
    }
  }

  /** Who can read a post and all its comments. */
  public ReadersView readers(Viewer viewer, ActivityId activity) {
    return database.read(
        h -> {
          Placed post =
              h.createQuery(
                      "select record_id, lane, audience_id, party_id from activity where id = :id")
                  .bind("id", activity.value())
                  .map(
                      (r, c) ->
                          new Placed(
                              r.getLong("record_id"),
                              new Gate(
                                  Lane.values()[r.getInt("lane")],
                                  r.getLong("audience_id"),
                                  r.getLong("party_id"))))
                  .findOne()
                  .orElse(null);
          Standing standing = standing(h, viewer, post, "post " + activity);
          Present now = present(h, standing.record()).orElseThrow();
          return view(h, standing, now, Objects.requireNonNull(post).gate());
        });
  }

  /** Who would read a new post in a lane of a record. */
  public ReadersView readers(Viewer viewer, RecordId record, Lane lane) {
    return database.read(h -> readers(h, standing(h, viewer, record), lane));
  }

  /** As {@link #readers(Viewer, RecordId, Lane)}, for whoever has the standing already. */
  public ReadersView readers(Handle h, Standing standing, Lane lane) {
    if (!standing.mayWrite(lane)) {
      throw new NotFoundException("lane " + lane.word());
    }
    Present now = present(h, standing.record()).orElseThrow();
    Long own = lane == Lane.INTERNAL ? Long.valueOf(now.internal()) : now.customer();
    return view(h, standing, now, now.gate(lane, Objects.requireNonNull(own)));
  }

  /**
   * Makes sure that a lane is read by whom the writer was shown; to be asked while the record is
   * locked.
   *
   * @param shown {@link ReadersView#gate} of what she was shown
   * @throws ReadersChangedException if others read it now
   */
  public void requireShown(Handle h, Standing standing, Lane lane, String shown) {
    ReadersView now = readers(h, standing, lane);
    if (!now.gate().equals(shown)) {
      throw new ReadersChangedException(
          now.persons().stream()
              .filter(r -> r.guest() && !r.person().equals(standing.person()))
              .map(ReadersView.Reader::name)
              .toList());
    }
  }

  private ReadersView view(Handle h, Standing standing, Present now, Gate gate) {
    List<Admitted> admitted = admitted(h, now, gate);
    List<Parties.Member> named = named(h, gate);
    int awaited = (int) named.stream().filter(m -> m.person() == null).count();
    String shown =
        gate.shown(standing.record(), standing.person(), named, Admitted.outside(admitted));
    ReadersView view = Admitted.view(gate.lane(), now.type(), admitted, awaited, shown);
    return standing.guest() ? view.outside() : view;
  }

  /** Whom a gate names for its lane; customers read the one that is theirs alone. */
  private static List<Parties.Member> named(Handle h, Gate gate) {
    return Parties.members(h, gate.party()).stream()
        .filter(m -> gate.lane() == Lane.CUSTOMER || !m.customer())
        .toList();
  }

  private List<Admitted> admitted(Handle h, Present now, Lane lane) {
    Long own = lane == Lane.INTERNAL ? Long.valueOf(now.internal()) : now.customer();
    return own == null ? List.of() : admitted(h, now, now.gate(lane, own));
  }

  private List<Admitted> admitted(Handle h, Present now, Gate post) {
    AudienceRule postRule = audiences.rule(h, post.audience());
    AudienceRule internal = audiences.rule(h, now.internal());
    AudienceRule customer = now.customer() == null ? internal : audiences.rule(h, now.customer());
    Map<String, Named> today = Named.of(Parties.members(h, now.party()));
    Map<String, Named> then =
        post.party() == now.party() ? today : Named.of(Parties.members(h, post.party()));
    List<Admitted> admitted = new ArrayList<>();
    for (Directory.Entry person : directory.active()) {
      Map<String, String> limits = ceilings.principals(person);
      Set<String> principals = principals(person, limits);
      Named present = today.getOrDefault(person.id(), Named.NOT);
      Named past = then.getOrDefault(person.id(), Named.NOT);
      if (present.role() != null && holds(person, false)) {
        principals.add(AudienceRule.HOLDER);
      }
      Set<String> asToday = present.with(principals);
      String rule = postRule.alternative(past.with(principals));
      boolean enters = internal.admits(asToday);
      if (!rule.isEmpty() && (post.lane() == Lane.CUSTOMER || enters)) {
        admitted.add(
            new Admitted(
                person,
                limits.getOrDefault(rule, rule),
                !enters && !customer.admits(asToday),
                rule.equals(AudienceRule.HOLDER)
                    ? present.role()
                    : rule.equals(AudienceRule.NAMED) ? past.role() : null));
      }
    }
    return admitted;
  }
}
