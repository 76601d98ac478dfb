package io.causerie.engine.profile;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.feed.ActivityViews;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Holdings;
import io.causerie.model.ActivityId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Posts that somebody marked for herself; nobody else knows. */
public final class Bookmarks {
  public static final Holdings HOLDINGS = BookmarkStore.HOLDINGS;

  private static final int EXAMINED = 1_000;
  private static final int AT_ONCE = 200;

  private final Reads reads;
  private final ActivityViews views;
  private final Clock clock;

  public Bookmarks(Reads reads, ActivityViews views, Clock clock) {
    this.reads = reads;
    this.views = views;
    this.clock = clock;
  }

  /**
   * Marks a post; one that is marked stays so since then.
   *
   * @throws NotFoundException if there is no such post, or the viewer may not read it
   */
  public void mark(Viewer viewer, ActivityId activity) {
    reads
        .writing()
        .activity(
            viewer,
            activity,
            (h, in) -> {
              BookmarkStore.mark(h, in.person(), in.post().id(), clock.instant());
              return true;
            });
  }

  /** Takes the mark away; see {@link #mark}. */
  public void unmark(Viewer viewer, ActivityId activity) {
    reads
        .writing()
        .activity(
            viewer,
            activity,
            (h, in) -> {
              BookmarkStore.unmark(h, in.person(), in.post().id());
              return true;
            });
  }

  /**
   * What she marked and may read now, the last that she marked first; without the comments. What
   * she may not read any more is neither shown nor counted, and comes back with her right.
   */
  public Page<ActivityView> of(Viewer viewer, @Nullable String cursor, int limit) {
    Optional<Cursor> from =
        Optional.ofNullable(cursor).map(c -> Cursor.read(Cursor.Of.BOOKMARKS, c));
    return reads.many(viewer, (h, sieve) -> page(h, sieve, from, limit));
  }

  private Page<ActivityView> page(Handle h, Reads.Sieve sieve, Optional<Cursor> first, int limit) {
    List<BookmarkStore.Marked> shown = new ArrayList<>();
    Map<Long, Standing> all = new HashMap<>();
    Optional<Cursor> from = first;
    int examined = 0;
    boolean more = true;
    while (more && shown.size() <= limit && !sieve.isFull()) {
      int most = examined == 0 ? Math.min(2 * limit + 2, AT_ONCE) : AT_ONCE;
      List<BookmarkStore.Marked> marked = BookmarkStore.page(h, sieve.person(), from, most);
      Set<Long> posts =
          marked.isEmpty()
              ? Set.of(-1L)
              : marked.stream().map(BookmarkStore.Marked::activity).collect(Collectors.toSet());
      Map<Long, Standing> in = sieve.reads(h, posts);
      marked.stream().filter(m -> in.containsKey(m.activity())).forEach(shown::add);
      all.putAll(in);
      examined += marked.size();
      more = marked.size() == most && examined < EXAMINED;
      from = marked.size() < most ? Optional.empty() : Optional.of(behind(marked.get(most - 1)));
    }
    List<BookmarkStore.Marked> page = shown.subList(0, Math.min(limit, shown.size()));
    if (shown.size() > limit) {
      from = Optional.of(behind(page.get(limit - 1)));
    }
    Map<Long, Standing> read = new HashMap<>();
    page.forEach(m -> read.put(m.activity(), Objects.requireNonNull(all.get(m.activity()))));
    Map<Long, ActivityView> seen = views.bare(h, read);
    return new Page<>(
        page.stream().map(m -> seen.get(m.activity())).filter(Objects::nonNull).toList(),
        from.map(c -> c.write(Cursor.Of.BOOKMARKS)).orElse(null));
  }

  private static Cursor behind(BookmarkStore.Marked marked) {
    return new Cursor(marked.at(), marked.activity());
  }
}
