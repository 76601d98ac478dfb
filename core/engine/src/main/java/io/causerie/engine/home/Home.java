package io.causerie.engine.home;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.Page;
import io.causerie.engine.Rules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.feed.ActivityViews;
import io.causerie.engine.follow.Precedence;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.journal.JournalStore;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Names;
import io.causerie.engine.record.RecordView.Unread;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Localized;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A person's home: what happens to what she follows, newest first. */
public final class Home {
  /** What is counted. */
  private static final int MOST_UNREAD = 100;

  /** Rows that are looked at for one page or count. */
  private static final int EXAMINED = 5_000;

  private static final int CHUNK = 500;
  private static final int MOST_MARKED = 200;

  private final Database database;
  private final Clock clock;
  private final Reads reads;
  private final ActivityViews posts;
  private final Actors actors;
  private final Rules rules;
  private final List<Runnable> changed = new CopyOnWriteArrayList<>();

  public Home(
      Database database,
      Clock clock,
      Reads reads,
      ActivityViews posts,
      Actors actors,
      Rules rules) {
    this.database = database;
    this.clock = clock;
    this.reads = reads;
    this.posts = posts;
    this.actors = actors;
    this.rules = rules;
  }

  /** A page of her home. */
  public Page<HomeItem> page(Viewer viewer, HomeFilter filter, @Nullable String cursor, int limit) {
    long before = Cursor.before(Cursor.Of.HOME, cursor);
    return reads.many(viewer, (h, sieve) -> page(h, sieve, filter, before, limit));
  }

  private Page<HomeItem> page(
      Handle h, Reads.Sieve sieve, HomeFilter filter, long before, int limit) {
    HomeSql.Own own = HomeSql.own(h, sieve.person());
    Walk walk = new Walk(h, sieve, own, filter, before, Long.MIN_VALUE);
    List<Candidate> found = walk.next(limit + 1, limit + 2);
    List<Candidate> shown = found.subList(0, Math.min(limit, found.size()));
    Long end = found.size() > limit ? Long.valueOf(shown.get(limit - 1).place()) : walk.end();
    return new Page<>(
        shown(h, own, shown, walk.in), end == null ? null : Cursor.of(end).write(Cursor.Of.HOME));
  }

  /** Goes through a home from the top, and holds back what its owner may not read. */
  private final class Walk {
    private final Handle h;
    private final Reads.Sieve sieve;
    private final HomeSql.Own own;
    private final HomeFilter filter;
    private final long floor;
    private final Instant now = clock.instant();
    private final Map<Long, Standing> in = new HashMap<>();
    private final Map<Long, Candidate> found = new LinkedHashMap<>();
    private @Nullable Long end;
    private int examined;

    /**
     * @param before where it begins
     * @param floor what stands there or below is not wanted
     */
    Walk(Handle h, Reads.Sieve sieve, HomeSql.Own own, HomeFilter filter, long before, long floor) {
      this.h = h;
      this.sieve = sieve;
      this.own = own;
      this.filter = filter;
      this.end = before;
      this.floor = floor;
    }

    /** Where it was left; absent where nothing is behind that. */
    @Nullable Long end() {
      return end;
    }

    /**
     * So many items at most.
     *
     * @param first of how many rows it looks at first
     */
    List<Candidate> next(int most, int first) {
      int rows = first;
      while (end != null && found.size() < most && examined < EXAMINED && !sieve.isFull()) {
        HomeSql.Chunk chunk = HomeSql.chunk(h, sieve.person(), own, end, rows);
        take(chunk.items().stream().filter(this::isWanted).toList(), most);
        examined += chunk.rows();
        end = chunk.end() == null || chunk.end() <= floor ? null : chunk.end();
        rows = CHUNK;
      }
      return List.copyOf(found.values());
    }

    private boolean isWanted(Candidate item) {
      return item.place() > floor
          && !found.containsKey(item.post().id())
          && filter.wants(item)
          && item.stands(item.verdict(own, now));
    }

    private void take(List<Candidate> wanted, int most) {
      Map<Long, Standing> let =
          sieve.reads(h, wanted.stream().map(item -> item.post().id()).toList());
      for (Candidate item : wanted) {
        Standing standing = let.get(item.post().id());
        if (standing != null && found.size() < most) {
          found.put(item.post().id(), item);
          in.put(item.post().id(), standing);
        }
      }
    }
  }

  private List<HomeItem> shown(
      Handle h, HomeSql.Own own, List<Candidate> items, Map<Long, Standing> let) {
    if (items.isEmpty()) {
      return List.of();
    }
    Map<Long, Standing> in = new LinkedHashMap<>();
    items.forEach(
        item -> in.put(item.post().id(), Objects.requireNonNull(let.get(item.post().id()))));
    Map<Long, ActivityView> views = posts.of(h, in);
    Names names = actors.in(h, in.values().iterator().next().version());
    names.load(items.stream().map(Candidate::by));
    List<HomeItem> shown = new ArrayList<>();
    for (Candidate item : items) {
      ActivityView view = views.get(item.post().id());
      if (view != null) {
        shown.add(
            new HomeItem(
                item.place(),
                why(item, own, names),
                item.unread(),
                item.post().system(),
                title(item.post().system()),
                item.typeLabel(),
                view));
      }
    }
    return shown;
  }

  private HomeItem.Why why(Candidate item, HomeSql.Own own, Names names) {
    Precedence.Verdict verdict = item.verdict(own, clock.instant());
    Stance by = verdict.by().orElse(null);
    return new HomeItem.Why(
        item.reason(),
        item.by() == null ? null : names.person(item.by()),
        by == null || verdict.mutes() ? null : by.kind(),
        by == null || verdict.mutes() ? null : by.origin(),
        by == null || !verdict.mutes() ? null : by.mutedUntil());
  }

  private Localized title(String system) {
    SystemRules known = rules.system(system);
    return known == null ? Localized.of(system) : known.title();
  }

  /** How much of her home she has not read, of what she may read now. */
  public Unread unread(Viewer viewer) {
    return glance(viewer).unread();
  }

  /**
   * What tells whether a home is as it was.
   *
   * @param newest where the newest of what is unread stands; 0: nothing is
   */
  public record Glance(Unread unread, long newest) {}

  /** What somebody sees who looks for what is new to her. */
  public Glance glance(Viewer viewer) {
    HomeFilter unread = new HomeFilter(null, null, null, true, HomeFilter.Show.ALL);
    return reads.many(
        viewer,
        (h, sieve) -> {
          HomeSql.Own own = HomeSql.own(h, sieve.person());
          Walk walk = new Walk(h, sieve, own, unread, Long.MAX_VALUE, own.floor());
          List<Candidate> found = walk.next(MOST_UNREAD + 1, CHUNK);
          boolean all = found.size() <= MOST_UNREAD && walk.end() == null;
          return new Glance(
              new Unread(Math.min(found.size(), MOST_UNREAD), all && sieve.isExact()),
              found.isEmpty() ? 0 : found.get(0).place());
        });
  }

  /** Marks all up to a place as read; never ahead of what has happened. */
  public void readUpTo(Viewer viewer, long place) {
    if (!viewer.within().isEmpty()) {
      return;
    }
    database.writing(
        h -> HomeSql.readUpTo(h, viewer.person(), Math.min(place, JournalStore.position(h))));
    changed();
  }

  /** Marks some posts as read or as unread again; what does not stand in her home is left out. */
  public void mark(Viewer viewer, Set<ActivityId> marked, boolean read) {
    if (marked.isEmpty() || marked.size() > MOST_MARKED) {
      throw new InvalidInputException("ids", "say which posts, %d at most".formatted(MOST_MARKED));
    }
    List<Long> ids = marked.stream().map(ActivityId::value).toList();
    Collection<Candidate> hers =
        reads.many(
            viewer,
            (h, sieve) -> {
              HomeSql.Own own = HomeSql.own(h, sieve.person());
              Instant now = clock.instant();
              List<Candidate> items =
                  HomeSql.of(h, sieve.person(), own, ids).stream()
                      .filter(item -> item.stands(item.verdict(own, now)))
                      .toList();
              Set<Long> let =
                  sieve.reads(h, items.stream().map(i -> i.post().id()).toList()).keySet();
              return items.stream().filter(item -> let.contains(item.post().id())).toList();
            });
    if (!hers.isEmpty()) {
      database.writing(h -> HomeSql.mark(h, viewer.person(), hers, read));
      changed();
    }
  }

  /**
   * What becomes another value whenever the home of one of some persons may have become another,
   * whatever she may read of it; for whoever looks again then.
   */
  public Map<String, List<Long>> stamps(Collection<String> persons) {
    return persons.isEmpty() ? Map.of() : database.ask(h -> HomeSql.stamps(h, persons));
  }

  /** Calls back when homes may have changed on this node; the callback must not block. */
  public void onChanged(Runnable told) {
    changed.add(told);
  }

  void changed() {
    changed.forEach(Runnable::run);
  }

  /** What writes homes, on this node. */
  public HomeReader reader(int threshold) {
    return new HomeReader(threshold, this::changed);
  }
}
