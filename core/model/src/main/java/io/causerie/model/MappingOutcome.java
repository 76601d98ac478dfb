package io.causerie.model;

import io.causerie.model.phrase.Phrase;
import java.util.List;
import java.util.function.Function;

/** What a mapping says of an event. */
public sealed interface MappingOutcome {
  /**
   * The event tells something about a record.
   *
   * @param warnings what of it could not be read as the mapping says, and is shown as it came or
   *     left out; paths and kinds of fault, never values
   */
  record Seen(Observation observation, List<Phrase> warnings) implements MappingOutcome {
    public Seen {
      warnings = List.copyOf(warnings);
    }

    public Seen(Observation observation) {
      this(observation, List.of());
    }

    @Override
    public <T> T match(
        Function<Seen, T> onSeen,
        Function<Ignored, T> onIgnored,
        Function<Rejected, T> onRejected,
        Function<Hinted, T> onHinted) {
      return onSeen.apply(this);
    }
  }

  /**
   * The event is none of this connector's business.
   *
   * @param reason says why
   * @param unmapped whether no mapping is meant for its type, so that one could be written
   */
  record Ignored(Phrase reason, boolean unmapped) implements MappingOutcome {
    /** Of an event that a mapping, or somebody else, has looked at. */
    public Ignored(Phrase reason) {
      this(reason, false);
    }

    @Override
    public <T> T match(
        Function<Seen, T> onSeen,
        Function<Ignored, T> onIgnored,
        Function<Rejected, T> onRejected,
        Function<Hinted, T> onHinted) {
      return onIgnored.apply(this);
    }
  }

  /**
   * The event cannot be mapped as it is.
   *
   * @param cause a short, stable text that many events share, to group them: {@code .SoldToParty
   *     missing}
   * @param reason what is wrong with this event and what to do
   */
  record Rejected(Phrase cause, Phrase reason) implements MappingOutcome {
    @Override
    public <T> T match(
        Function<Seen, T> onSeen,
        Function<Ignored, T> onIgnored,
        Function<Rejected, T> onRejected,
        Function<Hinted, T> onHinted) {
      return onRejected.apply(this);
    }
  }

  /**
   * The event carries a key only: the record is to be read back.
   *
   * @param connector the connector that reads it
   * @param key its key, as that connector has it
   */
  record Hinted(String connector, String key) implements MappingOutcome {
    @Override
    public <T> T match(
        Function<Seen, T> onSeen,
        Function<Ignored, T> onIgnored,
        Function<Rejected, T> onRejected,
        Function<Hinted, T> onHinted) {
      return onHinted.apply(this);
    }
  }

  /** Answers for each outcome. */
  <T> T match(
      Function<Seen, T> onSeen,
      Function<Ignored, T> onIgnored,
      Function<Rejected, T> onRejected,
      Function<Hinted, T> onHinted);
}
