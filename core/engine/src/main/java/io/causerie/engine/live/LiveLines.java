package io.causerie.engine.live;

import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.activity.Row;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.Talk;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.feed.ActivityViews;
import io.causerie.engine.feed.FeedItem;
import io.causerie.engine.feed.PostForAll;
import io.causerie.engine.journal.JournalItem;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.people.Actors;
import io.causerie.engine.record.HeadForAll;
import io.causerie.engine.record.RecordHead;
import io.causerie.engine.record.Records;
import io.causerie.engine.record.UnreadStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what lines are about once, and shows it to many. */
final class LiveLines {
  private final Records records;
  private final ActivityViews posts;
  private final Actors actors;

  LiveLines(Records records, ActivityViews posts, Actors actors) {
    this.records = records;
    this.posts = posts;
    this.actors = actors;
  }

  /** What some lines of one record are about, for these readers. */
  Read read(Handle h, List<JournalItem> items, Collection<Standing> readers) {
    Read read = new Read();
    if (items.isEmpty()) {
      return read;
    }
    Set<Long> activities = new HashSet<>();
    Set<Long> whole = new HashSet<>();
    Set<Long> noted = new HashSet<>();
    for (JournalItem item : items) {
      if (item.activity() != null) {
        activities.add(item.activity().value());
        if (item.note() == null) {
          whole.add(item.activity().value());
        } else {
          noted.add(item.note().value());
        }
      }
    }
    Standing any = readers.iterator().next();
    posts.items(h, any, activities).forEach(item -> read.items.put(item.row().id(), item));
    posts
        .posts(
            h, any, read.items.values().stream().filter(i -> whole.contains(i.row().id())).toList())
        .forEach(post -> read.posts.put(post.row().id(), post));
    if (!noted.isEmpty()) {
      read.comments = Talk.notes(h, any, noted, actors.in(h, any.version()));
    }
    Set<Long> shown = new HashSet<>(read.comments.keySet());
    read.posts
        .values()
        .forEach(
            post -> {
              shown.add(post.row().id());
              post.notes().items().forEach(note -> shown.add(note.id().value()));
            });
    read.unread = UnreadStore.ofAll(h, readers, shown);
    if (items.stream().anyMatch(item -> read.isOfEvent(item))) {
      read.head = records.forAll(h, any.record()).orElse(null);
    }
    return read;
  }

  /** What was read. */
  static final class Read {
    private final Map<Long, FeedItem> items = new HashMap<>();
    private final Map<Long, PostForAll> posts = new HashMap<>();
    private Map<Long, NoteView> comments = Map.of();
    private UnreadStore.@Nullable ByReader unread;
    private @Nullable HeadForAll head;
    private final Map<String, Set<Long>> unreadOf = new HashMap<>();

    /** An event may have changed what the record is called and holds. */
    private boolean isOfEvent(JournalItem item) {
      if (item.activity() == null || item.note() != null || item.what() == What.REACTED) {
        return false;
      }
      FeedItem found = items.get(item.activity().value());
      return found != null && found.row().made() != Made.POST;
    }

    /** One line. */
    Telling of(JournalItem item) {
      return new Telling(this, item, isOfEvent(item) ? head : null);
    }

    private Set<Long> unread(String person) {
      UnreadStore.ByReader by = unread;
      return by == null ? Set.of() : unreadOf.computeIfAbsent(person, by::of);
    }
  }

  /** One line, told to one reader after another; those who see the same get the same. */
  static final class Telling {
    private final Read read;
    private final JournalItem item;
    private final @Nullable HeadForAll head;
    private final @Nullable Row row;
    private final int comments;
    private final @Nullable PostForAll post;
    private final @Nullable NoteView comment;
    private final Set<String> involved = new HashSet<>();
    private final Set<Long> shown = new HashSet<>();
    private final Map<Object, ActivityView> seen = new HashMap<>();
    private final Map<Object, NoteView> seenComments = new HashMap<>();
    private final Map<Object, RecordHead> heads = new HashMap<>();

    private Telling(Read read, JournalItem item, @Nullable HeadForAll head) {
      this.read = read;
      this.item = item;
      this.head = head;
      FeedItem found = item.activity() == null ? null : read.items.get(item.activity().value());
      this.row = found == null ? null : found.row();
      this.comments = found == null ? 0 : found.notes();
      this.post =
          row == null || item.note() != null
              ? null
              : Objects.requireNonNull(read.posts.get(row.id()));
      this.comment = item.note() == null ? null : read.comments.get(item.note().value());
      PostForAll whole = post;
      if (whole != null) {
        involve(whole.row().person());
        whole.reactions().forEach(r -> involved.addAll(r.givers()));
        whole.notes().items().forEach(this::involve);
        if (whole.removed() == null) {
          shown.add(whole.row().id());
          whole.notes().items().forEach(this::show);
        }
      }
      if (comment != null) {
        involve(comment);
        if (row != null && row.removed() == null) {
          show(comment);
        }
      }
    }

    private void involve(@Nullable String person) {
      if (person != null) {
        involved.add(person);
      }
    }

    private void involve(NoteView note) {
      involve(note.author().person());
      note.reactions().forEach(r -> involved.addAll(r.givers()));
    }

    private void show(NoteView note) {
      if (note.removed() == null) {
        shown.add(note.id().value());
      }
    }

    /** What somebody is told; nothing where she may not know of it, or it is there no more. */
    Optional<LiveLine> to(Standing standing) {
      if (item.activity() != null && row == null) {
        return Optional.empty();
      }
      String person = standing.person();
      LiveLine told =
          new LiveLine(
              item,
              person.equals(item.person()),
              row == null ? null : row.gate(),
              null,
              null,
              comments,
              null);
      if (!told.isFor(standing)) {
        return Optional.empty();
      }
      Set<Long> unread = unread(person);
      return Optional.of(
          new LiveLine(
              item,
              told.mine(),
              told.gate(),
              post(standing, unread),
              comment(standing, unread),
              told.comments(),
              head(standing)));
    }

    /** What is shown of a line is little, and what is unread in all that was read may be much. */
    private Set<Long> unread(String person) {
      Set<Long> all = read.unread(person);
      if (all.isEmpty()) {
        return Set.of();
      }
      Set<Long> unread = new HashSet<>();
      shown.forEach(
          id -> {
            if (all.contains(id)) {
              unread.add(id);
            }
          });
      return unread;
    }

    private @Nullable ActivityView post(Standing standing, Set<Long> unread) {
      PostForAll whole = post;
      if (whole == null) {
        return null;
      }
      String person = standing.person();
      Object key =
          List.of(
              standing.present(),
              standing.guest(),
              whole.changes(standing),
              unread,
              involved.contains(person) ? person : "");
      return seen.computeIfAbsent(key, k -> whole.seenBy(standing, unread));
    }

    private @Nullable NoteView comment(Standing standing, Set<Long> unread) {
      String person = standing.person();
      boolean guest = standing.guest();
      NoteView note = comment;
      if (note == null) {
        return null;
      }
      return involved.contains(person)
          ? note.seenBy(person, guest, unread)
          : seenComments.computeIfAbsent(
              List.of(guest, !unread.isEmpty()), k -> note.seenBy(person, guest, unread));
    }

    private @Nullable RecordHead head(Standing standing) {
      HeadForAll whole = head;
      if (whole == null || !standing.present()) {
        return null;
      }
      RecordHead mine = whole.seenBy(standing);
      return heads.computeIfAbsent(mine, k -> mine);
    }
  }
}
