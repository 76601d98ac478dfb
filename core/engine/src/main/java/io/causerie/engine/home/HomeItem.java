package io.causerie.engine.home;

import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.follow.FollowOrigin;
import io.causerie.engine.follow.TargetKind;
import io.causerie.engine.people.ActorView;
import io.causerie.model.Localized;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A post in somebody's home, and why it is there.
 *
 * @param place where it stands: grows with what is told of it
 * @param unread whether she has not read it
 * @param systemTitle what the system of its record is called
 * @param typeLabel what the type of its record is called
 */
public record HomeItem(
    long place,
    Why why,
    boolean unread,
    String system,
    Localized systemTitle,
    Localized typeLabel,
    ActivityView post) {

  /**
   * Why it is there.
   *
   * @param by who mentioned or answered her
   * @param follows what of it she follows; absent where she follows none of it
   * @param origin why she does
   * @param mutedUntil she muted it, and sees it all the same since somebody mentioned her; {@link
   *     io.causerie.engine.follow.Stance#ALWAYS} where that has no end
   */
  public record Why(
      Reason reason,
      @Nullable ActorView by,
      @Nullable TargetKind follows,
      @Nullable FollowOrigin origin,
      @Nullable Instant mutedUntil) {}
}
