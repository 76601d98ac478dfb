package io.causerie.model;

import org.jspecify.annotations.Nullable;

/**
 * A comment that somebody made in a source on one of its records, as one event tells it.
 *
 * @param id its key in the source; unique in its system
 * @param lane who reads it
 * @param content its words as Markdown; empty where it was deleted
 * @param author who wrote it in the source; absent where the event does not say
 * @param inReplyTo the key of the comment it answers; absent where it answers none
 * @param edited says which of two wordings is the later one; absent: it was never edited, or the
 *     source does not say
 * @param deleted whether it is gone
 */
public record SourceNote(
    String id,
    Lane lane,
    String content,
    @Nullable SourceActor author,
    @Nullable String inReplyTo,
    @Nullable Version edited,
    boolean deleted) {
  /** In UTF-16 code units. */
  public static final int MAX_CONTENT = 100_000;

  public SourceNote {
    PlainText.requireFilled("note id", id, RecordRef.MAX_ID);
    PlainText.require("note content", content, MAX_CONTENT);
    if (inReplyTo != null) {
      PlainText.requireFilled("note inReplyTo", inReplyTo, RecordRef.MAX_ID);
    }
  }
}
