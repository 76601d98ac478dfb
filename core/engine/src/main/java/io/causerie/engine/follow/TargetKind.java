package io.causerie.engine.follow;

import io.causerie.model.Coded;
import java.util.Locale;

/** What can be followed or muted; the nearer to a post, the more it counts. */
public enum TargetKind implements Coded {
  RECORD(1, 1),
  POST(2, 0),
  PERSON(3, 1),
  /** All records of one type in one system. */
  TYPE(4, 2),
  SYSTEM(5, 3);

  private final int code;
  private final int distance;

  TargetKind(int code, int distance) {
    this.code = code;
    this.distance = distance;
  }

  @Override
  public int code() {
    return code;
  }

  /** How far it is from a post; of a record and a person neither is nearer. */
  public int distance() {
    return distance;
  }

  /** Whether it is neither a record nor a post, which have ids of their own. */
  public boolean isBroad() {
    return this != RECORD && this != POST;
  }

  /** The word used in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
