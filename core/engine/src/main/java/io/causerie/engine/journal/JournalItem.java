package io.causerie.engine.journal;

import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal; it says what changed, not how it looks.
 *
 * @param position where it stands; grows by the order in which lines became visible
 * @param what what happened
 * @param record the record's id
 * @param activity the post, absent for {@link What#RECORD}
 * @param note the comment, where it is about one
 * @param lane the lane it happened in
 * @param person who did it, where that is a person
 */
public record JournalItem(
    long position,
    What what,
    RecordId record,
    @Nullable ActivityId activity,
    @Nullable NoteId note,
    Lane lane,
    @Nullable String person) {

  /** What happened. */
  public enum What {
    POSTED,
    UPDATED,
    REMOVED,
    NOTED,
    NOTE_UPDATED,
    NOTE_REMOVED,
    REACTED,
    RECORD;

    /** The word used in the HTTP API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
