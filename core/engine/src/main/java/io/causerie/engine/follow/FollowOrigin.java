package io.causerie.engine.follow;

import io.causerie.model.Coded;
import java.util.Locale;

/** Why something is followed. What is not her own will never takes the place of it. */
public enum FollowOrigin implements Coded {
  /** She said so herself. */
  ME(1),
  /** She wrote there. */
  TALK(2),
  /** Somebody mentioned her there. */
  MENTION(3),
  /** It was assigned to her in its source. */
  ASSIGNMENT(4),
  /** A rule of hers fits it. */
  RULE(5),
  /** An operator, for a group she is in. */
  OPERATOR(6);

  private final int code;

  FollowOrigin(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** The word used in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
