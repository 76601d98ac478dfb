package io.causerie.engine.audit;

import java.util.Locale;

/** What an operator may have done. The console has words for each, in every language it speaks. */
public enum Deed {
  RUN,
  PAUSE,
  RESUME,
  BACKFILL,
  RESET,
  /** Announced a bulk load, of which nobody is told. */
  ANNOUNCE_BULK_LOAD,
  END_BULK_LOAD,
  RECONCILE,
  CONFIRM,
  DISMISS,
  REPLAY,
  DISCARD,
  /** Had deliveries tried again. */
  RETRY,
  REMAP,
  REMAP_RECORDS,
  /** Ended a session, or revoked a token. */
  END,
  /** Said that a user of a source system is a person. */
  MAP_USER,
  UNMAP_USER,
  /** Decided who is meant where two origins have one address. */
  DECIDE,
  REOPEN,
  /** Wrote the files of a system by the console. */
  CONNECT,
  WRITE_MAPPING,
  WRITE_CASE,
  /** Had what happens in a system posted outside. */
  ADD_WEBHOOK,
  /** Gave one another secret. */
  CHANGE_WEBHOOK,
  REMOVE_WEBHOOK,
  /** Erased a person; the line knows her pseudonym alone. */
  ERASE;

  /** As it is stored, and told by the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
