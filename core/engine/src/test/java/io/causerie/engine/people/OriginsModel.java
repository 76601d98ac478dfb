package io.causerie.engine.people;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What follows from what origins say, told by the rules alone. */
final class OriginsModel {
  /** What counts for one person. */
  record Rights(boolean active, @Nullable String email, Set<String> groups, Set<String> users) {
    static final Rights NONE = new Rights(false, null, Set.of(), Set.of());
  }

  static final class Statement {
    final Origin origin;
    final Person who;
    final Instant said;
    @Nullable Instant until;
    boolean counts;

    /** The address that counts. */
    @Nullable String has;

    Statement(Origin origin, Person who, Instant said) {
      this.origin = origin;
      this.who = who;
      this.said = said;
    }

    @Nullable String claims() {
      String email = who.email();
      return who.active() ? small(email) : null;
    }

    boolean waits() {
      return !counts || !Objects.equals(has, who.email());
    }

    String key() {
      return origin.code() + " " + who.id();
    }
  }

  private record Decided(String person, String address) {}

  private final Duration lapse;
  private final Map<String, Statement> statements = new HashMap<>();
  private final Map<String, Decided> decided = new HashMap<>();

  /** Who has a user name by the last state, where several say so. */
  private final Map<String, String> owners = new TreeMap<>();

  OriginsModel(Duration lapse) {
    this.lapse = lapse;
  }

  void says(Origin origin, Collection<Person> all, Instant now) {
    over(now);
    Set<String> named = new TreeSet<>();
    all.forEach(p -> named.add(p.id()));
    statements.values().removeIf(s -> s.origin.equals(origin) && !named.contains(s.who.id()));
    all.forEach(p -> state(origin, p, now));
    settle();
  }

  void says(Origin origin, Person one, Instant now) {
    over(now);
    state(origin, one, now);
    settle();
  }

  void takesBack(Origin origin, String id, Instant now) {
    over(now);
    statements.remove(origin.code() + " " + id);
    settle();
  }

  void lapses(Instant now) {
    over(now);
    settle();
  }

  private void over(Instant now) {
    statements.values().removeIf(s -> s.until != null && !s.until.isAfter(now));
  }

  private void state(Origin origin, Person who, Instant now) {
    Statement before = statements.get(origin.code() + " " + who.id());
    Instant until = origin.kind() == Origin.Kind.CLAIMS ? now.plus(lapse) : null;
    if (before != null && before.who.equals(who)) {
      before.until = until;
      return;
    }
    Statement after = new Statement(origin, who, now);
    after.until = until;
    after.counts = before != null && before.counts;
    after.has = after.counts && before != null && before.who.active() ? before.has : null;
    boolean hadIt = after.has != null && Objects.equals(small(after.has), after.claims());
    if (hadIt || isUndisputed(after)) {
      after.counts = true;
      after.has = who.email();
    }
    statements.put(after.key(), after);
  }

  /** What no other origin ever gave to anybody counts before anything that waits is looked at. */
  private boolean isUndisputed(Statement s) {
    return s.claims() == null
        || statements.values().stream()
            .filter(o -> !o.origin.equals(s.origin))
            .noneMatch(
                o -> s.claims().equals(small(o.who.email())) || s.claims().equals(small(o.has)));
  }

  private static @Nullable String small(@Nullable String address) {
    return address == null ? null : address.toLowerCase(Locale.ROOT);
  }

  private void settle() {
    boolean again = true;
    while (again) {
      again = false;
      for (Statement s : waiting()) {
        if (mayHave(s)) {
          s.counts = true;
          s.has = s.who.email();
          again = true;
        }
      }
    }
    give();
  }

  List<Statement> waiting() {
    return statements.values().stream()
        .filter(Statement::waits)
        .sorted(
            Comparator.comparing((Statement s) -> s.said)
                .thenComparing(s -> s.origin)
                .thenComparing(s -> s.who.id()))
        .toList();
  }

  private boolean mayHave(Statement s) {
    String address = s.claims();
    Decided decision = decided.get(s.key());
    return address == null
        || (decision != null && decision.address().equals(address))
        || others(s).isEmpty();
  }

  Set<String> others(Statement s) {
    Set<String> others = new TreeSet<>();
    for (Statement o : statements.values()) {
      boolean has =
          o.counts && o.who.active() && o.has != null && Objects.equals(small(o.has), s.claims());
      if (has && !o.origin.equals(s.origin) && !person(o).equals(person(s))) {
        others.add(person(o));
      }
    }
    return others;
  }

  void decide(Statement s, String person) {
    decided.put(s.key(), new Decided(person, Objects.requireNonNull(s.claims())));
    settle();
  }

  Optional<String> reopen(int which) {
    List<String> keys = decided.keySet().stream().sorted().toList();
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    String key = keys.get(which % keys.size());
    decided.remove(key);
    Statement s = statements.get(key);
    if (s != null) {
      s.counts = false;
      s.has = null;
    }
    settle();
    return Optional.of(key);
  }

  private String person(Statement s) {
    Decided decision = decided.get(s.key());
    return decision == null ? s.who.id() : decision.person();
  }

  private void give() {
    Map<String, Set<String>> wanted = new TreeMap<>();
    for (Statement s : statements.values()) {
      if (s.counts) {
        s.who
            .identities()
            .getOrDefault("desk", List.of())
            .forEach(user -> wanted.computeIfAbsent(user, u -> new TreeSet<>()).add(person(s)));
      }
    }
    owners
        .entrySet()
        .removeIf(o -> !wanted.getOrDefault(o.getKey(), Set.of()).contains(o.getValue()));
    wanted.forEach(
        (user, persons) -> {
          if (persons.size() == 1) {
            owners.put(user, persons.iterator().next());
          }
        });
  }

  /** What counts for everybody who was ever named. */
  Map<String, Rights> rights() {
    Map<String, List<Statement>> of = new TreeMap<>();
    for (Statement s : statements.values()) {
      if (s.counts) {
        of.computeIfAbsent(person(s), p -> new ArrayList<>()).add(s);
      }
    }
    Map<String, Rights> rights = new TreeMap<>();
    of.forEach((person, all) -> rights.put(person, rights(person, all)));
    return rights;
  }

  private Rights rights(String person, List<Statement> all) {
    all.sort(
        Comparator.comparing((Statement s) -> s.origin)
            .thenComparing(s -> !s.who.id().equals(person))
            .thenComparing(s -> s.who.id()));
    Set<String> users = new TreeSet<>();
    owners.forEach(
        (user, owner) -> {
          if (owner.equals(person)) {
            users.add(user);
          }
        });
    boolean active = all.stream().allMatch(s -> s.who.active());
    Set<String> groups = new TreeSet<>();
    if (active) {
      all.forEach(s -> groups.addAll(s.who.groups()));
    }
    return new Rights(
        active,
        all.stream().map(s -> s.has).filter(Objects::nonNull).findFirst().orElse(null),
        groups,
        users);
  }
}
