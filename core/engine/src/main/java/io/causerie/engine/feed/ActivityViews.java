package io.causerie.engine.feed;

import io.causerie.engine.Page;
import io.causerie.engine.Rules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Untold;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.Row;
import io.causerie.engine.discussion.Copied;
import io.causerie.engine.discussion.Given;
import io.causerie.engine.discussion.Markdown;
import io.causerie.engine.discussion.Marks;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.Removal;
import io.causerie.engine.discussion.Talk;
import io.causerie.engine.discussion.Words;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Names;
import io.causerie.engine.record.Unseen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Makes what a reader sees of rows that she may read. */
public final class ActivityViews {
  private static final int NOTES = 3;
  private static final long MOST_CHARACTERS = 4 << 20;

  private final Actors actors;
  private final Rules rules;
  private final Untold<Posts, Beside> kept = new Untold<>(MOST_CHARACTERS, Beside::characters);
  private final Unseen unseen = new Unseen();

  public ActivityViews(Actors actors, Rules rules) {
    this.actors = actors;
    this.rules = rules;
  }

  List<ActivityView> of(Handle h, Standing reader, List<FeedItem> items) {
    if (items.isEmpty()) {
      return List.of();
    }
    List<Long> all = items.stream().map(item -> item.row().id()).toList();
    Names names = actors.in(h, reader.version());
    Beside beside =
        kept.get(
            new Posts(reader.record(), all, reader.version()),
            reader.progress(),
            () -> beside(h, reader, items, names));
    Set<Long> news = unseen.of(h, reader, all);
    return posts(items, names, beside).stream().map(post -> post.seenBy(reader, news)).toList();
  }

  /** Which posts; names are shown by the rights of a version. */
  private record Posts(long record, List<Long> activities, long rights) {}

  /** What people said and gave to some posts, as somebody sees it who did none of it. */
  private record Beside(Map<Long, Page<NoteView>> notes, Marks marks) {
    long characters() {
      // What stands beside the words takes about as much as they do.
      return 200
          + notes.values().stream()
              .flatMap(page -> page.items().stream())
              .mapToLong(n -> 200 + n.content().length() + n.html().length())
              .sum()
          + marks.given().reactions().values().stream()
              .mapToLong(given -> 200L * given.size())
              .sum();
    }
  }

  /**
   * Posts with what stands beside them, by their ids.
   *
   * @param in of one who reads their record
   */
  public List<FeedItem> items(Handle h, Standing in, Collection<Long> activities) {
    return FeedSql.items(h, in, activities);
  }

  /**
   * Posts with all that is the same for whoever reads them.
   *
   * @param in of one who reads their record
   */
  public List<PostForAll> posts(Handle h, Standing in, List<FeedItem> items) {
    if (items.isEmpty()) {
      return List.of();
    }
    Names names = actors.in(h, in.version());
    return posts(items, names, beside(h, in, items, names));
  }

  /**
   * Posts of several records without their comments, by id.
   *
   * @param in by post, what somebody may do with its record
   */
  public Map<Long, ActivityView> bare(Handle h, Map<Long, Standing> in) {
    List<FeedItem> items = FeedSql.items(h, in);
    Map<Long, ActivityView> views = new HashMap<>();
    if (!items.isEmpty()) {
      Names names = actors.in(h, in.values().iterator().next().version());
      Marks marks = new Marks(Given.of(h, in.keySet(), names), Set.of(), Copied.NONE);
      for (PostForAll post : posts(items, names, new Beside(Map.of(), marks))) {
        long id = post.row().id();
        views.put(id, post.seenBy(Objects.requireNonNull(in.get(id)), Set.of()));
      }
    }
    return views;
  }

  /**
   * Posts of several records as somebody sees them, by id; none of them and of their comments is
   * marked as unread, since whoever asks keeps account of that herself.
   *
   * @param in by post, what she may do with its record
   */
  public Map<Long, ActivityView> of(Handle h, Map<Long, Standing> in) {
    List<FeedItem> items = FeedSql.items(h, in);
    if (items.isEmpty()) {
      return Map.of();
    }
    Names names = actors.in(h, in.values().iterator().next().version());
    Map<Long, ActivityView> views = new HashMap<>();
    for (PostForAll post : posts(items, names, beside(h, in, items, names))) {
      long id = post.row().id();
      views.put(id, post.seenBy(Objects.requireNonNull(in.get(id)), Set.of()));
    }
    return views;
  }

  private static Beside beside(Handle h, Standing in, List<FeedItem> items, Names names) {
    Map<Long, Standing> all = new HashMap<>();
    items.forEach(item -> all.put(item.row().id(), in));
    return beside(h, all, items, names);
  }

  private static Beside beside(
      Handle h, Map<Long, Standing> in, List<FeedItem> items, Names names) {
    List<Long> all = new ArrayList<>(items.stream().map(item -> item.row().id()).toList());
    Map<Long, Standing> talking = new LinkedHashMap<>();
    items.stream()
        .filter(FeedItem::talk)
        .map(item -> item.row().id())
        .forEach(id -> talking.put(id, Objects.requireNonNull(in.get(id))));
    Talk talk = Talk.of(h, talking, Talk.NEWEST, NOTES);
    all.addAll(talk.notes());
    List<Long> copied = new ArrayList<>(talk.copied());
    items.stream()
        .filter(item -> item.row().words().copied())
        .forEach(item -> copied.add(item.row().id()));
    Marks marks = new Marks(Given.of(h, all, names), Set.of(), Copied.of(h, copied));
    return new Beside(talk.pages(names, marks), marks);
  }

  private List<PostForAll> posts(List<FeedItem> items, Names names, Beside beside) {
    names.load(items.stream().flatMap(FeedItem::persons));
    return items.stream()
        .map(
            item ->
                post(
                    item,
                    names,
                    beside.marks(),
                    beside.notes().getOrDefault(item.row().id(), new Page<>(List.of(), null))))
        .toList();
  }

  private PostForAll post(FeedItem item, Names names, Marks marks, Page<NoteView> lastNotes) {
    Row row = item.row();
    boolean gone = row.removed() != null;
    ActorView actor = actor(item, names);
    // Nobody checked whom the words of a source name, so they mention nobody and are no way to
    // names.
    Optional<Words.Named> said =
        gone || row.words().content() == null || row.made() != ActivityStore.Made.POST
            ? Optional.empty()
            : Optional.of(Words.named(row.words().content(), names));
    return new PostForAll(
        item,
        actor,
        said.orElse(
            new Words.Named(
                gone || row.words().content() == null ? "" : row.words().content(), List.of())),
        gone || row.words().html() == null
            ? null
            : said.isPresent() && row.words().htmlVersion() >= Markdown.VERSION
                ? Words.namedHtml(row.words().html(), names)
                : said.isPresent()
                    ? Markdown.render(Objects.requireNonNull(row.words().content()))
                    : row.words().html(),
        row.removed() == null
            ? null
            : new Removal(
                row.removedBy() == null ? actor : names.person(row.removedBy()), row.removed()),
        marks.reactions(row.id()),
        marks.copied().of(row.id(), row.version(), gone),
        gone ? List.of() : marks.files(row.id()),
        lastNotes);
  }

  private ActorView actor(FeedItem item, Names names) {
    Row row = item.row();
    if (row.person() != null) {
      return names.person(row.person());
    }
    if (item.source() != null) {
      return names.source(item.source());
    }
    SystemRules system = rules.system(row.by().system());
    String name = system == null ? row.by().system() : system.title().in("");
    return new ActorView(null, name, ActorView.Kind.SYSTEM);
  }
}
