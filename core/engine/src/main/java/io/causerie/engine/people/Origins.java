package io.causerie.engine.people;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.store.Database;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What several origins say of who people are, and what follows from it. An origin changes only what
 * it said itself. A person is active while at least one origin names her and none disables her; her
 * groups and identities are those of all that name her.
 *
 * <p>Two origins that give one address to two persons are not believed both: the later one waits,
 * and changes nothing, until one of them says otherwise or an operator decides. Each change is one
 * transaction, which writes what differs; whoever says what she said before writes nothing.
 */
public final class Origins {
  private static final Duration LOOK = Duration.ofMinutes(1);

  /** Shorter than a look: the clock may be set. */
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(1);

  private final Database database;
  private final Clock clock;
  private final Supplier<Duration> claimsLapse;
  private final PersonStore persons;
  private final Steps steps;
  private volatile Instant nextLook = Instant.MIN;

  /**
   * @param claimsLapse how long a sign-in's claims count, as of today
   */
  public Origins(
      Database database,
      Clock clock,
      Supplier<Duration> claimsLapse,
      PersonStore persons,
      Steps steps) {
    this.database = database;
    this.clock = clock;
    this.claimsLapse = claimsLapse;
    this.persons = persons;
    this.steps = steps;
  }

  /**
   * What an origin says of everybody it knows; whom it does not name any more, it takes back.
   *
   * @throws IllegalArgumentException if two of them have one id or one identity; nothing is changed
   *     then. Of claims too, which tell of whoever signs in and never of everybody
   */
  public void says(Origin origin, Collection<Person> all) {
    if (origin.kind() == Origin.Kind.CLAIMS) {
      throw new IllegalArgumentException("claims are said of one person at a time");
    }
    Map<String, Person> wanted = byId(all);
    owners(all);
    // Most reloads say what was said before, and wait for nobody.
    if (database.<Boolean>read(h -> isNews(h, origin, wanted))) {
      change(h -> whole(h, origin, wanted));
    }
  }

  /**
   * What an origin says of one person; of the others it says what it said. Claims count from now
   * until they lapse.
   *
   * @throws IllegalArgumentException if the origin gives one of her identities to somebody else
   */
  public void says(Origin origin, Person one) {
    change(h -> single(h, origin, one));
  }

  /** What an origin says of nobody any more. */
  public void takesBack(Origin origin, String id) {
    change(
        h -> {
          List<Said> gone = OriginStore.of(h, origin.code(), id).stream().toList();
          OriginStore.remove(h, gone);
          return Touched.by(gone);
        });
  }

  /**
   * Takes back the claims that have lapsed. It looks once a minute, however often it is asked; how
   * long to wait before it is asked again is returned.
   */
  public Duration lapse() {
    Instant now = clock.instant();
    Instant look = nextLook;
    // A clock that was set back must not keep claims for longer.
    if (!now.isBefore(look) || now.isBefore(look.minus(LOOK))) {
      boolean due =
          database.<Boolean>read(
              h -> OriginStore.nextOver(h).filter(until -> !until.isAfter(now)).isPresent());
      if (due) {
        lapseNow();
      }
      nextLook = now.plus(LOOK);
    }
    return ASKED_AGAIN;
  }

  private void lapseNow() {
    database.writing(
        h -> {
          change(h, some -> new Touched());
          steps.reached(Step.LAPSED);
        });
    steps.reached(Step.LAPSE_COMMITTED);
  }

  private static Map<String, Person> byId(Collection<Person> all) {
    Map<String, Person> wanted = new HashMap<>();
    for (Person person : all) {
      if (wanted.put(person.id(), person) != null) {
        throw new IllegalArgumentException("the person " + person.id() + " is named twice");
      }
    }
    return wanted;
  }

  private static void owners(Collection<Person> all) {
    Map<Said.Key, String> owners = new HashMap<>();
    for (Person person : all) {
      for (Said.Key key : Said.keys(person)) {
        String before = owners.put(key, person.id());
        if (before != null) {
          throw new IllegalArgumentException(
              "both %s and %s claim the identity %s of system %s; only one can have it"
                  .formatted(before, person.id(), key.id(), key.system()));
        }
      }
    }
  }

  private static boolean isNews(Handle h, Origin origin, Map<String, Person> wanted) {
    Map<String, Said> known = OriginStore.of(h, origin);
    Set<String> erased = OriginStore.erased(h, wanted.keySet());
    return !known.keySet().equals(without(wanted.keySet(), erased))
        || known.values().stream()
            .anyMatch(s -> !s.says(Objects.requireNonNull(wanted.get(s.subject()))));
  }

  private static Set<String> without(Set<String> ids, Set<String> erased) {
    Set<String> left = new HashSet<>(ids);
    left.removeAll(erased);
    return left;
  }

  private Touched whole(Handle h, Origin origin, Map<String, Person> wanted) {
    Map<String, Said> known = OriginStore.of(h, origin);
    Map<String, OriginStore.Settled> settled = OriginStore.settled(h, origin);
    Set<String> erased = new HashSet<>(OriginStore.erased(h, wanted.keySet()));
    List<Said> gone = new ArrayList<>();
    for (Said said : known.values()) {
      if (!wanted.containsKey(said.subject())) {
        gone.add(said);
      }
    }
    List<Said> news = new ArrayList<>();
    for (Person person : wanted.values()) {
      Said before = known.get(person.id());
      if (!erased.contains(person.id()) && (before == null || !before.says(person))) {
        news.add(news(origin, person, before, settled.get(person.id())));
        if (before != null) {
          gone.add(before);
        }
      }
    }
    OriginStore.remove(h, gone);
    return put(h, news, Touched.by(gone));
  }

  private Touched single(Handle h, Origin origin, Person one) {
    Touched none = new Touched();
    if (!OriginStore.erased(h, List.of(one.id())).isEmpty()) {
      return none;
    }
    for (Said.Key key : Said.keys(one)) {
      String owner = OriginStore.saidBy(h, origin, key).orElse(one.id());
      if (!owner.equals(one.id())) {
        owners(
            List.of(one, new Person(owner, owner, null, false, null, Set.of(), one.identities())));
      }
    }
    Said before = OriginStore.of(h, origin.code(), one.id()).orElse(null);
    if (before != null && before.says(one)) {
      if (before.until() != null) {
        OriginStore.renew(h, before, until(origin));
      }
      return none;
    }
    OriginStore.Settled settled = OriginStore.settled(h, origin.code(), one.id()).orElse(null);
    List<Said> gone = before == null ? List.of() : List.of(before);
    OriginStore.remove(h, gone);
    return put(h, List.of(news(origin, one, before, settled)), Touched.by(gone));
  }

  /** Writes what is new; an address that nobody else ever claimed, or that counted, counts. */
  private static Touched put(Handle h, List<Said> news, Touched touched) {
    Set<String> disputed = OriginStore.claimedByOthers(h, news);
    List<Said> judged =
        news.stream()
            .map(
                s ->
                    s.claimed() == null || s.claimsWhatItHas() || !disputed.contains(s.claimed())
                        ? s.with(Said.State.COUNTS, null)
                        : s)
            .toList();
    OriginStore.put(h, judged);
    return touched.and(judged);
  }

  /** What is said anew, as it counts while its address is somebody else's. */
  private Said news(
      Origin origin, Person person, @Nullable Said before, OriginStore.@Nullable Settled settled) {
    boolean counted = before != null && before.counts();
    return new Said(
        origin,
        person,
        settled == null ? person.id() : settled.person(),
        counted ? Said.State.ADDRESS_HELD : Said.State.HELD,
        before != null && counted && before.address() != null ? before.email() : null,
        clock.instant(),
        until(origin));
  }

  private @Nullable Instant until(Origin origin) {
    return origin.kind() == Origin.Kind.CLAIMS ? clock.instant().plus(claimsLapse.get()) : null;
  }

  /** Changes what is said; whose rights that touches is derived anew, in the same transaction. */
  private void change(Function<Handle, Touched> work) {
    database.writing(h -> change(h, work));
  }

  private void change(Handle h, Function<Handle, Touched> work) {
    OriginStore.lock(h);
    List<Said> over = OriginStore.over(h, clock.instant());
    OriginStore.remove(h, over);
    Touched touched = Touched.by(over).and(work.apply(h)).and(judgeWaiting(h));
    persons.derive(h, touched);
  }

  /** Lets count what waited and need not any more; the one that was said first comes first. */
  private static List<Said> judgeWaiting(Handle h) {
    List<Said> counting = new ArrayList<>();
    boolean again = true;
    while (again) {
      again = false;
      for (Said waiting : OriginStore.waiting(h)) {
        if (mayCount(h, waiting)) {
          OriginStore.state(h, waiting.with(Said.State.COUNTS, null));
          counting.add(waiting);
          // The address it had till now may be what another waits for.
          again = true;
        }
      }
    }
    return counting;
  }

  private static boolean mayCount(Handle h, Said said) {
    String claimed = said.claimed();
    return claimed == null
        || OriginStore.settled(h, said.origin().code(), said.subject())
            .filter(settled -> settled.address().equals(claimed))
            .isPresent()
        || !OriginStore.isOthers(h, claimed, said);
  }

  /**
   * A person of one origin who waits, since another origin gives her address to somebody else.
   *
   * @param origin which one says so
   * @param subject how the origin calls her
   * @param name how it shows her
   * @param email the address
   * @param counts whether all but her address counts; else nothing does
   * @param others persons who have the address
   */
  public record Conflict(
      String origin,
      String subject,
      String name,
      String email,
      boolean counts,
      Instant since,
      List<String> others) {}

  /** What waits for an operator, the oldest first. */
  public List<Conflict> conflicts() {
    return database.read(
        h ->
            OriginStore.waiting(h).stream()
                .map(
                    s ->
                        new Conflict(
                            s.origin().code(),
                            s.subject(),
                            s.who().name(),
                            Objects.requireNonNull(s.who().email()),
                            s.counts(),
                            s.said(),
                            OriginStore.others(h, Objects.requireNonNull(s.claimed()), s)))
                .toList());
  }

  /** What operators decided. */
  public List<Decision> decisions() {
    return database.read(OriginStore::decisions);
  }

  /**
   * Who an operator said is meant.
   *
   * @param origin by which origin
   * @param subject how the origin calls her
   * @param person who she is
   */
  public record Decision(String origin, String subject, String person, String email) {}

  /**
   * Decides who is meant by somebody who waits: a person who is known already, or herself, who then
   * is another person with the same address.
   *
   * @throws NotFoundException if she does not wait
   * @throws InvalidInputException if the person is neither herself nor one of those who have her
   *     address
   */
  public void decide(String origin, String subject, String person) {
    change(
        h -> {
          Said said =
              OriginStore.waiting(h).stream()
                  .filter(s -> s.origin().code().equals(origin) && s.subject().equals(subject))
                  .findFirst()
                  .orElseThrow(() -> new NotFoundException("conflict"));
          String address = Objects.requireNonNull(said.claimed());
          if (!person.equals(subject) && !OriginStore.others(h, address, said).contains(person)) {
            throw new InvalidInputException(
                "person", "person must be the one who waits, or one who has her address");
          }
          OriginStore.settle(h, said, person, address);
          Said meant = said.meaning(person);
          OriginStore.state(h, meant);
          return Touched.by(List.of(said, meant));
        });
  }

  /**
   * Takes a decision back: what was decided about waits again, unless it need not any more.
   *
   * @throws NotFoundException if nothing was decided
   */
  public void reopen(String origin, String subject) {
    change(
        h -> {
          if (!OriginStore.unsettle(h, origin, subject)) {
            throw new NotFoundException("decision");
          }
          return OriginStore.of(h, origin, subject)
              .map(
                  said -> {
                    Said again = said.meaning(subject).with(Said.State.HELD, null);
                    OriginStore.state(h, again);
                    return Touched.by(List.of(said, again));
                  })
              .orElseGet(Touched::new);
        });
  }
}
