package io.causerie.engine.feed;

import io.causerie.engine.discussion.CopyView;
import io.causerie.engine.discussion.MentionView;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.ReactionView;
import io.causerie.engine.discussion.Removal;
import io.causerie.engine.file.FileView;
import io.causerie.engine.people.ActorView;
import io.causerie.model.ActivityId;
import io.causerie.model.EventId;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.Summary;
import io.causerie.model.Value;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post as one reader sees it.
 *
 * @param id its id
 * @param record the record it is about
 * @param recordTitle that record's title now; the one it had then where it has become part of
 *     another record, or where the reader is let into this discussion, but not into the record
 * @param kind what made it
 * @param type the nearest ActivityStreams 2.0 type
 * @param eventType the source's own word for what happened
 * @param lane who reads it
 * @param published when it happened in the source, or was written
 * @param actor who did it
 * @param system the source in which somebody said it; absent where it was written here, and of what
 *     events tell
 * @param summary the sentence, absent in a person's own post
 * @param changes what changed, of the fields the reader may see
 * @param hiddenChanges how many changed fields the reader may not see
 * @param steps how many events were folded into it; 1 when none was
 * @param content Markdown of a person's post or of words that came with the event
 * @param mentions where mentions stand in {@code content}, in its order; none in words of a source
 * @param html the same, rendered and sanitised
 * @param edited when it was last edited
 * @param removed who removed it, when
 * @param version counts edits, from 1; the ETag
 * @param late whether it was older than what was known when it came
 * @param reactions emoji given to it
 * @param copies how it stands in systems, where its author chose that
 * @param files that go with it; none once it is removed
 * @param readAsRecord whether whoever reads its record's lane now reads it, and nobody else
 * @param noteCount how many comments it has
 * @param notes its last comments, oldest first
 * @param olderNotes cursor of the comments before these, absent when these are all
 * @param mine whether the reader wrote it here
 * @param unread whether it is new to her: somebody else's, and told after she last looked
 */
public record ActivityView(
    ActivityId id,
    RecordId record,
    Localized recordTitle,
    Kind kind,
    String type,
    @Nullable String eventType,
    Lane lane,
    Instant published,
    ActorView actor,
    @Nullable String system,
    @Nullable Summary summary,
    List<ChangeView> changes,
    int hiddenChanges,
    int steps,
    @Nullable String content,
    List<MentionView> mentions,
    @Nullable String html,
    @Nullable Instant edited,
    @Nullable Removal removed,
    int version,
    boolean late,
    List<ReactionView> reactions,
    List<CopyView> copies,
    List<FileView> files,
    boolean readAsRecord,
    int noteCount,
    List<NoteView> notes,
    @Nullable String olderNotes,
    boolean mine,
    boolean unread) {

  /** What made an activity. */
  public enum Kind {
    /** A change of tracked fields: one compact line. */
    CHANGE,
    /** Another event of the source: created, deleted, a document added. */
    EVENT,
    /** A person's own post, here or as a comment in a source. */
    POST
  }

  /**
   * One tracked field.
   *
   * @param from absent where the earlier value is not known
   */
  public record ChangeView(String field, Localized label, @Nullable Value from, Value to) {}

  /** One event of several that were folded into a post. */
  public record Step(EventId event, Instant published, List<ChangeView> changes) {}

  /** Which posts of a feed to show. */
  public enum Show {
    ALL,
    /** People's posts, and whatever has a comment. */
    TALK,
    /** What events made. */
    CHANGES
  }
}
