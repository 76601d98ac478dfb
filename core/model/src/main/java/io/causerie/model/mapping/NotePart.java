package io.causerie.model.mapping;

import io.causerie.model.Lane;
import org.jspecify.annotations.Nullable;

/**
 * The {@code note} block: which comment of the source an event tells of.
 *
 * @param when whether the event tells of one; absent: each does
 */
record NotePart(
    @Nullable Jq when,
    Jq id,
    Jq content,
    Markup format,
    Lane lane,
    @Nullable ActorPart author,
    @Nullable Jq inReplyTo,
    @Nullable Jq edited,
    @Nullable Jq deleted) {}
