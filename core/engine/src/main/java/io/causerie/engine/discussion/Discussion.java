package io.causerie.engine.discussion;

import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.VersionConflictException;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.RightsStore;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.Folds;
import io.causerie.engine.activity.Row;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.follow.FollowOrigin;
import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.people.Names;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.model.ActivityId;
import io.causerie.model.FileId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Comments and reactions. A comment has the audience of its discussion, which was fixed when that
 * began; whoever may read the post may comment on it.
 */
public final class Discussion {
  /** What comments, and what belongs to posts and comments alike, hold. */
  public static final Holdings HOLDINGS = NoteStore.HOLDINGS;

  private final DiscussionParts parts;
  private final Reads writes;
  private final Replies replies;
  private final TalkPages pages = new TalkPages();

  public Discussion(DiscussionParts parts) {
    this.parts = parts;
    this.writes = parts.reads().writing();
    this.replies = new Replies(parts, writes);
  }

  /** What somebody does who was let in; see {@link Reads.Work}. */
  @FunctionalInterface
  interface Change<T> {
    T with(UnitOfWork unit, Handle h, Standing in);
  }

  static Row post(Handle h, long activity) {
    return ActivityStore.find(h, activity).orElseThrow(() -> new NotFoundException("post"));
  }

  /** A comment that may be read, as the lock finds it. */
  private static NoteStore.Row locked(Handle h, NoteId note) {
    return NoteStore.lock(h, note.value())
        .orElseThrow(() -> new NotFoundException("comment " + note));
  }

  /**
   * A post's last comments, oldest first; {@code next} leads to older ones.
   *
   * @throws NotFoundException if there is no such post, or the viewer may not read it
   */
  public Page<NoteView> notes(
      Viewer viewer, ActivityId activity, @Nullable String cursor, int limit) {
    long before = Talk.before(cursor);
    return parts
        .reads()
        .talk(
            viewer,
            activity,
            (h, in) ->
                pages.page(
                    h,
                    in,
                    activity.value(),
                    before,
                    limit,
                    () -> page(h, in, activity, before, limit)));
  }

  private Page<NoteView> page(Handle h, Standing in, ActivityId activity, long before, int limit) {
    Talk talk = Talk.of(h, in, List.of(activity.value()), before, limit);
    Names names = parts.actors().in(h, in.version());
    Marks marks =
        new Marks(Given.of(h, talk.notes(), names), Set.of(), Copied.of(h, talk.copied()));
    return talk.pages(names, marks).getOrDefault(activity.value(), new Page<>(List.of(), null));
  }

  public Optional<NoteView> note(Viewer viewer, NoteId note) {
    try {
      return parts
          .reads()
          .note(
              viewer,
              note,
              (h, in) -> NoteStore.find(h, note.value()).map(row -> parts.view(h, in, row)));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Comments on a post.
   *
   * @param inReplyTo a comment of the same post
   * @param upTo the position the author was shown; changes folded in later are split off
   * @throws NotFoundException if there is no such post, or the viewer may not read it
   * @throws io.causerie.engine.MentionRefusedException if somebody mentioned may not read
   * @throws ForbiddenException if the post was removed
   */
  public NoteView reply(
      Viewer viewer,
      ActivityId activity,
      NewWords said,
      @Nullable NoteId inReplyTo,
      @Nullable Long upTo,
      @Nullable IdempotencyKey key) {
    return replies.write(
        new Replies.Reply(viewer, activity, said.words(), said, inReplyTo, upTo, key));
  }

  /** The same, without files. */
  public NoteView reply(
      Viewer viewer,
      ActivityId activity,
      String content,
      @Nullable NoteId inReplyTo,
      @Nullable Long upTo,
      Set<String> alsoIn,
      @Nullable IdempotencyKey key) {
    return reply(viewer, activity, new NewWords(content, alsoIn, List.of()), inReplyTo, upTo, key);
  }

  /** The same, which stands nowhere else. */
  public NoteView reply(
      Viewer viewer,
      ActivityId activity,
      String content,
      @Nullable NoteId inReplyTo,
      @Nullable Long upTo,
      @Nullable IdempotencyKey key) {
    return reply(viewer, activity, content, inReplyTo, upTo, Set.of(), key);
  }

  /**
   * Has it tried again to bring a comment into a system.
   *
   * @param operator whether she may do so for others
   * @return how many deliveries
   * @throws ForbiddenException if it is not the viewer's own, nor is she an operator
   * @throws NotFoundException if it was not to stand there
   */
  public int retryCopy(Viewer viewer, NoteId note, String system, boolean operator) {
    return change(
        viewer,
        note,
        (unit, h, in) -> {
          NoteStore.Row row = locked(h, note);
          if (!operator && !viewer.person().equals(row.author().person())) {
            throw new ForbiddenException("only its author or an operator may try it again");
          }
          return parts.copies().retry(h, row.id(), system);
        });
  }

  private <T> T change(Viewer viewer, ActivityId activity, Change<T> change) {
    T done = writes.activity(viewer, activity, parts.change(change));
    parts.committed().run();
    return done;
  }

  private <T> T change(Viewer viewer, NoteId note, Change<T> change) {
    T done = writes.note(viewer, note, parts.change(change));
    parts.committed().run();
    return done;
  }

  /**
   * Replaces the words of one's own comment; the earlier wording is kept. Said again, the same
   * words change nothing.
   *
   * @param expectedVersion the version the author saw; absent: any
   * @throws ForbiddenException if it is not the viewer's own, or was removed
   * @throws VersionConflictException if it was edited meanwhile
   */
  public NoteView edit(
      Viewer viewer, NoteId note, String content, @Nullable Integer expectedVersion) {
    return edit(viewer, note, content, null, expectedVersion);
  }

  /**
   * The same, and the files that go with it.
   *
   * @param files those from now on; the others are removed. Absent: as they are
   */
  public NoteView edit(
      Viewer viewer,
      NoteId note,
      String content,
      @Nullable List<FileId> files,
      @Nullable Integer expectedVersion) {
    Words words = NewWords.words(content, files == null ? List.of() : files);
    return change(
        viewer,
        note,
        (unit, h, in) -> {
          NoteStore.Row row = own(h, viewer, note, expectedVersion);
          boolean carries = files != null && parts.attachments().carry(h, in, row.id(), files);
          if (OwnWords.of(row).says(words) && !carries) {
            return parts.view(h, in, row);
          }
          words.checkMentions(h, in, parts.readership(), parts.actors(), in.post().gate());
          Instant now = Database.storable(parts.clock().instant());
          OwnWords.of(row).keep(h);
          NoteStore.edit(h, row.id(), words, now);
          FollowStore.automatic(
              h, in.record(), words.mentionAnew(h, row.id()), FollowOrigin.MENTION, now);
          unit.line(What.NOTE_UPDATED, in.post(), in.record(), row.id(), viewer.person());
          follow(h, row);
          return parts.view(h, in, NoteStore.find(h, row.id()).orElseThrow());
        });
  }

  /**
   * Takes a file out of one's own comment; its words stay as they are.
   *
   * @throws InvalidInputException if the comment says nothing else
   */
  public void removeFile(Viewer viewer, NoteId note, FileId file) {
    change(
        viewer,
        note,
        (unit, h, in) -> {
          NoteStore.Row row = own(h, viewer, note, null);
          OwnWords words = OwnWords.of(row);
          if (words.leave(h, in, parts.attachments(), file)) {
            NoteStore.edit(h, row.id(), words.anew(h), Database.storable(parts.clock().instant()));
            unit.line(What.NOTE_UPDATED, in.post(), in.record(), row.id(), viewer.person());
            follow(h, row);
          }
          return true;
        });
  }

  private void follow(Handle h, NoteStore.Row row) {
    if (row.copied()) {
      parts.copies().follow(h, row.id());
    }
  }

  private static NoteStore.Row own(
      Handle h, Viewer viewer, NoteId note, @Nullable Integer expectedVersion) {
    NoteStore.Row row = locked(h, note);
    OwnWords.of(row).requireOwn(viewer, expectedVersion);
    return row;
  }

  /** Removes one's own comment; who and when stay, and so do the answers to it. */
  public void remove(Viewer viewer, NoteId note, @Nullable Integer expectedVersion) {
    change(
        viewer,
        note,
        (unit, h, in) -> {
          NoteStore.Row row = own(h, viewer, note, expectedVersion);
          OwnWords.of(row).keep(h);
          NoteStore.remove(h, row.id(), viewer.person(), parts.clock().instant());
          WordStore.forgetMentions(h, row.id());
          parts.attachments().drop(h, in, row.id());
          unit.line(What.NOTE_REMOVED, in.post(), in.record(), row.id(), viewer.person());
          follow(h, row);
          return true;
        });
  }

  /** All wordings, oldest first, the present one last; none of a comment that was removed. */
  public List<NoteView.Wording> history(Viewer viewer, NoteId note) {
    return parts
        .reads()
        .note(
            viewer,
            note,
            (h, in) -> {
              NoteStore.Row row = NoteStore.find(h, note.value()).orElseThrow();
              return OwnWords.of(row).history(h, parts.actors().in(h, in.version()));
            });
  }

  /**
   * Gives a post an emoji; giving it twice, in whatever spelling, changes nothing.
   *
   * @throws InvalidInputException if it is not one emoji, or there are too many
   */
  public void react(Viewer viewer, ActivityId activity, String emoji, @Nullable Long upTo) {
    Emoji given = Emoji.of(emoji);
    change(
        viewer,
        activity,
        (unit, h, in) -> {
          TrackedRecord record = RecordStore.lock(h, in.record());
          Row post = post(h, activity.value());
          if (post.removed() != null) {
            throw new ForbiddenException("the post was removed; nothing can be added to it");
          }
          if (Reactions.give(h, post.id(), given, viewer.person(), parts.clock().instant())) {
            Folds.hold(unit, h, record, post, upTo);
            unit.line(What.REACTED, in.post(), post.record(), null, viewer.person());
          }
          return true;
        });
  }

  public void unreact(Viewer viewer, ActivityId activity, String emoji) {
    change(
        viewer,
        activity,
        (unit, h, in) -> {
          if (ReactionStore.delete(h, activity.value(), Emoji.kept(emoji), viewer.person())) {
            unit.line(What.REACTED, in.post(), in.record(), null, viewer.person());
          }
          return true;
        });
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
    return change(
        viewer, activity, (unit, h, in) -> new RecordId(Replies.held(unit, h, in, upTo).id()));
  }

  /**
   * Gives a comment an emoji; giving it twice, in whatever spelling, changes nothing.
   *
   * @throws InvalidInputException if it is not one emoji, or there are too many
   */
  public void react(Viewer viewer, NoteId note, String emoji) {
    Emoji given = Emoji.of(emoji);
    change(
        viewer,
        note,
        (unit, h, in) -> {
          NoteStore.Row row = locked(h, note);
          if (row.removed() != null) {
            throw new ForbiddenException("the comment was removed");
          }
          if (Reactions.give(h, row.id(), given, viewer.person(), parts.clock().instant())) {
            unit.line(What.REACTED, in.post(), in.record(), row.id(), viewer.person());
          }
          return true;
        });
  }

  public void unreact(Viewer viewer, NoteId note, String emoji) {
    change(
        viewer,
        note,
        (unit, h, in) -> {
          NoteStore.Row row = locked(h, note);
          if (ReactionStore.delete(h, row.id(), Emoji.kept(emoji), viewer.person())) {
            unit.line(What.REACTED, in.post(), in.record(), row.id(), viewer.person());
          }
          return true;
        });
  }

  /**
   * Renders Markdown as a comment would be, without storing it.
   *
   * @param record what it is written about: who can read that is called by name, and the groups she
   *     may address there by their titles; anybody else by the id that was written
   */
  public String preview(Viewer viewer, String content, @Nullable RecordId record) {
    Words words = Words.of(content);
    if (record == null) {
      return alone(viewer, words);
    }
    try {
      return parts
          .reads()
          .record(
              viewer,
              record,
              (h, in) ->
                  Words.namedHtml(
                      words.html(), words.met(h, in, parts.readership(), parts.actors())));
    } catch (NotFoundException e) {
      return alone(viewer, words);
    }
  }

  /** As somebody sees it who meets nobody there but herself. */
  private String alone(Viewer viewer, Words words) {
    return parts
        .database()
        .read(
            h ->
                Words.namedHtml(
                    words.html(),
                    parts
                        .actors()
                        .in(h, RightsStore.version(h))
                        .among(Set.of(viewer.person()), Set.of())));
  }
}
