package io.causerie.engine.ingest;

import io.causerie.model.SourceEvent;
import java.util.concurrent.CompletionStage;

/** Takes events in. Every stage completes after the commit, on a thread of the engine. */
public final class Ingest {
  /** Dedupe key of a pushed event: its source, type and id; a digest where they are too long. */
  public static String keyOf(SourceEvent event) {
    throw new UnsupportedOperationException();
  }

  /**
   * Maps an event, stores it and posts what it tells.
   *
   * @return fails with {@code BusyException} or {@code UnavailableException}; nothing is stored then
   */
  public CompletionStage<EventOutcome> accept(String connector, String dedupeKey, SourceEvent event) {
    throw new UnsupportedOperationException();
  }

  /** Stores an event as ignored: a route let it go. */
  public CompletionStage<EventOutcome> ignore(
      String connector, String dedupeKey, SourceEvent event, String reason) {
    throw new UnsupportedOperationException();
  }

  /** Stores an event as failed, with its bytes. */
  public CompletionStage<EventOutcome> fail(
      String connector, String dedupeKey, SourceEvent event, String cause, String reason) {
    throw new UnsupportedOperationException();
  }
}
