package io.causerie.engine.ingest;

import io.causerie.engine.Page;
import io.causerie.model.EventId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stored events, for operators. */
public final class Events {
  /** Newest first; of one fate, or all. */
  public Page<EventView> list(
      String connector, @Nullable Fate fate, @Nullable String cursor, int limit) {
    throw new UnsupportedOperationException();
  }

  public Optional<EventView> find(String connector, EventId event) {
    throw new UnsupportedOperationException();
  }

  /**
   * Maps and posts a stored event again, through the same code as a new one; an event that is posted
   * already stays as it is.
   */
  public CompletionStage<EventOutcome> replay(String connector, EventId event) {
    throw new UnsupportedOperationException();
  }
}
