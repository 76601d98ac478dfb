package io.causerie.engine.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Glance;
import io.causerie.engine.store.Holdings;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which anything is read on somebody's behalf, or written to. It looks at the
 * gates in one transaction with the work; where the source itself decides who sees a record and has
 * not been asked lately, that transaction ends, the source is asked while no connection is held,
 * and another one looks at the gates again.
 *
 * <p>What may not be seen is {@link NotFoundException}, as what does not exist, at the same cost.
 */
public final class Reads implements AutoCloseable {
  /** What gates, parties and decisions of sources hold. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .erasing(
              List.of("party_member.person", "party_member.name", "party_member.address"),
              (h, erased) -> PartyStore.forget(h, erased.id()))
          .gone("decision.person")
          .merging(List.of("decision.record_id"), (h, from, into) -> DecisionStore.forget(h, from))
          .merging(List.of("record_gate.record_id"), AudienceStore::mergeGates);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** Records that a source is asked about for one page, at a time. */
  private static final int MOST_ASKED = 200;

  /** How often sources are asked for one page. */
  private static final int MOST_TRIES = 2;

  /** Bytes, about, of which pages were shown to whom. */
  private static final int MOST_SHOWN = 10_000_000;

  private record Shown(String person, EntranceSql.Place.Of what, Object key) {}

  private final Database database;
  private final Entrance entrance;
  private final Decisions decisions;
  private final boolean writing;
  private final Gateways gateways;

  /** Who was shown which page, so that it may be kept: the keys of the records beside it. */
  private final Cache<Shown, Set<String>> shown;

  /**
   * @param sources those that decide themselves who sees their records, by system
   * @param patience how long a reader waits for their answer
   */
  public Reads(
      Database database,
      Clock clock,
      Directory directory,
      Audiences audiences,
      Map<String, SourceDecisions> sources,
      Duration patience) {
    this(
        database,
        new Entrance(directory, audiences),
        new Decisions(database, clock, sources, patience),
        false,
        new Gateways(database),
        Caffeine.newBuilder().maximumWeight(MOST_SHOWN).weigher(Reads::weight).build());
  }

  private static int weight(Shown page, Set<String> beside) {
    return 200 + beside.stream().mapToInt(key -> 50 + key.length()).sum();
  }

  private Reads(
      Database database,
      Entrance entrance,
      Decisions decisions,
      boolean writing,
      Gateways gateways,
      Cache<Shown, Set<String>> shown) {
    this.database = database;
    this.entrance = entrance;
    this.decisions = decisions;
    this.writing = writing;
    this.gateways = gateways;
    this.shown = shown;
  }

  /** The same door for work that writes, in a transaction that is committed with it. */
  public Reads writing() {
    return new Reads(database, entrance, decisions, true, gateways, shown);
  }

  /** What is done once somebody has been let in. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * May run twice, the first time without effect.
     *
     * @param in what she may do; counts in this transaction alone
     */
    T with(Handle h, Standing in);
  }

  /**
   * Asks for a record.
   *
   * @throws NotFoundException if there is no such record, or the viewer may not know of it
   * @throws UnavailableException if its source decides who sees it, and does not answer
   */
  public <T> T record(Viewer viewer, RecordId record, Work<T> work) {
    return through(
        viewer,
        EntranceSql.Place.of(EntranceSql.Place.Of.RECORD, record.value()),
        "record " + record,
        work);
  }

  /** As {@link #record}, for its page: tells the work how far the talk about it has come. */
  public <T> T page(Viewer viewer, RecordId record, Work<T> work) {
    return through(
        viewer,
        EntranceSql.Place.of(EntranceSql.Place.Of.PAGE, record.value()),
        "record " + record,
        work);
  }

  /** The same, by any of the record's keys. */
  public <T> T page(Viewer viewer, RecordRef ref, Work<T> work) {
    return through(
        viewer, EntranceSql.Place.of(EntranceSql.Place.Of.PAGE_OF_KEY, ref), "record " + ref, work);
  }

  /**
   * Asks for a post.
   *
   * @throws NotFoundException if there is no such post, or the viewer may not read it
   * @throws UnavailableException as {@link #record}
   */
  public <T> T activity(Viewer viewer, ActivityId activity, Work<T> work) {
    return through(
        viewer,
        EntranceSql.Place.of(EntranceSql.Place.Of.POST, activity.value()),
        "post " + activity,
        work);
  }

  /** Who asks for which post. */
  public record Asked(Viewer viewer, ActivityId activity) {}

  /** What is done for several at once. */
  @FunctionalInterface
  public interface WorkOfMany<T> {
    /**
     * @param in what those may do who were let in
     * @param undecided who has the record's source asked first, as {@link #activity} does
     */
    T with(Handle h, Map<Asked, Standing> in, Set<Asked> undecided);
  }

  /**
   * Asks for posts on behalf of several; the gates of all are read by one statement. No source is
   * asked.
   */
  public <T> T posts(Set<Asked> asked, WorkOfMany<T> work) {
    Function<Handle, T> look =
        h -> {
          Map<Asked, Standing> in = new HashMap<>();
          Set<Asked> undecided = new HashSet<>();
          look(h, asked, in, undecided);
          return work.with(h, in, undecided);
        };
    return writing ? database.write(look) : database.read(look);
  }

  private void look(Handle h, Set<Asked> asked, Map<Asked, Standing> let, Set<Asked> undecided) {
    Set<String> persons = asked.stream().map(a -> a.viewer().person()).collect(Collectors.toSet());
    Set<Long> posts = asked.stream().map(a -> a.activity().value()).collect(Collectors.toSet());
    Map<Long, EntranceSql.Gateway> ways =
        EntranceSql.read(h, EntranceSql.Place.Of.POST, posts, persons);
    entrance.know(h, ways.values().iterator().next().version(), persons);
    for (Asked one : asked) {
      EntranceSql.Gateway way = ways.get(one.activity().value());
      Answers answers = new Answers();
      Standing in = way == null ? null : entered(h, way, one.viewer(), true, answers);
      if (in == null) {
        continue;
      }
      if (!decisions.allowed(h, answers, in.person(), places(in)).isEmpty()) {
        let.put(one, in);
      } else if (!answers.denies(in.record())) {
        undecided.add(one);
      }
    }
  }

  private static List<Decisions.Place> places(Standing in) {
    return List.of(Decisions.Place.of(in));
  }

  /** Whom the gates let in; a source may still refuse her. */
  private @Nullable Standing entered(
      Handle h, EntranceSql.Gateway way, Viewer viewer, boolean post, Answers answers) {
    Standing in = entrance.standings(h, way, Set.of(viewer), answers).get(viewer);
    return in == null || (post && (way.post() == null || !in.reads(way.post().gate()))) ? null : in;
  }

  /**
   * Lets somebody look through many posts for those that she reads, such as her home or a count of
   * it. Where sources decide who sees their records they are asked between two tries, about so many
   * records a try; what they do not say then is not read, and {@link Sieve#isExact} says so.
   */
  public <T> T many(Viewer viewer, Sifting<T> work) {
    Answers answers = new Answers();
    try {
      T found = sift(viewer, work, answers, false);
      for (int again = 1; again <= MOST_TRIES && answers.isOpen(); again++) {
        decisions.ask(Map.of(viewer.person(), answers));
        found = sift(viewer, work, answers, again == MOST_TRIES);
      }
      return found;
    } finally {
      decisions.keep(answers, viewer.person());
    }
  }

  private <T> T sift(Viewer viewer, Sifting<T> work, Answers answers, boolean last) {
    Function<Handle, T> look = h -> work.with(h, new Sieve(viewer, answers, last));
    return writing ? database.write(look) : database.read(look);
  }

  /** What is done for somebody who looks through many posts. */
  @FunctionalInterface
  public interface Sifting<T> {
    /** May run several times, all but the last one without effect. */
    T with(Handle h, Sieve sieve);
  }

  /** Holds back what somebody may not read, as of one transaction. */
  public final class Sieve {
    private final Viewer viewer;
    private final Answers answers;
    private final boolean last;
    private boolean exact = true;

    private Sieve(Viewer viewer, Answers answers, boolean last) {
      this.viewer = viewer;
      this.answers = answers;
      this.last = last;
    }

    public String person() {
      return viewer.person();
    }

    /** Those of some posts that she reads, by id, with what she may do with the record of each. */
    public Map<Long, Standing> reads(Handle h, Collection<Long> posts) {
      return let(h, EntranceSql.Place.Of.POST, posts);
    }

    /** Those of some records that she may know of, by id. */
    public Map<Long, Standing> records(Handle h, Collection<Long> records) {
      return let(h, EntranceSql.Place.Of.RECORD, records);
    }

    private Map<Long, Standing> let(Handle h, EntranceSql.Place.Of what, Collection<Long> asked) {
      Map<Long, Standing> let = new HashMap<>();
      if (asked.isEmpty()) {
        return let;
      }
      EntranceSql.read(h, what, asked, Set.of(viewer.person()))
          .forEach(
              (id, way) -> {
                Standing in = entered(h, way, viewer, what.isPost(), answers);
                if (in != null) {
                  let.put(id, in);
                }
              });
      Set<Long> allowed =
          decisions.allowed(
              h,
              answers,
              viewer.person(),
              let.values().stream().map(Decisions.Place::of).distinct().toList());
      let.values()
          .removeIf(
              in -> {
                boolean shown = allowed.contains(in.record());
                exact &= shown || answers.denies(in.record());
                return !shown;
              });
      return let;
    }

    /** Whether so many records have to be asked about that it is not worth to look on before. */
    public boolean isFull() {
      return !last && answers.isOpen(MOST_ASKED);
    }

    /** Whether nothing was held back only because its source did not decide. */
    public boolean isExact() {
      return exact;
    }
  }

  /** As {@link #activity}, for what is said there: tells the work how far that has come. */
  public <T> T talk(Viewer viewer, ActivityId activity, Work<T> work) {
    return through(
        viewer,
        EntranceSql.Place.of(EntranceSql.Place.Of.TALK, activity.value()),
        "post " + activity,
        work);
  }

  /**
   * Asks for a comment.
   *
   * @throws NotFoundException if there is no such comment, or the viewer may not read it
   * @throws UnavailableException as {@link #record}
   */
  public <T> T note(Viewer viewer, NoteId note, Work<T> work) {
    return through(
        viewer,
        EntranceSql.Place.of(EntranceSql.Place.Of.NOTE, note.value()),
        "comment " + note,
        work);
  }

  /**
   * What somebody who was let in may do with the record after she has waited for a lock: the gates
   * are looked at again.
   *
   * @throws NotFoundException if she may not know of it any more
   */
  public Standing again(Handle h, Viewer viewer, RecordId record) {
    Standing in = standings(h, record, Set.of(viewer)).in().get(viewer);
    if (in == null) {
      throw new NotFoundException("record " + record);
    }
    return in;
  }

  /**
   * What she may do with some records who was let in somewhere; in one statement.
   *
   * @param in of the same transaction
   * @param keys keys of records, former ones too
   * @return by key: nothing for a record that nobody has met, and empty for one that she may not
   *     know of
   */
  public Map<RecordRef, Optional<Standing>> many(
      Handle h, Standing in, Collection<RecordRef> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Viewer viewer = new Viewer(in.person());
    Map<String, RecordRef> asked = new LinkedHashMap<>();
    keys.forEach(key -> asked.put(RecordKey.of(key), key));
    Map<RecordRef, Optional<Standing>> standings = new HashMap<>();
    Glance.require(h, in.answers().knowsWays(asked.keySet()));
    Map<String, EntranceSql.Gateway> ways =
        Glance.is(h)
            ? in.answers().ways(asked.keySet())
            : EntranceSql.byKey(h, asked.keySet(), Set.of(viewer.person()));
    in.answers().wanted(asked.keySet());
    ways.forEach(
        (key, way) -> {
          standings.put(
              Objects.requireNonNull(asked.get(key)),
              entrance.standings(h, way, Set.of(viewer), in.answers()).values().stream()
                  .findFirst());
        });
    Set<Long> allowed =
        decisions.allowed(
            h,
            in.answers(),
            in.person(),
            standings.values().stream()
                .flatMap(Optional::stream)
                .map(Decisions.Place::of)
                .distinct()
                .toList());
    standings.replaceAll(
        (key, standing) -> standing.filter(there -> allowed.contains(there.record())));
    return standings;
  }

  /**
   * What each of some readers may do with a record.
   *
   * @param in whoever is in neither may not know of it
   * @param undecided those whom the record's gates let in, and for whom its source has not decided
   *     lately: {@link #prepare} asks it
   * @param premise as of the statement that read the gates
   */
  public record Standings(Map<Viewer, Standing> in, Set<Viewer> undecided, Premise premise) {}

  /** The same for many; as many statements for a thousand readers as for one. */
  public Standings standings(Handle h, RecordId record, Collection<Viewer> viewers) {
    Set<String> persons = viewers.stream().map(Viewer::person).collect(Collectors.toSet());
    EntranceSql.Gateway way =
        EntranceSql.read(
            h, EntranceSql.Place.of(EntranceSql.Place.Of.RECORD, record.value()), persons);
    Map<Viewer, Standing> in = new HashMap<>(entrance.standings(h, way, viewers, new Answers()));
    Set<Viewer> undecided = new HashSet<>();
    if (way.ref() != null && decisions.concern(way.ref())) {
      Map<String, Boolean> decided = decisions.decided(h, way.record(), persons);
      in.keySet()
          .removeIf(
              viewer -> {
                Boolean allowed = decided.get(viewer.person());
                if (allowed == null) {
                  undecided.add(viewer);
                }
                return allowed == null || !allowed;
              });
    }
    return new Standings(in, undecided, way.premise());
  }

  /**
   * Asks the sources of some records what they have not decided lately for readers who get through
   * their gates, and waits for that as long as a reader does. To be called while no connection is
   * held.
   */
  public void prepare(Map<RecordId, ? extends Collection<Viewer>> readers) {
    if (decisions.concernNothing()) {
      return;
    }
    Map<String, Answers> open = new HashMap<>();
    database.reading(h -> readers.forEach((record, viewers) -> open(h, record, viewers, open)));
    decisions.ask(open);
    open.forEach((person, answers) -> decisions.keep(answers, person));
  }

  private void open(
      Handle h, RecordId record, Collection<Viewer> viewers, Map<String, Answers> open) {
    Set<String> persons = viewers.stream().map(Viewer::person).collect(Collectors.toSet());
    EntranceSql.Gateway way =
        EntranceSql.read(
            h, EntranceSql.Place.of(EntranceSql.Place.Of.RECORD, record.value()), persons);
    if (way.ref() == null || !decisions.concern(way.ref())) {
      return;
    }
    Set<String> decided = decisions.decided(h, way.record(), persons).keySet();
    for (Viewer viewer : entrance.standings(h, way, viewers, new Answers()).keySet()) {
      if (!decided.contains(viewer.person())) {
        open.computeIfAbsent(viewer.person(), p -> new Answers())
            .open(Map.of(way.record(), way.ref()));
      }
    }
  }

  /** What came of the work, unless the source has to be asked first. */
  private record Attempt<T>(List<T> result) {
    boolean decided() {
      return !result.isEmpty();
    }
  }

  private <T> T through(Viewer viewer, EntranceSql.Place place, String what, Work<T> work) {
    Answers answers = new Answers();
    Attempt<T> attempt;
    try {
      attempt = attempt(viewer, place, what, work, answers);
      // What has been written is not written again for what it could not see beside.
      while (answers.isOpen() && !(writing && attempt.decided())) {
        decisions.ask(Map.of(viewer.person(), answers));
        attempt = attempt(viewer, place, what, work, answers);
      }
    } finally {
      decisions.keep(answers, viewer.person());
    }
    if (!attempt.decided()) {
      throw undecided();
    }
    return attempt.result().get(0);
  }

  /** What is said to whom a source has not let in, and has not refused. */
  public static UnavailableException undecided() {
    return new UnavailableException(
        RETRY_AFTER, "the source does not say whether you may see this; try again");
  }

  private <T> Attempt<T> attempt(
      Viewer viewer, EntranceSql.Place place, String what, Work<T> work, Answers answers) {
    if (!writing && place.what().isPage()) {
      return page(viewer, place, what, work, answers);
    }
    Function<Handle, Attempt<T>> look =
        h -> attempt(h, way(h, place, viewer), viewer, place.what(), what, work, answers);
    return writing ? database.write(look) : database.read(look);
  }

  private static EntranceSql.Gateway way(Handle h, EntranceSql.Place place, Viewer viewer) {
    return EntranceSql.read(h, place, Set.of(viewer.person()));
  }

  /** A page is looked for where it is kept, by whoever was shown it; nothing is read twice then. */
  private <T> Attempt<T> page(
      Viewer viewer, EntranceSql.Place place, String what, Work<T> work, Answers answers) {
    Shown page = new Shown(viewer.person(), place.what(), place.key());
    Set<String> beside = shown.getIfPresent(page);
    if (beside != null) {
      Gateways.Ways ways = gateways.page(new Gateways.Asked(place, viewer.person(), beside));
      answers.know(beside, ways.beside());
      Optional<Attempt<T>> kept =
          Glance.at(h -> attempt(h, ways.page(), viewer, place.what(), what, work, answers));
      if (kept.isPresent()) {
        return kept.get();
      }
      shown.invalidate(page);
    }
    return database.read(
        h -> {
          EntranceSql.Gateway way = way(h, place, viewer);
          Attempt<T> attempt = attempt(h, way, viewer, place.what(), what, work, answers);
          if (way.progress() != null && !way.progress().waiting()) {
            shown.put(page, answers.wanted());
          }
          return attempt;
        });
  }

  private <T> Attempt<T> attempt(
      Handle h,
      EntranceSql.Gateway way,
      Viewer viewer,
      EntranceSql.Place.Of place,
      String what,
      Work<T> work,
      Answers answers) {
    Standing in = entered(h, way, viewer, place.isPost(), answers);
    if (in == null) {
      throw new NotFoundException(what);
    }
    if (decisions.allowed(h, answers, viewer.person(), places(in)).isEmpty()) {
      if (answers.denies(in.record())) {
        throw new NotFoundException(what);
      }
      return new Attempt<>(List.of());
    }
    return new Attempt<>(List.of(work.with(h, in)));
  }

  /**
   * Lets nothing count any more that sources decided for some persons; to be called after a name in
   * a source was taken from them, in the transaction that took it.
   */
  public static void forget(Handle h, Collection<String> persons) {
    DecisionStore.forget(h, persons);
  }

  /** Removes what sources decided long ago; returns how much. */
  public int purge(Handle h) {
    return decisions.purge(h);
  }

  /** Ends the threads that ask sources. */
  @Override
  public void close() {
    decisions.close();
  }
}
