package io.causerie.engine.ingest;

import io.causerie.model.Coded;
import java.util.Locale;

/** What became of an event. */
public enum Fate implements Coded {
  /** Accepted and stored; something has still to be read back before it can be posted. */
  PENDING(0),
  /** It became a post, or part of one. */
  POSTED(1),
  /** Nothing to post, with the reason. */
  IGNORED(2),
  /** It could not be posted; kept with its bytes and its reason, and can be replayed. */
  FAILED(3);

  private final int code;

  Fate(int code) {
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
