package io.causerie.engine.journal;

import io.causerie.engine.journal.JournalItem.What;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the journal as its readers get it: what became visible, and not to whom.
 *
 * @param position grows from line to line
 * @param activity absent where it is about the record alone
 * @param note the comment, where it is about one
 * @param person who did it, if it was a person
 * @param sourceActor who did it, if it was a user of a source
 */
public record JournalLine(
    long position,
    What what,
    RecordId record,
    @Nullable ActivityId activity,
    @Nullable NoteId note,
    @Nullable String person,
    @Nullable Long sourceActor,
    Instant at) {}
