package io.causerie.engine.follow;

import java.util.Locale;

/** The three things one can say of what happens. */
public enum FollowState {
  /** She is told of it. */
  FOLLOW,
  /** As if she had said nothing; but nothing automatic begins it again. */
  NORMAL,
  /** She is not told of it, unless somebody mentions her. */
  MUTE;

  /** The word used in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
