package io.causerie.engine.notice;

import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.home.Reason;
import io.causerie.engine.people.ActorView;
import io.causerie.model.Localized;
import io.causerie.model.NoteId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One in somebody's inbox, as she sees it.
 *
 * @param place where it stands: greater than that of all that were told before
 * @param reason why she is told
 * @param by who did it; absent where that is nobody known here
 * @param more how much else of the same discussion is told with it
 * @param mutedUntil she mutes what it is of, and is told all the same since somebody mentioned her;
 *     {@link io.causerie.engine.follow.Stance#ALWAYS} where that has no end
 * @param at when she was told
 * @param systemTitle what the system of its record is called
 * @param typeLabel what the type of its record is called
 * @param post the post, without its comments
 * @param said the comment; absent where it is the post itself, or the comment was removed
 */
public record NoticeView(
    long id,
    long place,
    boolean unread,
    Reason reason,
    @Nullable ActorView by,
    int more,
    @Nullable Instant mutedUntil,
    Instant at,
    String system,
    Localized systemTitle,
    Localized typeLabel,
    ActivityView post,
    @Nullable Said said) {

  /**
   * What was said.
   *
   * @param html rendered and sanitised
   */
  public record Said(NoteId id, ActorView author, String html, Instant at) {}
}
