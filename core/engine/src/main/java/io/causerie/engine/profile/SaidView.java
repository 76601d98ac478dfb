package io.causerie.engine.profile;

import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person wrote, as one reader sees it.
 *
 * @param activity the post, or the one it was said about
 * @param note the comment; absent where it is the post itself
 * @param record the record it is about
 * @param recordTitle what that is called, as the post's reader is told
 * @param lane who reads it
 * @param published when it was written
 * @param edited when it was last edited
 * @param html its words, rendered and sanitised
 */
public record SaidView(
    ActivityId activity,
    @Nullable NoteId note,
    RecordId record,
    Localized recordTitle,
    Lane lane,
    Instant published,
    @Nullable Instant edited,
    String html) {}
