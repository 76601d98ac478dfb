package io.causerie.engine.ingest;

import io.causerie.engine.store.Database;
import io.causerie.model.EventId;
import io.causerie.model.phrase.Phrase;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Events that carry a key only, until their record has been read back. */
public final class Hints {
  private final Database database;
  private final Figures figures;

  Hints(Database database, Figures figures) {
    this.database = database;
    this.figures = figures;
  }

  /** An event that waits, and the key of its record. */
  public record Hint(EventId event, String key) {}

  /** The connectors that have something to read back. */
  public Set<String> connectors() {
    return database.read(HintStore::connectors);
  }

  /** The oldest ones of a connector. */
  public List<Hint> oldest(String connector, int limit) {
    return database.read(
        h ->
            HintStore.oldest(h, connector, limit).stream()
                .map(row -> new Hint(new EventId(row.event()), row.key()))
                .toList());
  }

  /** What became of a hint. */
  public record Settled(Fate fate, Phrase reason) {
    /** A connector has read its record, which another event tells of. */
    public static Settled read(String connector, EventOutcome outcome) {
      return new Settled(outcome.fate(), FateWording.READ_BACK.with(connector, outcome.event()));
    }

    /** The source has no such record. */
    public static Settled unknown(String key) {
      return new Settled(Fate.IGNORED, FateWording.NO_SUCH_RECORD.with(key));
    }
  }

  /** Gives hints their fates; they wait no longer. */
  public void settle(Map<EventId, Settled> hints) {
    database.writing(
        h -> {
          EventStore.settle(
              h,
              hints.entrySet().stream()
                  .map(
                      e ->
                          new EventStore.Settled(
                              e.getKey().value(),
                              e.getValue().fate(),
                              null,
                              e.getValue().reason(),
                              null))
                  .toList());
          HintStore.remove(h, hints.keySet().stream().map(EventId::value).toList());
        });
    figures.forget();
  }
}
