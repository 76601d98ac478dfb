package io.causerie.engine.home;

import io.causerie.engine.follow.Precedence;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.follow.Subtype;
import io.causerie.model.Localized;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in a home, if its owner reads it and still follows it.
 *
 * @param place where it stands
 * @param written whether it was written for her alone
 * @param by who mentioned or answered her
 * @param typeLabel what the record's type is called
 * @param talk whether people talk there
 * @param unread whether she has not read it
 * @param said what she says of the post and of its record
 */
record Candidate(
    HomeStore.Post post,
    long place,
    boolean written,
    Reason reason,
    @Nullable String by,
    Localized typeLabel,
    boolean talk,
    boolean unread,
    List<Stance> said) {

  /** What decides about it now, of all she follows and mutes. */
  Precedence.Verdict verdict(HomeSql.Own own, Instant now) {
    List<Stance> all = new ArrayList<>(said);
    all.addAll(own.of(post));
    Set<Subtype> happened = EnumSet.of(post.subtype());
    if (talk) {
      happened.add(Subtype.TALK);
    }
    return Precedence.of(all, happened, now);
  }

  /** Whether it stands in her home, by what decides about it now. */
  boolean stands(Precedence.Verdict verdict) {
    if (post.gone()) {
      return false;
    }
    return reason.isMention() || (written ? verdict.tells() : verdict.tells(place));
  }
}
