package io.causerie.engine.ingest;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import io.causerie.model.EventId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stored events, for operators. */
public final class Events {
  private final Database database;
  private final Ingest ingest;

  Events(Database database, Ingest ingest) {
    this.database = database;
    this.ingest = ingest;
  }

  /**
   * Newest first.
   *
   * @param fate absent: of every fate
   */
  public Page<EventView> list(
      String connector, @Nullable Fate fate, @Nullable String cursor, int limit) {
    long before = cursor == null ? Long.MAX_VALUE : Cursor.read(cursor).id();
    List<EventView> found =
        database.read(h -> EventStore.list(h, connector, fate, before, limit + 1));
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<EventView> shown = found.subList(0, limit);
    return new Page<>(shown, Cursor.of(shown.get(limit - 1).id().value()).write());
  }

  public Optional<EventView> find(String connector, EventId event) {
    return database.read(h -> EventStore.find(h, connector, event.value()));
  }

  /**
   * Maps and posts a stored event again, through the same code as a new one; an event that is
   * posted already stays as it is.
   *
   * @throws NotFoundException if the connector has no such event
   */
  public CompletionStage<EventOutcome> replay(String connector, EventId event) {
    EventView stored =
        find(connector, event).orElseThrow(() -> new NotFoundException("event " + event));
    return ingest.replay(stored);
  }
}
