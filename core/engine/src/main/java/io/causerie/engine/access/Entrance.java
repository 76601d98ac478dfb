package io.causerie.engine.access;

import io.causerie.model.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
 * and which of them name her ({@link EntranceSql}); the rest is decided here, since a rule never
 * changes.
 */
final class Entrance {
  private final Directory directory;
  private final Ceilings ceilings;
  private final AudienceStore audiences;

  Entrance(Directory directory, Audiences audiences) {
    this.directory = directory;
    this.ceilings = audiences.ceilings();
    this.audiences = audiences.store();
  }

  /** Reads together who some persons are, for whom {@link #standings} is asked one by one then. */
  void know(Handle h, long version, Collection<String> persons) {
    directory.of(h, version, persons);
  }

  /**
   * What each of some viewers may do with the record behind a gateway; whoever gets through none of
   * its gates, or may not know of it, is left out.
   *
   * @throws PremiseGoneException if one of them asks under a premise that does not hold any more
   */
  Map<Viewer, Standing> standings(
      Handle h, EntranceSql.Gateway way, Collection<Viewer> viewers, Answers answers) {
    Map<String, Directory.Entry> persons =
        directory.of(h, way.version(), viewers.stream().map(Viewer::person).toList());
    Map<Long, AudienceRule> rules =
        audiences.rules(h, way.gates().stream().map(Gate::audience).toList());
    Map<Known, Sight> sights = new HashMap<>();
    Map<Viewer, Standing> standings = new HashMap<>();
    for (Viewer viewer : viewers) {
      prove(viewer, way);
      Directory.Entry person = persons.get(viewer.person());
      if (person != null && person.active() && way.exists() && viewer.asksWithin(way.record())) {
        Reader reader = Reader.of(person, ceilings.principals(person, way.version()));
        Sight sight =
            sights.computeIfAbsent(
                new Known(
                    reader.guest(),
                    reader.principals(),
                    way.named().getOrDefault(person.id(), Set.of())),
                known -> sight(h, way, known, rules));
        Standing standing = standing(way, reader, sight, answers);
        if (standing.present() || !standing.kept().isEmpty()) {
          standings.put(viewer, standing);
        }
      }
    }
    return standings;
  }

  /** A premise says nothing of records that became part of others meanwhile. */
  private static void prove(Viewer viewer, EntranceSql.Gateway way) {
    Premise premise = viewer.premise();
    if (premise == null) {
      return;
    }
    if (!premise.holds(way.premise())) {
      throw new PremiseGoneException();
    }
    if (viewer.asksWithin(way.record())) {
      premise.prove();
    }
  }

  /** What gates ask of a reader; who is the same to them sees the same. */
  private record Known(boolean guest, Set<String> principals, Set<EntranceSql.Membership> named) {}

  /** Through which gates of one record those get who are the same to them. */
  private record Sight(
      boolean internal, boolean customer, Set<Gate> kept, Reach reach, Rights rights) {}

  private Sight sight(
      Handle h, EntranceSql.Gateway way, Known known, Map<Long, AudienceRule> rules) {
    Gates now = Objects.requireNonNull(way.now());
    Set<EntranceSql.Membership> named = known.named();
    Set<String> principals = new HashSet<>(known.principals());
    // Whoever comes from outside never inherits anything.
    if (!known.guest()
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
    return new Sight(
        internal,
        now.customer() != null && rights.admit(now.customer(), now.party()),
        way.gates().stream()
            .filter(g -> g.lane() == Lane.CUSTOMER && rights.admit(g.audience(), g.party()))
            .collect(Collectors.toSet()),
        reach(way, named, principals, rules, internal),
        rights);
  }

  private static Standing standing(
      EntranceSql.Gateway way, Reader reader, Sight sight, Answers answers) {
    return new Standing(
        way.record(),
        Objects.requireNonNull(way.ref()),
        reader.person(),
        reader.guest(),
        reader.groups(),
        Objects.requireNonNull(way.now()),
        sight.internal(),
        sight.customer(),
        sight.kept(),
        sight.reach(),
        sight.rights(),
        way.version(),
        answers,
        way.post(),
        way.progress());
  }

  private static Set<String> principals(
      Set<String> all, long party, Set<EntranceSql.Membership> named) {
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
      EntranceSql.Gateway way,
      Set<EntranceSql.Membership> named,
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
      EntranceSql.Gateway way,
      Map<Long, AudienceRule> rules,
      Set<String> principals,
      @Nullable String byName) {
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

  private static Long[] parties(Set<EntranceSql.Membership> named, boolean customer) {
    return named.stream()
        .filter(m -> m.customer() == customer)
        .map(EntranceSql.Membership::party)
        .distinct()
        .toArray(Long[]::new);
  }
}
