package io.causerie.engine.webhook;

import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery is to bring to an endpoint, if its person may read that when it is sent.
 *
 * @param cause why: the reason for which she is told, or what happened
 * @param note the comment, where it is about one
 */
public record Parcel(Endpoint endpoint, String cause, ActivityId activity, @Nullable NoteId note) {}
