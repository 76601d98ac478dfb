package io.causerie.engine.discussion;

import io.causerie.engine.file.FileView;
import io.causerie.engine.people.ActorView;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A comment as one reader sees it.
 *
 * @param id its id
 * @param activity the post it belongs to
 * @param record the record it belongs to
 * @param inReplyTo the comment it answers, absent where it answers the post
 * @param inReplyToAuthor who wrote what it answers
 * @param author who wrote it
 * @param system the source it was written in; absent: it was written here
 * @param content Markdown, with mentions as {@code [@Name](person:ID)}; empty once removed
 * @param mentions where mentions stand in {@code content}, in its order
 * @param html the same, rendered and sanitised; empty once removed
 * @param created when it was written
 * @param edited when it was last edited
 * @param removed who removed it, when
 * @param version counts edits, from 1; the ETag
 * @param reactions emoji given to it
 * @param copies how it stands in systems, where its author chose that
 * @param files that go with it; none once it is removed
 * @param mine whether the reader wrote it here
 * @param unread whether it is new to her: somebody else's, and written after she last looked
 */
public record NoteView(
    NoteId id,
    ActivityId activity,
    RecordId record,
    @Nullable NoteId inReplyTo,
    @Nullable ActorView inReplyToAuthor,
    ActorView author,
    @Nullable String system,
    String content,
    List<MentionView> mentions,
    String html,
    Instant created,
    @Nullable Instant edited,
    @Nullable Removal removed,
    int version,
    List<ReactionView> reactions,
    List<CopyView> copies,
    List<FileView> files,
    boolean mine,
    boolean unread) {

  /**
   * The same as somebody sees it.
   *
   * @param guest whether she comes from outside: how it stands in systems is not told to her
   * @param news ids of items she has not seen
   */
  public NoteView seenBy(String reader, boolean guest, Set<Long> news) {
    boolean own = system == null && reader.equals(author.person());
    boolean isNew = news.contains(id.value());
    if (own == mine
        && isNew == unread
        && (!guest || copies.isEmpty())
        && reactions.stream().allMatch(r -> r.mine() == r.givers().contains(reader))) {
      return this;
    }
    return new NoteView(
        id,
        activity,
        record,
        inReplyTo,
        inReplyToAuthor,
        author,
        system,
        content,
        mentions,
        html,
        created,
        edited,
        removed,
        version,
        reactions.isEmpty() ? reactions : reactions.stream().map(r -> r.seenBy(reader)).toList(),
        guest ? List.of() : copies,
        files,
        own,
        isNew);
  }

  /** An earlier wording. */
  public record Wording(int version, String content, String html, Instant at) {}
}
