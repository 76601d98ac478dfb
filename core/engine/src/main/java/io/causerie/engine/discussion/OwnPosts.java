package io.causerie.engine.discussion;

import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.access.Gate;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.activity.Row;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.follow.FollowOrigin;
import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.FileId;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes people's own posts. Each gives the id of the post; reading it is the feed's business. */
public final class OwnPosts {
  private final DiscussionParts parts;
  private final Reads writes;

  public OwnPosts(DiscussionParts parts) {
    this.parts = parts;
    this.writes = parts.reads().writing();
  }

  /** See {@code Feed.post}. */
  public long post(
      Viewer viewer,
      RecordId record,
      Lane lane,
      NewWords said,
      @Nullable String shown,
      @Nullable IdempotencyKey key) {
    Wanted wanted = new Wanted(lane, said.words(), said, shown, key);
    long id =
        writes.record(
            viewer, record, parts.change((unit, h, in) -> post(unit, h, in, viewer, wanted)));
    parts.committed().run();
    return id;
  }

  /** What somebody wants to post; see {@code Feed.post}. */
  private record Wanted(
      Lane lane,
      Words words,
      NewWords said,
      @Nullable String shown,
      @Nullable IdempotencyKey key) {}

  private long post(UnitOfWork unit, Handle h, Standing found, Viewer viewer, Wanted wanted) {
    Lane lane = wanted.lane();
    Words words = wanted.words();
    Instant now = Database.storable(parts.clock().instant());
    Standing standing = found;
    TrackedRecord record;
    do {
      // From here on until the end of the transaction nobody changes who reads the record; it may
      // have become part of another one while it was waited for.
      record = RecordStore.lock(h, standing.record());
      standing = parts.reads().again(h, viewer, new RecordId(record.id()));
    } while (standing.record() != record.id());
    if (!standing.mayWrite(lane)) {
      throw new ForbiddenException("you may not write in the " + lane.word() + " lane here");
    }
    long id = parts.ids().next();
    Optional<Long> before = IdempotencyStore.claim(h, viewer.person(), wanted.key(), id, now);
    if (before.isPresent()) {
      return before.get();
    }
    if (wanted.shown() != null) {
      parts.readership().requireShown(h, standing, lane, wanted.shown());
    }
    long audience =
        lane == Lane.INTERNAL
            ? record.audience()
            : Objects.requireNonNull(record.customerAudience());
    Gate gate = new Gate(lane, audience, record.party());
    parts.copies().require(h, standing, record, gate, wanted.said().alsoIn());
    words.checkMentions(h, standing, parts.readership(), parts.actors(), gate);
    Row row =
        new Row(
            id,
            record.id(),
            record.heading(),
            gate,
            true,
            new Row.Kind(Made.POST, "Create", null),
            new Row.By(record.ref().system(), viewer.person(), null),
            Row.Told.byHand(now),
            Row.Words.of(words.content(), words.html(), Markdown.VERSION),
            null);
    record.fold(null);
    unit.save(record);
    unit.post(row);
    unit.line(What.POSTED, row, row.by());
    if (!wanted.said().alsoIn().isEmpty()) {
      unit.flush();
      ActivityStore.copied(h, id);
      parts.copies().choose(h, id, record.id(), wanted.said().alsoIn());
    }
    parts.attachments().carry(h, standing, id, wanted.said().files());
    WordStore.mention(h, id, words.mentions());
    List<FollowStore.Begun> begun = new ArrayList<>();
    begun.add(new FollowStore.Begun(record.id(), viewer.person(), FollowOrigin.TALK));
    for (String person : words.persons()) {
      begun.add(new FollowStore.Begun(record.id(), person, FollowOrigin.MENTION));
    }
    FollowStore.automatic(h, begun, now);
    return id;
  }

  /** See {@code Feed.edit}. */
  public long edit(
      Viewer viewer,
      ActivityId activity,
      String content,
      @Nullable List<FileId> files,
      @Nullable Integer expectedVersion) {
    Words words = NewWords.words(content, files == null ? List.of() : files);
    writes.activity(
        viewer,
        activity,
        parts.change(
            (unit, h, in) -> {
              Row row = own(h, in, viewer, expectedVersion);
              boolean carries = files != null && parts.attachments().carry(h, in, row.id(), files);
              if (OwnWords.of(row).says(words) && !carries) {
                return false;
              }
              words.checkMentions(h, in, parts.readership(), parts.actors(), row.gate());
              Instant now = Database.storable(parts.clock().instant());
              OwnWords.of(row).keep(h);
              ActivityStore.edit(h, row.id(), words.content(), words.html(), Markdown.VERSION, now);
              FollowStore.automatic(
                  h, row.record(), words.mentionAnew(h, row.id()), FollowOrigin.MENTION, now);
              unit.line(What.UPDATED, row, row.by());
              follow(h, row);
              return true;
            }));
    parts.committed().run();
    return activity.value();
  }

  /** See {@code Feed.remove}. */
  public void remove(Viewer viewer, ActivityId activity, @Nullable Integer expectedVersion) {
    writes.activity(
        viewer,
        activity,
        parts.change(
            (unit, h, in) -> {
              Row row = own(h, in, viewer, expectedVersion);
              OwnWords.of(row).keep(h);
              ActivityStore.remove(h, row.id(), viewer.person(), parts.clock().instant());
              WordStore.forgetMentions(h, row.id());
              parts.attachments().drop(h, in, row.id());
              unit.line(What.REMOVED, row, row.by());
              follow(h, row);
              return true;
            }));
    parts.committed().run();
  }

  /** See {@code Feed.removeFile}. */
  public void removeFile(Viewer viewer, ActivityId activity, FileId file) {
    writes.activity(
        viewer,
        activity,
        parts.change(
            (unit, h, in) -> {
              Row row = own(h, in, viewer, null);
              OwnWords own = OwnWords.of(row);
              if (own.leave(h, in, parts.attachments(), file)) {
                Words words = own.anew(h);
                Instant now = Database.storable(parts.clock().instant());
                ActivityStore.edit(
                    h, row.id(), words.content(), words.html(), Markdown.VERSION, now);
                unit.line(What.UPDATED, row, row.by());
                follow(h, row);
              }
              return true;
            }));
    parts.committed().run();
  }

  private void follow(Handle h, Row row) {
    if (row.words().copied()) {
      parts.copies().follow(h, row.id());
    }
  }

  /** See {@link Discussion#retryCopy}. */
  public int retryCopy(Viewer viewer, ActivityId activity, String system, boolean operator) {
    int retried =
        writes.activity(
            viewer,
            activity,
            parts.change(
                (unit, h, in) -> {
                  Row row = ActivityStore.lock(h, in);
                  if (!operator && !viewer.person().equals(row.person())) {
                    throw new ForbiddenException("only its author or an operator may try it again");
                  }
                  return parts.copies().retry(h, row.id(), system);
                }));
    parts.committed().run();
    return retried;
  }

  /** All wordings of the post that somebody was let in to; see {@code Feed.history}. */
  public List<NoteView.Wording> history(Handle h, Standing in) {
    Row row = ActivityStore.find(h, in).orElseThrow();
    return OwnWords.of(row).history(h, parts.actors().in(h, in.version()));
  }

  private static Row own(Handle h, Standing in, Viewer viewer, @Nullable Integer expectedVersion) {
    Row row = ActivityStore.lock(h, in);
    OwnWords.of(row).requireOwn(viewer, expectedVersion);
    return row;
  }
}
