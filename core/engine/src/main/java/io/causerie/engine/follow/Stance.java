package io.causerie.engine.follow;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one person said, or what was said for her, of one target, as it is stored.
 *
 * @param target the target's id: a record's, a post's, or one of its own
 * @param follows whether it is followed; else it was ended, for good
 * @param subtypes what the follow is confined to; empty: nothing
 * @param until when the follow ends; absent: never
 * @param mutedUntil until when it is muted, whatever it is otherwise; absent: it is not
 * @param from the journal's position at which the follow began
 */
public record Stance(
    long target,
    TargetKind kind,
    boolean follows,
    FollowOrigin origin,
    Set<Subtype> subtypes,
    @Nullable Instant until,
    @Nullable Instant mutedUntil,
    long from) {

  /** So long lasts what has no end. */
  public static final Instant ALWAYS = Instant.parse("9999-01-01T00:00:00Z");

  /** What it says at a moment. */
  public FollowState state(Instant now) {
    if (mutedUntil != null && mutedUntil.isAfter(now)) {
      return FollowState.MUTE;
    }
    return follows && (until == null || until.isAfter(now))
        ? FollowState.FOLLOW
        : FollowState.NORMAL;
  }

  /** Whether it is about something of these kinds. */
  boolean concerns(Collection<Subtype> happened) {
    return subtypes.isEmpty() || happened.stream().anyMatch(subtypes::contains);
  }
}
