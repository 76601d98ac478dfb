package io.causerie.engine.follow;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.Rules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Directory;
import io.causerie.engine.access.DirectoryStore;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.journal.JournalStore;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.json.ModelJson;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a person follows and mutes, by her own will. */
public final class Follows {
  private static final int MOST_TYPE = 128;

  private final Database database;
  private final Clock clock;
  private final Ids ids;
  private final Reads reads;
  private final Rules rules;

  public Follows(Database database, Clock clock, Ids ids, Reads reads, Rules rules) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.reads = reads;
    this.rules = rules;
  }

  /**
   * What she wants to say of a target; what is absent stays as it is.
   *
   * @param state absent, of a target of which nothing was said: that she follows it
   * @param subtypes empty: all
   * @param until when the state ends
   */
  public record Wish(
      @Nullable FollowState state, @Nullable Set<Subtype> subtypes, @Nullable Instant until) {
    public static Wish of(FollowState state) {
      return new Wish(state, null, null);
    }
  }

  /** Follows a record, from now on. */
  public void follow(Viewer viewer, RecordId record) {
    say(viewer, Target.of(record), Wish.of(FollowState.FOLLOW));
  }

  /** Ends that for good: nothing automatic begins it again. */
  public void unfollow(Viewer viewer, RecordId record) {
    say(viewer, Target.of(record), Wish.of(FollowState.NORMAL));
  }

  /**
   * Says something of a target.
   *
   * @return by which id she changes it
   * @throws NotFoundException if there is no such target, or she may not know of it
   * @throws InvalidInputException if the end lies in the past, or the target is she herself
   */
  public long say(Viewer viewer, Target target, Wish wish) {
    Instant until = wish.until();
    if (until != null && !until.isAfter(clock.instant())) {
      throw new InvalidInputException("until", "'until' must be a time that is to come");
    }
    return switch (target.kind()) {
      case RECORD ->
          reads
              .writing()
              .record(
                  viewer,
                  new RecordId(id(target)),
                  (h, in) -> say(h, viewer.person(), in.record(), target.kind(), wish));
      case POST ->
          reads
              .writing()
              .activity(
                  viewer,
                  new ActivityId(id(target)),
                  (h, in) -> say(h, viewer.person(), in.post().id(), target.kind(), wish));
      case PERSON, TYPE, SYSTEM -> broad(viewer, target, wish);
    };
  }

  private static long id(Target target) {
    return Objects.requireNonNull(target.id());
  }

  private long broad(Viewer viewer, Target target, Wish wish) {
    if (!viewer.within().isEmpty()) {
      throw new NotFoundException(target.kind().word());
    }
    return database.write(
        h -> {
          require(h, viewer, target);
          FollowStore.add(h, ids.next(), target);
          long id = FollowStore.find(h, target).orElseThrow();
          return say(h, viewer.person(), id, target.kind(), wish);
        });
  }

  /** Nobody from outside learns who else there is, or which systems. */
  private void require(Handle h, Viewer viewer, Target target) {
    if (DirectoryStore.find(h, viewer.person()).filter(she -> !she.guest()).isEmpty()) {
      throw new NotFoundException(target.kind().word());
    }
    switch (target.kind()) {
      case PERSON -> {
        String other = Objects.requireNonNull(target.person());
        if (DirectoryStore.find(h, other).filter(Directory.Entry::active).isEmpty()) {
          throw new NotFoundException("person");
        }
        if (other.equals(viewer.person())) {
          throw new InvalidInputException("person", "nobody follows herself");
        }
      }
      case TYPE, SYSTEM -> {
        if (rules.system(Objects.requireNonNull(target.system())) == null) {
          throw new NotFoundException("system");
        }
        String type = target.type();
        if (type != null && (type.isBlank() || type.length() > MOST_TYPE)) {
          throw new InvalidInputException("type", "'type' must be the type of a record");
        }
      }
      case RECORD, POST -> throw new IllegalStateException("has a door of its own");
    }
  }

  /** Begins a row, or changes the one that is there. */
  private long say(Handle h, String person, long target, TargetKind kind, Wish wish) {
    Instant now = Database.storable(clock.instant());
    Optional<Stance> before = FollowStore.lock(h, person, target);
    if (before.isEmpty()) {
      Stance nothing = new Stance(target, kind, false, FollowOrigin.ME, Set.of(), null, null, 0);
      FollowState state = wish.state() == null ? FollowState.FOLLOW : wish.state();
      if (FollowStore.insert(h, person, with(h, nothing, state, wish, now), now)) {
        return target;
      }
      before = FollowStore.lock(h, person, target);
    }
    Stance there = before.orElseThrow();
    FollowState state = wish.state() == null ? there.state(now) : wish.state();
    FollowStore.update(h, person, with(h, there, state, wish, now), now);
    return target;
  }

  /** What she says herself is her own will from then on. A new follow starts now. */
  private static Stance with(Handle h, Stance there, FollowState state, Wish wish, Instant now) {
    Set<Subtype> subtypes = wish.subtypes() == null ? there.subtypes() : wish.subtypes();
    Instant until = wish.until() == null ? null : Database.storable(wish.until());
    boolean begins = state == FollowState.FOLLOW && !follows(there, now);
    return switch (state) {
      case MUTE ->
          new Stance(
              there.target(),
              there.kind(),
              there.follows(),
              there.origin(),
              subtypes,
              there.until(),
              until == null ? Stance.ALWAYS : until,
              there.from());
      case FOLLOW ->
          new Stance(
              there.target(),
              there.kind(),
              true,
              FollowOrigin.ME,
              subtypes,
              until,
              null,
              begins ? JournalStore.position(h) : there.from());
      case NORMAL ->
          new Stance(there.target(), there.kind(), false, FollowOrigin.ME, Set.of(), null, null, 0);
    };
  }

  private static boolean follows(Stance there, Instant now) {
    Instant until = there.until();
    return there.follows() && (until == null || until.isAfter(now));
  }

  /**
   * Changes what she said of something.
   *
   * @throws NotFoundException if she said nothing of it, or may not know of it any more
   */
  public Follow change(Viewer viewer, long id, Wish wish) {
    Target target = get(viewer, id).target();
    say(viewer, target, wish);
    return get(viewer, id);
  }

  /** Ends what she said of something; that she ended it stays. Of what is not there nothing. */
  public void end(Viewer viewer, long id) {
    database.writing(
        h ->
            FollowStore.lock(h, viewer.person(), id)
                .filter(there -> viewer.within().isEmpty())
                .ifPresent(
                    there ->
                        FollowStore.update(
                            h,
                            viewer.person(),
                            with(
                                h,
                                there,
                                FollowState.NORMAL,
                                Wish.of(FollowState.NORMAL),
                                clock.instant()),
                            Database.storable(clock.instant()))));
  }

  /**
   * One of those she has.
   *
   * @throws NotFoundException if she said nothing of it, or may not know of it any more
   */
  public Follow get(Viewer viewer, long id) {
    List<FollowStore.Listed> one =
        database.read(h -> FollowStore.one(h, viewer.person(), id)).stream().toList();
    return shown(viewer, one).stream()
        .findFirst()
        .orElseThrow(() -> new NotFoundException("follow"));
  }

  /** The same of a target. */
  public Follow get(Viewer viewer, Target target) {
    Long id = target.id();
    return get(
        viewer,
        id == null
            ? database
                .read(h -> FollowStore.find(h, target))
                .orElseThrow(() -> new NotFoundException("follow"))
            : id);
  }

  /** All she follows, mutes and ended; of what she may not know of any more nothing is told. */
  public Page<Follow> list(Viewer viewer, @Nullable String cursor, int limit) {
    long after = cursor == null ? 0 : Cursor.read(Cursor.Of.FOLLOWS, cursor).id();
    List<FollowStore.Listed> rows =
        database.read(h -> FollowStore.list(h, viewer.person(), after, limit + 1));
    List<FollowStore.Listed> page = rows.subList(0, Math.min(limit, rows.size()));
    return new Page<>(
        shown(viewer, page),
        rows.size() > limit
            ? Cursor.of(page.get(limit - 1).stance().target()).write(Cursor.Of.FOLLOWS)
            : null);
  }

  private List<Follow> shown(Viewer viewer, List<FollowStore.Listed> rows) {
    Map<Long, Localized> titles = reads.many(viewer, (h, sieve) -> titles(h, sieve, rows));
    List<Follow> follows = new ArrayList<>();
    for (FollowStore.Listed row : rows) {
      Stance stance = row.stance();
      FollowStore.Broad broad = row.broad();
      if (broad != null && viewer.within().isEmpty()) {
        follows.add(follow(row, target(broad), title(broad)));
      } else if (broad == null && titles.containsKey(stance.target())) {
        Target target =
            stance.kind() == TargetKind.RECORD
                ? Target.of(new RecordId(stance.target()))
                : Target.of(new ActivityId(stance.target()));
        follows.add(follow(row, target, titles.get(stance.target())));
      }
    }
    return follows;
  }

  /** By target, what the records are called that she may see, or may read a post of. */
  private static Map<Long, Localized> titles(
      Handle h, Reads.Sieve sieve, List<FollowStore.Listed> rows) {
    Map<Long, Standing> in = new TreeMap<>(sieve.records(h, targets(rows, TargetKind.RECORD)));
    in.values().removeIf(standing -> !standing.present());
    in.putAll(sieve.reads(h, targets(rows, TargetKind.POST)));
    Map<Long, FollowStore.Titled> titled =
        FollowStore.titles(h, in.values().stream().map(Standing::record).distinct().toList());
    Map<Long, Localized> titles = new TreeMap<>();
    in.forEach(
        (target, standing) ->
            titles.put(target, title(Objects.requireNonNull(titled.get(standing.record())))));
    return titles;
  }

  private static List<Long> targets(List<FollowStore.Listed> rows, TargetKind kind) {
    return rows.stream()
        .map(FollowStore.Listed::stance)
        .filter(stance -> stance.kind() == kind)
        .map(Stance::target)
        .toList();
  }

  private static Localized title(FollowStore.Titled titled) {
    String title = titled.title();
    return title == null ? Localized.of(titled.key()) : ModelJson.read(title, Localized.class);
  }

  private @Nullable Localized title(FollowStore.Broad broad) {
    String system = broad.system();
    if (system == null) {
      return null;
    }
    SystemRules known = rules.system(system);
    return known == null ? Localized.of(system) : known.title();
  }

  private static Target target(FollowStore.Broad broad) {
    return switch (broad.kind()) {
      case PERSON -> Target.person(Objects.requireNonNull(broad.person()));
      case TYPE ->
          Target.type(Objects.requireNonNull(broad.system()), Objects.requireNonNull(broad.type()));
      case SYSTEM -> Target.system(Objects.requireNonNull(broad.system()));
      case RECORD, POST -> throw new IllegalStateException("has no row of its own");
    };
  }

  private Follow follow(FollowStore.Listed row, Target target, @Nullable Localized title) {
    Stance stance = row.stance();
    FollowState state = stance.state(clock.instant());
    Instant until = state == FollowState.MUTE ? stance.mutedUntil() : stance.until();
    return new Follow(
        stance.target(),
        target,
        title,
        state,
        stance.subtypes(),
        until == null || until.equals(Stance.ALWAYS) ? null : until,
        stance.origin(),
        row.since());
  }
}
