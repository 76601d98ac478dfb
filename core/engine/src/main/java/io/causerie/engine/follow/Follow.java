package io.causerie.engine.follow;

import io.causerie.model.Localized;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody follows or mutes, or ended, as she sees it.
 *
 * @param id by which she changes it; another's of the same target has the same
 * @param title what the target is called; absent for a person, who is called by her name
 * @param state what it says now
 * @param subtypes what it is confined to; empty: nothing
 * @param until when that state ends; absent: it lasts
 * @param since when it was said last
 */
public record Follow(
    long id,
    Target target,
    @Nullable Localized title,
    FollowState state,
    Set<Subtype> subtypes,
    @Nullable Instant until,
    FollowOrigin origin,
    Instant since) {}
