package io.causerie.engine.discussion;

import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.VersionConflictException;
import io.causerie.engine.access.Access;
import io.causerie.engine.access.Directory;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.Folds;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.people.Actors;
import io.causerie.engine.record.Follows;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.record.UnreadItems;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Comments and reactions. A comment has the audience of its discussion, which was fixed when that
 * began; whoever may read the post may comment on it.
 */
public final class Discussion {
  /** No post has it. A comment that is not there is asked for like one on a post that is not. */
  private static final long NOWHERE = -1;

  private final Parts parts;

  public Discussion(Parts parts) {
    this.parts = parts;
  }

  /** What the feature is made of; {@code committed} is run after each write. */
  public record Parts(
      Database database,
      Clock clock,
      Ids ids,
      Access access,
      Journal journal,
      Folds folds,
      Actors actors,
      NoteViews views,
      Runnable committed) {}

  /** A post, and the standing of somebody who may read it. */
  private record Read(ActivityStore.Row post, Standing standing) {}

  private Read read(Handle h, Viewer viewer, long activity, String what) {
    ActivityStore.Row post = ActivityStore.find(h, activity).orElse(null);
    Standing standing =
        parts.access().standing(h, viewer, post == null ? null : post.placed(), what);
    return new Read(Objects.requireNonNull(post), standing);
  }

  /** A comment, and the standing of somebody who may read it. */
  private record ReadNote(NoteStore.Row note, Read in) {}

  private ReadNote readNote(Handle h, Viewer viewer, NoteId id, boolean lock) {
    String what = "comment " + id;
    NoteStore.Row note = NoteStore.find(h, id.value(), lock).orElse(null);
    Read in = read(h, viewer, note == null ? NOWHERE : note.activity(), what);
    return new ReadNote(Objects.requireNonNull(note), in);
  }

  /**
   * A post's last comments, oldest first; {@code next} leads to older ones.
   *
   * @throws NotFoundException if there is no such post, or the viewer may not read it
   */
  public Page<NoteView> notes(
      Viewer viewer, ActivityId activity, @Nullable String cursor, int limit) {
    return parts
        .database()
        .read(
            h -> {
              Read in = read(h, viewer, activity.value(), "post " + activity);
              return parts
                  .views()
                  .page(
                      h,
                      viewer.person(),
                      in.post().id(),
                      cursor,
                      limit,
                      unread(h, viewer, in.post().record(), in.post().id()));
            });
  }

  public Optional<NoteView> note(Viewer viewer, NoteId note) {
    try {
      return parts
          .database()
          .read(h -> Optional.of(view(h, viewer, readNote(h, viewer, note, false).note())));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private NoteView view(Handle h, Viewer viewer, NoteStore.Row row) {
    return parts
        .views()
        .of(h, viewer.person(), List.of(row), unread(h, viewer, row.record(), row.activity()))
        .get(0);
  }

  private static Set<Long> unread(Handle h, Viewer viewer, long record, long activity) {
    return UnreadItems.of(h, viewer.person(), record, List.of(activity));
  }

  /**
   * Comments on a post.
   *
   * @param content Markdown; mentions as {@code [@Name](person:ID)}
   * @param inReplyTo a comment of the same post
   * @param upTo the position the author was shown; changes folded in later are split off
   * @throws NotFoundException if there is no such post, or the viewer may not read it
   * @throws io.causerie.engine.MentionRefusedException if somebody mentioned may not read
   * @throws ForbiddenException if the post was removed
   */
  public NoteView reply(
      Viewer viewer,
      ActivityId activity,
      String content,
      @Nullable NoteId inReplyTo,
      @Nullable Long upTo,
      @Nullable IdempotencyKey key) {
    Words words = Words.of(content);
    NoteView note =
        parts.database().write(h -> reply(h, viewer, activity, words, inReplyTo, upTo, key));
    parts.committed().run();
    return note;
  }

  private NoteView reply(
      Handle h,
      Viewer viewer,
      ActivityId activity,
      Words words,
      @Nullable NoteId inReplyTo,
      @Nullable Long upTo,
      @Nullable IdempotencyKey key) {
    Instant now = parts.clock().instant();
    Read in = read(h, viewer, activity.value(), "post " + activity);
    long id = parts.ids().next();
    Optional<Long> before = Idempotency.claim(h, viewer.person(), key, id, now);
    if (before.isPresent()) {
      return NoteStore.find(h, before.get(), false)
          .map(row -> view(h, viewer, row))
          .orElseThrow(() -> new NotFoundException("comment"));
    }
    // A fold may grow until its record is ours; a post that is held already stays as it is.
    ActivityStore.Row post = in.post().foldStarted() == null ? in.post() : held(h, in, upTo);
    String answered = null;
    if (inReplyTo != null) {
      answered =
          NoteStore.find(h, inReplyTo.value(), false)
              .filter(n -> n.activity() == post.id())
              .map(NoteStore.Row::author)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "inReplyTo", "inReplyTo is not a comment of this post"));
    }
    words.checkMentions(h, parts.access(), parts.actors(), viewer, post.record(), post.gate());
    NoteStore.Row row =
        new NoteStore.Row(
            id,
            post.id(),
            post.record(),
            inReplyTo == null ? null : inReplyTo.value(),
            viewer.person(),
            words.content(),
            words.html(),
            1,
            null,
            null,
            null);
    if (!post.talk()) {
      // Before the comment holds the post together with others, who would wait for each other.
      talk(h, post);
    }
    long record =
        NoteStore.insert(h, parts.database().dialect(), row, upTo)
            .orElseThrow(
                () -> new ForbiddenException("the post was removed; nothing can be added to it"));
    words.beginMentions(h, id);
    List<String> involved = new ArrayList<>(words.persons());
    involved.add(viewer.person());
    Follows.automatic(h, record, involved, now);
    tell(h, What.NOTED, post, record, id, viewer);
    return parts.views().written(row, answered);
  }

  /** Closes the fold of a post at what its reader was shown. */
  private ActivityStore.Row held(Handle h, Read in, @Nullable Long upTo) {
    TrackedRecord record = RecordStore.lock(h, in.standing().record());
    // Read again: until the lock was ours, a fold may have grown or the post may have been removed.
    ActivityStore.Row post =
        ActivityStore.find(h, in.post().id()).orElseThrow(() -> new NotFoundException("post"));
    parts.folds().hold(h, record, post, upTo);
    RecordStore.save(h, List.of(record));
    return post;
  }

  private static void talk(Handle h, ActivityStore.Row post) {
    h.createUpdate("update activity set talk = true where id = :id")
        .bind("id", post.id())
        .execute();
  }

  private void tell(
      Handle h, What what, ActivityStore.Row post, @Nullable Long note, Viewer viewer) {
    tell(h, what, post, post.record(), note, viewer);
  }

  private void tell(
      Handle h,
      What what,
      ActivityStore.Row post,
      long record,
      @Nullable Long note,
      Viewer viewer) {
    parts
        .journal()
        .write(
            h,
            List.of(
                new Journal.Line(
                    parts.journal().nextId(),
                    what,
                    record,
                    post.id(),
                    note,
                    post.lane(),
                    post.audience(),
                    viewer.person(),
                    null)));
  }

  /**
   * Replaces the words of one's own comment; the earlier wording is kept.
   *
   * @param expectedVersion the version the author saw; absent: any
   * @throws ForbiddenException if it is not the viewer's own, or was removed
   * @throws VersionConflictException if it was edited meanwhile
   */
  public NoteView edit(
      Viewer viewer, NoteId note, String content, @Nullable Integer expectedVersion) {
    Words words = Words.of(content);
    NoteView edited =
        parts
            .database()
            .write(
                h -> {
                  ReadNote read = readNote(h, viewer, note, true);
                  NoteStore.Row row = own(read.note(), viewer, expectedVersion);
                  ActivityStore.Row post = read.in().post();
                  words.checkMentions(
                      h, parts.access(), parts.actors(), viewer, post.record(), post.gate());
                  Instant now = Database.storable(parts.clock().instant());
                  Words.keep(
                      h,
                      row.id(),
                      row.version(),
                      row.content(),
                      row.html(),
                      row.edited() == null ? Ids.timeOf(row.id()) : row.edited());
                  h.createUpdate(
                          """
                          update note set content = :content, html = :html,
                            html_version = :htmlVersion, version = version + 1, edited = :now
                          where id = :id
                          """)
                      .bind("content", words.content())
                      .bind("html", words.html())
                      .bind("htmlVersion", Markdown.VERSION)
                      .bind("now", now)
                      .bind("id", row.id())
                      .execute();
                  Follows.automatic(h, post.record(), words.storeMentions(h, row.id()), now);
                  tell(h, What.NOTE_UPDATED, post, row.id(), viewer);
                  return view(h, viewer, NoteStore.find(h, row.id(), false).orElseThrow());
                });
    parts.committed().run();
    return edited;
  }

  private static NoteStore.Row own(
      NoteStore.Row row, Viewer viewer, @Nullable Integer expectedVersion) {
    if (!row.author().equals(viewer.person())) {
      throw new ForbiddenException("the comment is somebody else's; only its author may do this");
    }
    if (row.removed() != null) {
      throw new ForbiddenException("the comment was removed");
    }
    if (expectedVersion != null && expectedVersion != row.version()) {
      throw new VersionConflictException(expectedVersion, row.version());
    }
    return row;
  }

  /** Removes one's own comment; who and when stay, and so do the answers to it. */
  public void remove(Viewer viewer, NoteId note, @Nullable Integer expectedVersion) {
    parts
        .database()
        .writing(
            h -> {
              ReadNote read = readNote(h, viewer, note, true);
              NoteStore.Row row = own(read.note(), viewer, expectedVersion);
              Words.keep(
                  h,
                  row.id(),
                  row.version(),
                  row.content(),
                  row.html(),
                  row.edited() == null ? Ids.timeOf(row.id()) : row.edited());
              h.createUpdate(
                      """
                      update note set content = '', html = '', version = version + 1,
                        removed = :now, removed_by = :person
                      where id = :id
                      """)
                  .bind("now", parts.clock().instant())
                  .bind("person", viewer.person())
                  .bind("id", row.id())
                  .execute();
              Words.forgetMentions(h, row.id());
              tell(h, What.NOTE_REMOVED, read.in().post(), row.id(), viewer);
            });
    parts.committed().run();
  }

  /** All wordings, oldest first, the present one last; none of a comment that was removed. */
  public List<NoteView.Wording> history(Viewer viewer, NoteId note) {
    return parts
        .database()
        .read(
            h -> {
              NoteStore.Row row = readNote(h, viewer, note, false).note();
              if (row.removed() != null) {
                return List.of();
              }
              List<NoteView.Wording> wordings =
                  new ArrayList<>(Words.kept(h, row.id(), parts.actors()));
              wordings.add(
                  new NoteView.Wording(
                      row.version(),
                      Words.named(row.content(), parts.actors()).content(),
                      Words.namedHtml(row.html(), parts.actors()),
                      row.edited() == null ? Ids.timeOf(row.id()) : row.edited()));
              return wordings;
            });
  }

  /**
   * Gives a post an emoji; giving it twice, in whatever spelling, changes nothing.
   *
   * @throws InvalidInputException if it is not one emoji, or there are too many
   */
  public void react(Viewer viewer, ActivityId activity, String emoji, @Nullable Long upTo) {
    Emoji given = Emoji.of(emoji);
    parts
        .database()
        .writing(
            h -> {
              Read in = read(h, viewer, activity.value(), "post " + activity);
              TrackedRecord record = RecordStore.lock(h, in.standing().record());
              ActivityStore.Row post = ActivityStore.find(h, activity.value()).orElseThrow();
              if (post.removed() != null) {
                throw new ForbiddenException("the post was removed; nothing can be added to it");
              }
              if (Reactions.give(h, post.id(), given, viewer.person(), parts.clock().instant())) {
                parts.folds().hold(h, record, post, upTo);
                RecordStore.save(h, List.of(record));
                tell(h, What.REACTED, post, null, viewer);
              }
            });
    parts.committed().run();
  }

  public void unreact(Viewer viewer, ActivityId activity, String emoji) {
    parts
        .database()
        .writing(
            h -> {
              Read in = read(h, viewer, activity.value(), "post " + activity);
              if (Reactions.take(h, in.post().id(), Emoji.kept(emoji), viewer.person())) {
                tell(h, What.REACTED, in.post(), null, viewer);
              }
            });
    parts.committed().run();
  }

  /**
   * Makes a post permanent before its address is given out: from now on it says what the giver was
   * shown, whoever opens it and whenever.
   *
   * @param upTo the position she was shown; changes folded in later are split off
   * @return the record it is about
   * @throws NotFoundException if there is no such post, or the viewer may not read it
   */
  public RecordId keep(Viewer viewer, ActivityId activity, @Nullable Long upTo) {
    RecordId about =
        parts
            .database()
            .write(
                h -> {
                  Read in = read(h, viewer, activity.value(), "post " + activity);
                  TrackedRecord record = RecordStore.lock(h, in.standing().record());
                  ActivityStore.Row post = ActivityStore.find(h, activity.value()).orElseThrow();
                  parts.folds().hold(h, record, post, upTo);
                  RecordStore.save(h, List.of(record));
                  return new RecordId(record.id());
                });
    parts.committed().run();
    return about;
  }

  /**
   * Gives a comment an emoji; giving it twice, in whatever spelling, changes nothing.
   *
   * @throws InvalidInputException if it is not one emoji, or there are too many
   */
  public void react(Viewer viewer, NoteId note, String emoji) {
    Emoji given = Emoji.of(emoji);
    parts
        .database()
        .writing(
            h -> {
              ReadNote read = readNote(h, viewer, note, true);
              if (read.note().removed() != null) {
                throw new ForbiddenException("the comment was removed");
              }
              if (Reactions.give(
                  h, read.note().id(), given, viewer.person(), parts.clock().instant())) {
                tell(h, What.REACTED, read.in().post(), read.note().id(), viewer);
              }
            });
    parts.committed().run();
  }

  public void unreact(Viewer viewer, NoteId note, String emoji) {
    parts
        .database()
        .writing(
            h -> {
              ReadNote read = readNote(h, viewer, note, true);
              if (Reactions.take(h, read.note().id(), Emoji.kept(emoji), viewer.person())) {
                tell(h, What.REACTED, read.in().post(), read.note().id(), viewer);
              }
            });
    parts.committed().run();
  }

  /**
   * Renders Markdown as a comment would be, without storing it.
   *
   * @param record what it is written about: who can read that is called by name, and the groups she
   *     may address there by their titles; anybody else by the id that was written
   */
  public String preview(Viewer viewer, String content, @Nullable RecordId record) {
    List<Directory.Entry> met = parts.database().read(h -> parts.access().met(h, viewer, record));
    return Words.namedHtml(Words.of(content).html(), parts.actors().among(met, viewer));
  }
}
