package io.causerie.engine.follow;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The one rule by which follows and mutes of different things decide together: what is nearest to
 * the post decides (the post, then its record and who did it, then the type of the record, then its
 * system), and of two that are equally near, mute does. Whoever is mentioned is told whatever she
 * muted. Pure.
 */
public final class Precedence {
  private static final Comparator<Said> NEAREST_FIRST =
      Comparator.comparingInt((Said said) -> said.stance().kind().distance())
          .thenComparing(said -> said.state() != FollowState.MUTE)
          .thenComparingInt(said -> said.stance().kind().code());

  private Precedence() {}

  private record Said(Stance stance, FollowState state) {}

  /**
   * What comes of it.
   *
   * @param by what decided; empty where nothing was said of any of it
   * @param state what it says
   * @param since the journal's position from which on she follows any of it; beyond all: she does
   *     not
   */
  public record Verdict(Optional<Stance> by, FollowState state, long since) {
    /** Whether she is told who is not mentioned. */
    public boolean tells() {
      return state == FollowState.FOLLOW;
    }

    /** Whether she is told of what happened at a position. */
    public boolean tells(long position) {
      return tells() && since < position;
    }

    public boolean mutes() {
      return state == FollowState.MUTE;
    }
  }

  /**
   * @param all what somebody said of the post, of its record, of who did it, of type and system
   * @param happened what kind of thing it is; a follow that is confined to others says nothing
   */
  public static Verdict of(Collection<Stance> all, Collection<Subtype> happened, Instant now) {
    List<Said> counting =
        all.stream()
            .map(stance -> new Said(stance, stance.state(now)))
            .filter(said -> said.state() != FollowState.NORMAL)
            .filter(said -> said.state() == FollowState.MUTE || said.stance().concerns(happened))
            .sorted(NEAREST_FIRST)
            .toList();
    if (counting.isEmpty()) {
      return new Verdict(Optional.empty(), FollowState.NORMAL, Long.MAX_VALUE);
    }
    // Whoever follows more than before goes on to be told of what she followed already.
    long since =
        counting.stream()
            .filter(said -> said.state() == FollowState.FOLLOW)
            .mapToLong(said -> said.stance().from())
            .min()
            .orElse(Long.MAX_VALUE);
    Said nearest = counting.get(0);
    return new Verdict(Optional.of(nearest.stance()), nearest.state(), since);
  }
}
