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
import io.causerie.model.NoteId;
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
import java.util.stream.Collectors;
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
  private final Database database;
  private final Ceilings ceilings;
  private final AudienceStore audiences;
  private final Parties parties;
  private final Entrance entrance;

  public Access(
      Database database, Ids ids, Directory directory, Ceilings ceilings, Parties parties) {
    this.database = database;
    this.ceilings = ceilings;
    this.audiences = new AudienceStore(database, ids);
    this.parties = parties;
    this.entrance = new Entrance(directory, ceilings, audiences);
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
    Standing standing = standings(h, record, Set.of(viewer)).get(viewer);
    if (standing == null) {
      throw missing(record);
    }
    return standing;
  }

  /**
   * What each of some readers may do with a record; whoever may not know of it is left out. Asks as
   * often for a thousand as for one.
   */
  public Map<Viewer, Standing> standings(Handle h, RecordId record, Collection<Viewer> viewers) {
    Set<String> persons = viewers.stream().map(Viewer::person).collect(Collectors.toSet());
    Entrance.Place place = new Entrance.Place(Entrance.Place.Of.RECORD, record.value());
    return entrance.standings(h, entrance.read(h, place, persons), viewers);
  }

  /**
   * What somebody who reads a post may do with its record.
   *
   * @throws NotFoundException if there is none, or she may not read it; either takes as long
   */
  public Standing standing(Handle h, Viewer viewer, ActivityId post) {
    return standing(
        h, viewer, new Entrance.Place(Entrance.Place.Of.POST, post.value()), "post " + post);
  }

  /**
   * What somebody who reads a comment may do with its record.
   *
   * @throws NotFoundException if there is none, or she may not read it; either takes as long
   */
  public Standing standing(Handle h, Viewer viewer, NoteId note) {
    return standing(
        h, viewer, new Entrance.Place(Entrance.Place.Of.NOTE, note.value()), "comment " + note);
  }

  private Standing standing(Handle h, Viewer viewer, Entrance.Place place, String what) {
    Entrance.Gateway way = entrance.read(h, place, Set.of(viewer.person()));
    Standing standing = entrance.standings(h, way, Set.of(viewer)).get(viewer);
    if (standing == null || way.post() == null || !standing.reads(way.post())) {
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

  private static Set<String> principals(Directory.Entry person, Map<String, String> ceilings) {
    return new HashSet<>(Reader.of(person, ceilings).principals());
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
          Entrance.Place place = new Entrance.Place(Entrance.Place.Of.POST, activity.value());
          Entrance.Gateway way = entrance.read(h, place, Set.of(viewer.person()));
          Standing standing = entrance.standings(h, way, Set.of(viewer)).get(viewer);
          if (standing == null || way.post() == null || !standing.reads(way.post())) {
            throw new NotFoundException("post " + activity);
          }
          Present now = present(h, standing.record()).orElseThrow();
          return view(h, standing, now, way.post());
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
    for (Directory.Entry person : Directory.active(h)) {
      Map<String, String> limits = ceilings.principals(person);
      Set<String> principals = principals(person, limits);
      Named present = today.getOrDefault(person.id(), Named.NOT);
      Named past = then.getOrDefault(person.id(), Named.NOT);
      if (present.role() != null && !person.guest()) {
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
