package io.causerie.engine.notice;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.Page;
import io.causerie.engine.Rules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.discussion.Markdown;
import io.causerie.engine.discussion.Words;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.feed.ActivityViews;
import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.follow.Precedence;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.home.HomeStore;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Names;
import io.causerie.engine.record.RecordView.Unread;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.engine.worker.Steps;
import io.causerie.engine.worker.Worker;
import io.causerie.model.Localized;
import io.causerie.model.NoteId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What persons are told, each once, and their inboxes. */
public final class Notices {
  /** What its tables hold. */
  public static final List<Holdings> HOLDINGS = List.of(QueueStore.HOLDINGS, NoticeStore.HOLDINGS);

  /** How long what was told is kept. */
  public static final Duration KEPT = Duration.ofDays(90);

  /** What is counted. */
  private static final int MOST_UNREAD = 100;

  /** Rows that are looked at for one page or count. */
  private static final int EXAMINED = 5_000;

  private static final int CHUNK = 200;
  private static final int MOST_MARKED = 200;

  private final Database database;
  private final Clock clock;
  private final Reads reads;
  private final ActivityViews posts;
  private final Actors actors;
  private final Rules rules;
  private final Settling settling;
  private final NoticeReader reader;
  private final List<Runnable> changed = new CopyOnWriteArrayList<>();

  /**
   * @param ways how persons are told
   * @param pace how often it looks for what another node has left
   */
  public Notices(
      Database database,
      Clock clock,
      Ids ids,
      Reads reads,
      ActivityViews posts,
      Actors actors,
      Rules rules,
      NoticeWays ways,
      Steps steps,
      Duration pace) {
    this.database = database;
    this.clock = clock;
    this.reads = reads;
    this.posts = posts;
    this.actors = actors;
    this.rules = rules;
    settling = new Settling(database, clock, ids, reads, ways, steps, pace, this::changed);
    reader = new NoticeReader(ids, ways.preferences(), settling.worker()::wake);
  }

  /** What lets wait what somebody may have to be told, on this node. */
  public JournalReader reader() {
    return reader;
  }

  /** What decides it. */
  public Worker worker() {
    return settling.worker();
  }

  /** A notice that was decided, whether she still has it before her or not; for channels. */
  public static Optional<Notice> find(Handle h, long id) {
    return NoticeStore.find(h, id);
  }

  /** A page of her inbox, the last that she was told first. */
  public Page<NoticeView> page(Viewer viewer, boolean unread, @Nullable String cursor, int limit) {
    long before = Cursor.before(Cursor.Of.NOTICES, cursor);
    return reads.many(
        viewer,
        (h, sieve) -> {
          Walk walk = new Walk(h, sieve, unread, before);
          List<NoticeSql.Row> found = walk.next(limit + 1, limit + 2);
          List<NoticeSql.Row> shown = found.subList(0, Math.min(limit, found.size()));
          Long end = found.size() > limit ? Long.valueOf(shown.get(limit - 1).place()) : walk.end;
          return new Page<>(
              shown(h, sieve.person(), shown, walk.in),
              end == null ? null : Cursor.of(end).write(Cursor.Of.NOTICES));
        });
  }

  /** Goes through an inbox from the top, and holds back what its owner may not read. */
  private static final class Walk {
    private final Handle h;
    private final Reads.Sieve sieve;
    private final boolean unread;
    private final long floor;
    private final Map<Long, Standing> in = new HashMap<>();
    private final List<NoticeSql.Row> found = new ArrayList<>();

    /** Where it was left; absent where nothing is behind that. */
    private @Nullable Long end;

    private int examined;

    Walk(Handle h, Reads.Sieve sieve, boolean unread, long before) {
      this.h = h;
      this.sieve = sieve;
      this.unread = unread;
      this.end = before;
      this.floor = unread ? NoticeSql.floor(h, sieve.person()) : 0;
    }

    List<NoticeSql.Row> next(int most, int first) {
      int size = first;
      while (end != null && found.size() < most && examined < EXAMINED && !sieve.isFull()) {
        List<NoticeSql.Row> rows = NoticeSql.rows(h, sieve.person(), unread, end, floor, size);
        take(rows.stream().filter(row -> !row.gone()).toList(), most);
        examined += rows.size();
        end = rows.size() < size ? null : Long.valueOf(rows.get(rows.size() - 1).place());
        size = CHUNK;
      }
      return found;
    }

    private void take(List<NoticeSql.Row> rows, int most) {
      Map<Long, Standing> let =
          sieve.reads(
              h, rows.stream().map(row -> row.notice().activity().value()).distinct().toList());
      for (NoticeSql.Row row : rows) {
        Standing standing = let.get(row.notice().activity().value());
        if (standing != null && found.size() < most) {
          found.add(row);
          in.put(row.notice().activity().value(), standing);
        }
      }
    }
  }

  private List<NoticeView> shown(
      Handle h, String person, List<NoticeSql.Row> rows, Map<Long, Standing> let) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<Long, Standing> in = new LinkedHashMap<>();
    rows.forEach(
        row -> {
          long post = row.notice().activity().value();
          in.put(post, Objects.requireNonNull(let.get(post)));
        });
    Map<Long, ActivityView> views = posts.bare(h, in);
    Map<Long, NoticeSql.Words> words =
        NoticeSql.words(
            h,
            rows.stream()
                .filter(row -> !row.noteGone())
                .map(row -> row.notice().note())
                .filter(Objects::nonNull)
                .map(note -> Objects.requireNonNull(note).value())
                .toList());
    Names names = actors.in(h, in.values().iterator().next().version());
    names.load(rows.stream().map(row -> row.notice().by()));
    Map<Long, Stance> muting = muting(h, person, rows, in.keySet());
    List<NoticeView> shown = new ArrayList<>();
    for (NoticeSql.Row row : rows) {
      ActivityView view = views.get(row.notice().activity().value());
      if (view != null) {
        shown.add(view(row, view, words, names, muting));
      }
    }
    return shown;
  }

  private NoticeView view(
      NoticeSql.Row row,
      ActivityView post,
      Map<Long, NoticeSql.Words> words,
      Names names,
      Map<Long, Stance> muting) {
    Notice notice = row.notice();
    NoteId note = notice.note();
    NoticeSql.Words said = note == null ? null : words.get(note.value());
    Stance mutes = muting.get(notice.activity().value());
    return new NoticeView(
        notice.id(),
        row.place(),
        row.unread(),
        notice.reason(),
        notice.by() == null ? null : names.person(notice.by()),
        notice.more(),
        mutes == null ? null : mutes.mutedUntil(),
        notice.at(),
        row.system(),
        title(row.system()),
        row.typeLabel(),
        post,
        note == null || said == null ? null : said(note, said, names));
  }

  private static NoticeView.Said said(NoteId note, NoticeSql.Words words, Names names) {
    ActorView author =
        words.person() != null
            ? names.person(words.person())
            : words.source() != null
                ? names.source(words.source())
                : new ActorView(
                    null, Objects.requireNonNull(words.system()), ActorView.Kind.SYSTEM);
    return new NoticeView.Said(
        note,
        author,
        words.htmlVersion() >= Markdown.VERSION
            ? Words.namedHtml(words.html(), names)
            : Markdown.render(Words.named(words.content(), names).content()),
        words.at());
  }

  /** What mutes some posts for her, by post. */
  private Map<Long, Stance> muting(
      Handle h, String person, List<NoticeSql.Row> rows, Collection<Long> activities) {
    List<HomeStore.Post> all = HomeStore.posts(h, activities).values().stream().toList();
    List<FollowStore.Broad> broad =
        FollowStore.broad(
            h,
            all.stream().map(HomeStore.Post::actor).filter(Objects::nonNull).distinct().toList(),
            rows.stream().map(NoticeSql.Row::system).distinct().toList());
    Map<Long, Stance> said = new HashMap<>();
    FollowStore.said(
            h,
            all.stream().flatMap(post -> post.targets(broad).stream()).distinct().toList(),
            Set.of(person))
        .forEach(one -> said.put(one.stance().target(), one.stance()));
    Map<Long, Stance> muting = new HashMap<>();
    for (HomeStore.Post post : all) {
      Precedence.Verdict verdict =
          Precedence.of(
              post.targets(broad).stream()
                  .map(said::get)
                  .filter(Objects::nonNull)
                  .map(Objects::requireNonNull)
                  .toList(),
              Set.of(post.subtype()),
              clock.instant());
      if (verdict.mutes()) {
        verdict.by().ifPresent(by -> muting.put(post.id(), by));
      }
    }
    return muting;
  }

  private Localized title(String system) {
    SystemRules known = rules.system(system);
    return known == null ? Localized.of(system) : known.title();
  }

  /** How much of her inbox she has not read, of what she may read now. */
  public Unread unread(Viewer viewer) {
    return glance(viewer).unread();
  }

  /**
   * What tells whether an inbox is as it was.
   *
   * @param newest where the newest of what is unread stands; 0: nothing is
   */
  public record Glance(Unread unread, long newest) {}

  /** What somebody sees who looks for what is new to her. */
  public Glance glance(Viewer viewer) {
    return reads.many(
        viewer,
        (h, sieve) -> {
          Walk walk = new Walk(h, sieve, true, Long.MAX_VALUE);
          List<NoticeSql.Row> found = walk.next(MOST_UNREAD + 1, MOST_UNREAD + 1);
          boolean all = found.size() <= MOST_UNREAD && walk.end == null;
          return new Glance(
              new Unread(Math.min(found.size(), MOST_UNREAD), all && sieve.isExact()),
              found.isEmpty() ? 0 : found.get(0).place());
        });
  }

  /** Marks all up to a place as read. */
  public void readUpTo(Viewer viewer, long place) {
    if (!viewer.within().isEmpty()) {
      return;
    }
    database.writing(h -> NoticeSql.readUpTo(h, viewer.person(), place));
    changed();
  }

  /** Marks some as read, or as unread again; what does not stand in her inbox is left out. */
  public void mark(Viewer viewer, Set<Long> marked, boolean read) {
    if (marked.isEmpty() || marked.size() > MOST_MARKED) {
      throw new InvalidInputException(
          "ids", "say which notifications, %d at most".formatted(MOST_MARKED));
    }
    List<Long> hers =
        reads.many(
            viewer,
            (h, sieve) -> {
              List<NoticeSql.Row> rows =
                  NoticeSql.rows(h, sieve.person(), marked).stream()
                      .filter(row -> !row.gone())
                      .toList();
              Set<Long> let =
                  sieve
                      .reads(
                          h,
                          rows.stream()
                              .map(row -> row.notice().activity().value())
                              .distinct()
                              .toList())
                      .keySet();
              return rows.stream()
                  .map(NoticeSql.Row::notice)
                  .filter(notice -> let.contains(notice.activity().value()))
                  .map(Notice::id)
                  .toList();
            });
    if (!hers.isEmpty()) {
      database.writing(h -> NoticeSql.mark(h, viewer.person(), hers, read));
      changed();
    }
  }

  /**
   * What becomes another value whenever the inbox of one of some persons may have become another,
   * whatever she may read of it; for whoever looks again then.
   */
  public Map<String, List<Long>> stamps(Collection<String> persons) {
    return persons.isEmpty() ? Map.of() : database.ask(h -> NoticeSql.stamps(h, persons));
  }

  /** Calls back when inboxes may have changed on this node; the callback must not block. */
  public void onChanged(Runnable told) {
    changed.add(told);
  }

  private void changed() {
    changed.forEach(Runnable::run);
  }

  /** Removes what was told long ago; returns whether there may be more. */
  public boolean purge(Handle h) {
    return NoticeStore.purge(h, clock.instant().minus(KEPT));
  }
}
