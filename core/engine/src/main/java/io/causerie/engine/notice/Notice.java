package io.causerie.engine.notice;

import io.causerie.engine.home.Reason;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody is told something, as it was decided. She could read it then; whoever brings it to
 * her later asks again whether she may.
 *
 * @param id no other has it: whoever brings it outside does so once by it
 * @param person who is told
 * @param activity the post, or the one that was commented on
 * @param note the comment; absent: it is the post itself
 * @param reason the strongest there is
 * @param by who did it; absent where that is nobody known here
 * @param more how much else of the same discussion she is told with it
 * @param at when it was decided
 */
public record Notice(
    long id,
    String person,
    RecordId record,
    ActivityId activity,
    @Nullable NoteId note,
    Reason reason,
    @Nullable String by,
    int more,
    Instant at) {
  /** The same, led by something else of the discussion. */
  Notice as(@Nullable NoteId first, Reason strongest, @Nullable String doer) {
    return new Notice(id, person, record, activity, first, strongest, doer, more, at);
  }
}
