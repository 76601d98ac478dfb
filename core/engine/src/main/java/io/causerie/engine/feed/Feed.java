package io.causerie.engine.feed;

import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.VersionConflictException;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Untold;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.Row;
import io.causerie.engine.discussion.NewWords;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.OwnPosts;
import io.causerie.engine.store.Cursor;
import io.causerie.model.ActivityId;
import io.causerie.model.EventId;
import io.causerie.model.FileId;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Posts as a reader sees them, and people's own posts. */
public final class Feed {
  /** A page looks at this many rows at most to fill itself with what its reader may see. */
  private static final int EXAMINED = 5000;

  private static final long MOST_CHARACTERS = 4 << 20;

  private final Reads reads;
  private final ActivityViews views;
  private final OwnPosts posts;
  private final Untold<Place, FeedSql.Found> kept = new Untold<>(MOST_CHARACTERS, Feed::characters);
  private final Untold<One, List<FeedItem>> one =
      new Untold<>(
          MOST_CHARACTERS, items -> 200 + items.stream().mapToLong(FeedItem::characters).sum());

  public Feed(Reads reads, ActivityViews views, OwnPosts posts) {
    this.reads = reads;
    this.views = views;
    this.posts = posts;
  }

  /**
   * A record's posts, newest first by the time of the source.
   *
   * @throws NotFoundException if there is no such record, or the viewer may not know of it
   */
  public Page<ActivityView> of(
      Viewer viewer, RecordId record, ActivityView.Show show, @Nullable String cursor, int limit) {
    return reads.page(viewer, record, (h, in) -> page(h, in, show, cursor, limit));
  }

  /** A page of a record's posts for somebody who was let in to its page; see {@link #of}. */
  public Page<ActivityView> page(
      Handle h, Standing standing, ActivityView.Show show, @Nullable String cursor, int limit) {
    Optional<Cursor> from = Optional.ofNullable(cursor).map(c -> Cursor.read(Cursor.Of.POSTS, c));
    FeedSql.Found found =
        kept.get(
            new Place(
                standing.record(), standing.version(), standing.reach().key(), show, from, limit),
            standing.progress(),
            () -> FeedSql.page(h, standing, show, from, EXAMINED, limit + 1));
    List<FeedItem> rows = found.items();
    if (rows.size() > limit) {
      List<FeedItem> shown = rows.subList(0, limit);
      Row last = shown.get(limit - 1).row();
      return new Page<>(
          views.of(h, standing, shown),
          new Cursor(last.published(), last.id()).write(Cursor.Of.POSTS));
    }
    return new Page<>(
        views.of(h, standing, rows), found.end().map(c -> c.write(Cursor.Of.POSTS)).orElse(null));
  }

  /**
   * Which page, and through which gates; users of sources are called by the rights of a version.
   */
  private record Place(
      long record,
      long rights,
      List<Object> reach,
      ActivityView.Show show,
      Optional<Cursor> from,
      int limit) {}

  /** Which post of the record; whoever asks for it was let in to it. */
  private record One(long record, long activity, long rights) {}

  private static long characters(FeedSql.Found found) {
    return found.items().stream().mapToLong(FeedItem::characters).sum();
  }

  public Optional<ActivityView> activity(Viewer viewer, ActivityId activity) {
    try {
      return reads.talk(
          viewer,
          activity,
          (h, in) ->
              views
                  .of(
                      h,
                      in,
                      one.get(
                          new One(in.record(), activity.value(), in.version()),
                          in.progress(),
                          () -> FeedSql.items(h, in, List.of(activity.value()))))
                  .stream()
                  .findFirst());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private static NotFoundException missing(ActivityId activity) {
    return new NotFoundException("post " + activity);
  }

  /** The events a post was folded from, oldest first. */
  public List<ActivityView.Step> steps(Viewer viewer, ActivityId activity) {
    return reads.activity(
        viewer,
        activity,
        (h, in) ->
            ActivityStore.contributions(h, in).stream()
                .map(
                    c ->
                        new ActivityView.Step(
                            new EventId(c.event()),
                            c.published(),
                            PostForAll.visible(in, c.changes())))
                .toList());
  }

  /**
   * A person's own post.
   *
   * @param content Markdown; mentions as {@code [@Name](person:ID)}
   * @throws NotFoundException if there is no such record, or the viewer may not know of it
   * @throws ForbiddenException if she may not write in that lane
   * @throws io.causerie.engine.MentionRefusedException if somebody mentioned may not read
   */
  public ActivityView post(
      Viewer viewer, RecordId record, Lane lane, String content, @Nullable IdempotencyKey key) {
    return post(viewer, record, lane, content, null, Set.of(), key);
  }

  /** The same for whoever was shown who reads the lane; it stands nowhere else. */
  public ActivityView post(
      Viewer viewer,
      RecordId record,
      Lane lane,
      String content,
      String shown,
      @Nullable IdempotencyKey key) {
    return post(viewer, record, lane, content, shown, Set.of(), key);
  }

  /**
   * The same, which may stand in systems as well.
   *
   * @param shown {@code gate} of the readers that the writer was shown; absent: she was shown none
   * @param alsoIn the systems in which it is to stand as well; refused where that is not offered
   * @throws io.causerie.engine.ReadersChangedException if others read it now; nothing is written
   */
  public ActivityView post(
      Viewer viewer,
      RecordId record,
      Lane lane,
      String content,
      @Nullable String shown,
      Set<String> alsoIn,
      @Nullable IdempotencyKey key) {
    return post(viewer, record, lane, new NewWords(content, alsoIn, List.of()), shown, key);
  }

  /** The same, with files. */
  public ActivityView post(
      Viewer viewer,
      RecordId record,
      Lane lane,
      NewWords said,
      @Nullable String shown,
      @Nullable IdempotencyKey key) {
    return own(viewer, posts.post(viewer, record, lane, said, shown, key));
  }

  /** See {@link io.causerie.engine.discussion.Discussion#retryCopy}. */
  public int retryCopy(Viewer viewer, ActivityId activity, String system, boolean operator) {
    return posts.retryCopy(viewer, activity, system, operator);
  }

  /**
   * Replaces the words of one's own post; the earlier wording is kept.
   *
   * @param expectedVersion the version the author saw; absent: any
   * @throws ForbiddenException if it is not the viewer's own, or was removed
   * @throws VersionConflictException if it was edited meanwhile
   */
  public ActivityView edit(
      Viewer viewer, ActivityId activity, String content, @Nullable Integer expectedVersion) {
    return edit(viewer, activity, content, null, expectedVersion);
  }

  /**
   * The same, and the files that go with it.
   *
   * @param files those from now on; the others are removed. Absent: as they are
   */
  public ActivityView edit(
      Viewer viewer,
      ActivityId activity,
      String content,
      @Nullable List<FileId> files,
      @Nullable Integer expectedVersion) {
    return own(viewer, posts.edit(viewer, activity, content, files, expectedVersion));
  }

  /**
   * All wordings of a person's post, oldest first, the present one last; none of a post that was
   * removed, or that an event made.
   *
   * @throws NotFoundException if there is no such post, or the viewer may not see it
   */
  public List<NoteView.Wording> history(Viewer viewer, ActivityId activity) {
    return reads.activity(viewer, activity, posts::history);
  }

  /** Removes one's own post; who and when stay, and so do its comments. */
  public void remove(Viewer viewer, ActivityId activity, @Nullable Integer expectedVersion) {
    posts.remove(viewer, activity, expectedVersion);
  }

  /**
   * Takes a file out of one's own post; its words stay as they are.
   *
   * @throws io.causerie.engine.InvalidInputException if the post says nothing else
   */
  public void removeFile(Viewer viewer, ActivityId activity, FileId file) {
    posts.removeFile(viewer, activity, file);
  }

  private ActivityView own(Viewer viewer, long id) {
    return activity(viewer, new ActivityId(id)).orElseThrow(() -> missing(new ActivityId(id)));
  }
}
