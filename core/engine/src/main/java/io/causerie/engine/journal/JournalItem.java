package io.causerie.engine.journal;

import io.causerie.model.ActivityId;
import io.causerie.model.Coded;
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
  public enum What implements Coded {
    POSTED(0),
    UPDATED(1),
    REMOVED(2),
    NOTED(3),
    NOTE_UPDATED(4),
    NOTE_REMOVED(5),
    REACTED(6),
    RECORD(7),
    /**
     * A record is called or holds something else, and nobody is told: for readers of the journal.
     */
    SILENT(8);

    private final int code;

    What(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }

    /** The word used in the HTTP API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
