package io.causerie.engine.ingest;

import io.causerie.engine.store.Database;
import io.causerie.model.EventId;
import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events that carry a key only, until their record has been read back. */
public final class Hints {
  private final Database database;
  private final Figures figures;

  Hints(Database database, Figures figures) {
    this.database = database;
    this.figures = figures;
  }

  /**
   * An event that waits, and the key of its record.
   *
   * @param attempts how often its record could not be read
   * @param quiet whether it is part of a bulk load: nobody is to be told of its record
   * @param said when its event happened, or else came; absent where the event is kept no more
   */
  public record Hint(
      EventId event, String key, int attempts, boolean quiet, @Nullable Instant said) {}

  /** The oldest ones of a connector that are due. */
  public List<Hint> oldest(String connector, Instant now, int limit) {
    return database.read(
        h ->
            HintStore.oldest(h, connector, now, limit).stream()
                .map(
                    row ->
                        new Hint(
                            new EventId(row.event()),
                            row.key(),
                            row.attempts(),
                            row.quiet(),
                            row.said()))
                .toList());
  }

  /**
   * Notes that a hint's record could not be read; others go on meanwhile.
   *
   * @param due when it is tried again
   * @param why what the source said
   */
  public void putOff(Hint hint, Instant due, Phrase why) {
    database.writing(
        h -> {
          HintStore.putOff(h, hint.event().value(), due);
          EventStore.settle(
              h,
              List.of(
                  new EventStore.Settled(
                      hint.event().value(),
                      Fate.PENDING,
                      null,
                      FateWording.WAITS_AGAIN.with(hint.key(), hint.attempts() + 1, why),
                      null)));
        });
  }

  /**
   * Gives a hint up whose record could not be read so often: it waits with the failed events, and
   * whoever replays it lets it be read back again.
   */
  public void giveUp(Hint hint, Phrase why) {
    database.writing(
        h -> {
          EventStore.settle(
              h,
              List.of(
                  new EventStore.Settled(
                      hint.event().value(),
                      Fate.FAILED,
                      FateWording.NOT_READ_BACK.with(),
                      FateWording.NOT_READ_BACK_SINCE.with(hint.key(), hint.attempts() + 1, why),
                      null)));
          HintStore.remove(h, List.of(hint.event().value()));
        });
    figures.forget();
  }

  /** Lets all hints of a connector be read back now that were put off. */
  public void hurry(String connector) {
    database.writing(h -> HintStore.hurry(h, connector));
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
