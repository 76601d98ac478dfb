package io.causerie.engine.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.ReadersChangedException;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
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
 * Who can read something. Counted where persons are stored, and named by the page, since a company
 * may have a hundred thousand of them; what was counted is kept while the version of all rights
 * stays.
 */
public final class Readership {
  private static final int MAX_NAMES = 200;

  private final Reads reads;
  private final Audiences audiences;
  private final Directory directory;
  private final Cache<Asked, Admitted> counted = Caffeine.newBuilder().maximumSize(2_000).build();
  private final Cache<Asked, Map<String, Integer>> reached =
      Caffeine.newBuilder().maximumSize(2_000).build();

  public Readership(Reads reads, Audiences audiences, Directory directory) {
    this.reads = reads;
    this.audiences = audiences;
    this.directory = directory;
  }

  /** Gates of one record; the answer is the same while the version is. */
  private record Asked(long version, Gates now, Set<Gate> gates) {}

  /**
   * Whom a gate lets in.
   *
   * @param named whom its party names for its lane
   * @param outside ids of all who come from outside
   */
  private record Admitted(
      int count,
      boolean everyone,
      List<String> groups,
      List<ReadersView.Reader> persons,
      List<Parties.Member> named,
      List<String> outside) {}

  /** Who can read a post and all its comments. */
  public ReadersView of(Viewer viewer, ActivityId activity) {
    return reads.activity(
        viewer,
        activity,
        (h, in) -> view(h, in, in.post().gate(), EntranceSql.type(h, in.record())));
  }

  /** Who would read a new post in a lane of a record. */
  public ReadersView of(Viewer viewer, RecordId record, Lane lane) {
    return reads.record(
        viewer, record, (h, in) -> of(h, in, lane, EntranceSql.type(h, in.record())));
  }

  /**
   * As {@link #of(Viewer, RecordId, Lane)}, for whoever has the standing already.
   *
   * @param type how people call the record's type
   */
  public ReadersView of(Handle h, Standing in, Lane lane, Localized type) {
    if (!in.mayWrite(lane)) {
      throw new NotFoundException("lane " + lane.word());
    }
    return view(h, in, in.now().of(lane).orElseThrow(), type);
  }

  private ReadersView view(Handle h, Standing in, Gate gate, Localized type) {
    Admitted admitted = admitted(h, in, gate);
    ReadersView view =
        new ReadersView(
            gate.lane(),
            type,
            admitted.count(),
            admitted.everyone(),
            admitted.groups(),
            admitted.persons(),
            (int) admitted.named().stream().filter(m -> m.person() == null).count(),
            gate.shown(in.record(), in.person(), admitted.named(), admitted.outside()));
    return in.guest() ? view.outside() : view;
  }

  /**
   * Makes sure that a lane is read by whom the writer was shown; to be asked while the record is
   * locked.
   *
   * @param shown {@link ReadersView#gate} of what she was shown
   * @throws ReadersChangedException if others read it now
   */
  public void requireShown(Handle h, Standing in, Lane lane, String shown) {
    ReadersView now = of(h, in, lane, EntranceSql.type(h, in.record()));
    if (!now.gate().equals(shown)) {
      throw new ReadersChangedException(
          now.persons().stream()
              .filter(r -> r.guest() && !r.person().equals(in.person()))
              .map(ReadersView.Reader::name)
              .toList());
    }
  }

  /**
   * Those of some persons who can read a post.
   *
   * @param in of somebody who may read it
   */
  public Set<String> among(Handle h, Standing in, Gate post, Collection<String> persons) {
    return crowd(h, in.now(), Set.of(post)).among(h, persons);
  }

  /**
   * Whether a post is read by whoever reads its record now, and that is not only whom it names: who
   * those are, no system that the record is from can be expected to heed.
   */
  public boolean isRecords(Handle h, Gates record, Gate post) {
    return record.of(post.lane()).filter(post::equals).isPresent()
        && !audiences.store().rule(h, post.audience()).isByNameAlone();
  }

  /**
   * Which groups somebody may address in a post, and how many persons that reaches: those who can
   * read it, without herself. Someone from outside learns of no group.
   *
   * @return the groups that reach anybody at all
   */
  public Map<String, Integer> groups(Handle h, Standing in, Gate post) {
    return groups(h, in, Set.of(post));
  }

  private Map<String, Integer> groups(Handle h, Standing in, Set<Gate> gates) {
    if (in.guest()) {
      return Map.of();
    }
    Asked asked = new Asked(in.version(), in.now(), gates);
    Map<String, Integer> all = reached.getIfPresent(asked);
    CrowdSql crowd = crowd(h, in.now(), gates);
    if (all == null) {
      all = crowd.byGroup(h);
      reached.put(asked, all);
    }
    Map<String, Integer> others = new TreeMap<>(all);
    if (!crowd.among(h, Set.of(in.person())).isEmpty()) {
      in.groups().forEach(group -> others.computeIfPresent(group, (g, n) -> n == 1 ? null : n - 1));
    }
    return others;
  }

  /**
   * Whom a reader may be told of where nothing she reads names them: those whom she may find beside
   * a record, in either of its lanes, and the groups she may address there.
   *
   * @param persons ids of those in question
   */
  public Met met(Handle h, Standing in, Collection<String> persons) {
    Set<String> met = new HashSet<>();
    Set<String> groups = new HashSet<>();
    for (Lane lane : Lane.values()) {
      Set<Gate> gates = asked(in, lane);
      met.addAll(crowd(h, in.now(), gates).among(h, persons));
      groups.addAll(groups(h, in, gates).keySet());
    }
    met.add(in.person());
    return new Met(met, groups);
  }

  /** Ids of persons, names of groups. */
  public record Met(Set<String> persons, Set<String> groups) {}

  /**
   * Whom somebody may mention in a record, of those whose name or id fits what she typed: of those
   * who can read the lane, as far as she reads it herself. Whoever is let into the customer lane
   * only is told of that lane, whatever she asks for; and whoever keeps earlier discussions only,
   * of those who read these.
   */
  public List<Directory.Entry> find(
      Viewer viewer, RecordId record, @Nullable Lane lane, PersonSearch search, int limit) {
    return reads.record(
        viewer,
        record,
        (h, in) -> {
          CrowdSql crowd = crowd(h, in.now(), asked(in, lane));
          List<String> found = search.in(h, crowd, limit);
          Map<String, Directory.Entry> entries = directory.of(h, in.version(), found);
          return found.stream().map(entries::get).filter(Objects::nonNull).toList();
        });
  }

  /** The groups that somebody may mention in a record; see {@link #find}. */
  public Map<String, Integer> groups(Viewer viewer, RecordId record, @Nullable Lane lane) {
    return reads.record(viewer, record, (h, in) -> groups(h, in, asked(in, lane)));
  }

  private static Set<Gate> asked(Standing in, @Nullable Lane lane) {
    if (!in.present()) {
      return in.kept();
    }
    Optional<Gate> gate =
        in.now().of(in.internal() && lane != Lane.CUSTOMER ? Lane.INTERNAL : Lane.CUSTOMER);
    return gate.map(Set::of).orElse(Set.of());
  }

  private CrowdSql crowd(Handle h, Gates now, Set<Gate> gates) {
    return new CrowdSql(
        audiences.ceilings(), audience -> audiences.store().rule(h, audience), now, gates);
  }

  private Admitted admitted(Handle h, Standing in, Gate gate) {
    Asked asked = new Asked(in.version(), in.now(), Set.of(gate));
    Admitted known = counted.getIfPresent(asked);
    if (known == null) {
      known = count(h, in.version(), in.now(), gate);
      counted.put(asked, known);
    }
    return known;
  }

  private Admitted count(Handle h, long version, Gates now, Gate gate) {
    CrowdSql crowd = crowd(h, now, Set.of(gate));
    CrowdSql.Counted counted = crowd.count(h, MAX_NAMES);
    directory.keep(version, counted.first());
    return new Admitted(
        counted.outside().size() + counted.employees(),
        crowd.everyone() && counted.employees() > 0,
        counted.groups(),
        persons(h, version, now, gate, counted.first()),
        named(h, gate),
        counted.outside());
  }

  /** Whom a gate names for its lane; customers read the one that is theirs alone. */
  private static List<Parties.Member> named(Handle h, Gate gate) {
    return PartyStore.members(h, gate.party()).stream()
        .filter(m -> gate.lane() == Lane.CUSTOMER || !m.customer())
        .toList();
  }

  private List<ReadersView.Reader> persons(
      Handle h, long version, Gates now, Gate gate, List<Directory.Entry> persons) {
    AudienceRule post = audiences.store().rule(h, gate.audience());
    AudienceRule internal = audiences.store().rule(h, now.internal());
    AudienceRule customer =
        now.customer() == null ? internal : audiences.store().rule(h, now.customer());
    Map<String, ByName> today = ByName.of(PartyStore.members(h, now.party()));
    Map<String, ByName> then =
        gate.party() == now.party() ? today : ByName.of(PartyStore.members(h, gate.party()));
    return persons.stream()
        .map(
            person -> {
              Map<String, String> limits = audiences.ceilings().principals(person, version);
              Set<String> principals = new HashSet<>(Reader.of(person, limits).principals());
              ByName present = today.getOrDefault(person.id(), ByName.NOT);
              ByName past = then.getOrDefault(person.id(), ByName.NOT);
              if (present.role() != null && !person.guest()) {
                principals.add(AudienceRule.HOLDER);
              }
              Set<String> asToday = present.with(principals);
              String rule = post.alternative(past.with(principals));
              return new ReadersView.Reader(
                  person.id(),
                  person.name(),
                  person.guest(),
                  shown(limits.getOrDefault(rule, rule)),
                  rule.equals(AudienceRule.HOLDER)
                      ? present.role()
                      : rule.equals(AudienceRule.NAMED) ? past.role() : null,
                  !internal.admits(asToday) && !customer.admits(asToday));
            })
        .toList();
  }

  private static String shown(String rule) {
    return rule.equals(AudienceRule.NAMED_CUSTOMER) || Ceilings.isCustomers(rule)
        ? "customer"
        : rule;
  }
}
