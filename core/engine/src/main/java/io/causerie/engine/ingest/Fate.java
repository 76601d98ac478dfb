package io.causerie.engine.ingest;

import java.util.Locale;

/** What became of an event. */
public enum Fate {
  /** Accepted and stored; something has still to be read back before it can be posted. */
  PENDING,
  /** It became a post, or part of one. */
  POSTED,
  /** Nothing to post, with the reason. */
  IGNORED,
  /** It could not be posted; kept with its bytes and its reason, and can be replayed. */
  FAILED;

  /** The word used in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
