package io.causerie.engine.home;

import io.causerie.model.Coded;
import java.util.Locale;

/** Why something stands in a home; the stronger ones first. */
public enum Reason implements Coded {
  /** Somebody named her. */
  MENTION(1),
  /** Somebody answered her. */
  REPLY(2),
  ASSIGNMENT(3),
  /** Somebody named a group she is in. */
  GROUP_MENTION(4),
  /** She follows it. */
  FOLLOW(5),
  /** A rule of hers fits. */
  RULE(6);

  private final int code;

  Reason(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** Whether she is told of it whatever she follows and mutes. */
  public boolean isMention() {
    return this == MENTION || this == GROUP_MENTION;
  }

  Reason stronger(Reason other) {
    return code <= other.code ? this : other;
  }

  /** The word used in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
