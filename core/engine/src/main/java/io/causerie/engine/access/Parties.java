package io.causerie.engine.access;

import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.store.Erased;
import io.causerie.engine.store.Ids;
import io.causerie.model.Audience;
import io.causerie.model.Localized;
import io.causerie.model.MailAddress;
import io.causerie.model.Readers;
import io.causerie.model.Sha256;
import io.causerie.model.json.ModelJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The persons whom records name, each set stored once. A record refers to its present party, a post
 * to the one it began with, so neither a new contact nor the next holder of an address ever comes
 * into what was written to somebody else.
 *
 * <p>A name is found out once: it is the id of a person, or the address of exactly one active
 * person, when the event is taken in or, if nobody has it then, when the directory first knows
 * somebody who has. That stays, whatever becomes of the address.
 */
public final class Parties {
  /** The party of records that name nobody. */
  public static final long NOBODY = 0;

  /** Finds out members whom nobody was known by; done after the commit of what named them. */
  static final String BIND = "bind-parties";

  /** No id and no address is longer, so a longer name is nobody's. */
  private static final int MAX_NAME = 320;

  private final Ids ids;
  private final Jobs jobs;
  private final Clock clock;

  public Parties(Ids ids, Jobs jobs, Clock clock) {
    this.ids = ids;
    this.jobs = jobs;
    this.clock = clock;
    jobs.handle(BIND, (h, subject) -> bind(h));
  }

  /**
   * A member.
   *
   * @param name as she was named: her id, or an address that was hers, or that nobody had
   * @param person who it is, absent while that is not known
   * @param customer whether she was named for the customer lane
   * @param role what she is to the record, if she holds a role that is handed over
   */
  record Member(String name, @Nullable String person, boolean customer, @Nullable Localized role) {}

  private record Key(String name, boolean customer) {
    /** Who is meant, by whichever name. */
    static Key of(Member member) {
      return new Key(member.person() == null ? member.name() : member.person(), member.customer());
    }
  }

  private record Party(Audience audience, String digest, Collection<Member> members) {}

  /**
   * The parties of audiences, made where they are new; audiences that name nobody are left out.
   * Asked before records are locked, so that two groups never wait for each other crosswise.
   */
  public Map<Audience, Long> of(Handle h, Collection<Audience> audiences) {
    Set<String> names = new HashSet<>();
    audiences.forEach(
        a -> {
          names.addAll(a.internal().persons());
          names.addAll(a.customer().persons());
        });
    names.removeIf(name -> name.length() > MAX_NAME);
    if (names.isEmpty()) {
      return Map.of();
    }
    Found found = find(h, names);
    TreeMap<String, Party> parties = new TreeMap<>();
    Map<Audience, String> digests = new HashMap<>();
    for (Audience audience : new HashSet<>(audiences)) {
      Map<Key, Member> members = new HashMap<>();
      members(audience.internal(), false, found, members);
      members(audience.customer(), true, found, members);
      if (!members.isEmpty()) {
        String digest = digest(members.values());
        digests.put(audience, digest);
        parties.put(digest, new Party(audience, digest, members.values()));
      }
    }
    Map<String, Long> interned = intern(h, parties);
    Map<Audience, Long> of = new HashMap<>();
    digests.forEach((audience, digest) -> of.put(audience, interned.get(digest)));
    return of;
  }

  /**
   * A party without those whom an audience does not name any more.
   *
   * @param party the same one where nobody is taken away
   * @param others whether the audience names somebody whom the party does not have, or gives a role
   *     to somebody who had none: then nothing is taken away, since a name may have been given to
   *     another person meanwhile
   */
  public record Fewer(long party, boolean others) {}

  /**
   * Takes away from a party whom an audience does not name; never adds anybody. A member stays who
   * is named as she was: by an address, say, that is somebody else's today.
   */
  public Fewer fewer(Handle h, long party, Audience named) {
    Map<Key, Member> wanted = wanted(h, named);
    Map<Key, Member> kept = new HashMap<>();
    boolean fewer = false;
    for (Member member : PartyStore.members(h, party)) {
      Member now = wanted.remove(new Key(member.name(), member.customer()));
      if (now == null && member.person() != null) {
        now = taken(wanted, member.person(), member.customer());
      }
      boolean newRole = now != null && now.role() != null && member.role() == null;
      if (newRole) {
        return new Fewer(party, true);
      }
      fewer |= now == null || (now.role() == null && member.role() != null);
      if (now != null) {
        kept.put(Key.of(member), now.role() == null ? without(member) : member);
      }
    }
    // Who is named twice, by her id and by an address of hers, is one member.
    wanted.values().removeIf(m -> m.person() != null && kept.containsKey(Key.of(m)));
    if (!wanted.isEmpty()) {
      return new Fewer(party, true);
    }
    if (!fewer) {
      return new Fewer(party, false);
    }
    if (kept.isEmpty()) {
      return new Fewer(NOBODY, false);
    }
    String digest = digest(kept.values());
    TreeMap<String, Party> one =
        new TreeMap<>(Map.of(digest, new Party(named, digest, kept.values())));
    return new Fewer(Objects.requireNonNull(intern(h, one).get(digest)), false);
  }

  /** Whom an audience names, by the names it gives them. */
  private static Map<Key, Member> wanted(Handle h, Audience named) {
    Set<String> names = new HashSet<>(named.internal().persons());
    names.addAll(named.customer().persons());
    names.removeIf(name -> name.length() > MAX_NAME);
    Found found = names.isEmpty() ? new Found(Map.of(), Set.of()) : find(h, names);
    Map<Key, Member> wanted = new HashMap<>();
    named(named.internal(), false, found).forEach((name, m) -> wanted.put(new Key(name, false), m));
    named(named.customer(), true, found).forEach((name, m) -> wanted.put(new Key(name, true), m));
    return wanted;
  }

  private static @Nullable Member taken(Map<Key, Member> wanted, String person, boolean customer) {
    Iterator<Member> all = wanted.values().iterator();
    while (all.hasNext()) {
      Member each = all.next();
      if (each.customer() == customer && person.equals(each.person())) {
        all.remove();
        return each;
      }
    }
    return null;
  }

  private static Member without(Member holder) {
    return new Member(holder.name(), holder.person(), holder.customer(), null);
  }

  /**
   * Whom names belong to.
   *
   * @param persons by name
   * @param erased names that belong to nobody any more, for good
   */
  private record Found(Map<String, String> persons, Set<String> erased) {}

  private static Found find(Handle h, Set<String> names) {
    Map<String, String> persons = new HashMap<>();
    Set<String> erased = new HashSet<>(Erased.of(h, names));
    Map<String, List<String>> byAddress = new HashMap<>();
    for (PartyStore.Named person : PartyStore.named(h, names)) {
      if (person.erased()) {
        erased.add(person.id());
      } else {
        persons.put(person.id(), person.id());
        if (person.address() != null && person.active()) {
          byAddress.computeIfAbsent(person.address(), a -> new ArrayList<>()).add(person.id());
        }
      }
    }
    for (String name : names) {
      List<String> owners = byAddress.getOrDefault(MailAddress.folded(name), List.of());
      if (!persons.containsKey(name) && !erased.contains(name) && owners.size() == 1) {
        persons.put(name, owners.get(0));
      }
    }
    return new Found(persons, erased);
  }

  private static void members(
      Readers readers, boolean customer, Found found, Map<Key, Member> members) {
    named(readers, customer, found)
        .values()
        // One person by two names: the role counts.
        .forEach(m -> members.merge(Key.of(m), m, (a, b) -> a.role() == null ? b : a));
  }

  /** Whom readers are named as, by the names they are given. */
  private static Map<String, Member> named(Readers readers, boolean customer, Found found) {
    Map<String, Member> members = new TreeMap<>();
    for (String name : readers.persons()) {
      if (name.length() <= MAX_NAME && !found.erased().contains(name)) {
        Localized role = readers.holders() == null ? null : readers.holders().get(name);
        members.put(name, new Member(name, found.persons().get(name), customer, role));
      }
    }
    return members;
  }

  static String digest(Collection<Member> members) {
    List<String> lines = new ArrayList<>();
    for (Member m : members) {
      lines.add(
          "%d:%s %s %b %s"
              .formatted(
                  m.name().length(),
                  m.name(),
                  m.person() == null ? "" : m.person(),
                  m.customer(),
                  m.role() == null ? "" : ModelJson.write(m.role())));
    }
    lines.sort(null);
    return Sha256.hex(String.join("\n", lines));
  }

  private Map<String, Long> intern(Handle h, TreeMap<String, Party> parties) {
    Map<String, Long> known = new HashMap<>(PartyStore.find(h, parties.keySet()));
    // In one order, so that two groups that make the same parties never wait crosswise.
    Map<String, Long> drawn = new TreeMap<>();
    for (String digest : parties.keySet()) {
      if (!known.containsKey(digest)) {
        drawn.put(digest, ids.next());
      }
    }
    if (drawn.isEmpty()) {
      return known;
    }
    PartyStore.insert(h, drawn);
    known.putAll(PartyStore.find(h, drawn.keySet()));
    List<Party> made =
        parties.values().stream()
            .filter(p -> drawn.containsKey(p.digest()))
            .filter(p -> Objects.equals(drawn.get(p.digest()), known.get(p.digest())))
            .toList();
    made.forEach(
        p -> PartyStore.write(h, Objects.requireNonNull(known.get(p.digest())), p.members()));
    if (made.stream().flatMap(p -> p.members().stream()).anyMatch(m -> m.person() == null)) {
      // The directory may have learnt of somebody in a transaction that this one does not see.
      jobs.add(h, BIND, "");
    }
    return known;
  }

  /**
   * Finds out members whom nobody was known by before. To be called in the transaction that changes
   * the directory: an address that is given on later must find its first holder bound.
   */
  public void bind(Handle h) {
    List<PartyStore.Bound> bound = PartyStore.unbound(h);
    if (bound.isEmpty()) {
      return;
    }
    PartyStore.bind(h, bound);
    RightsStore.raise(h, clock);
  }
}
