package io.causerie.model;

import java.util.function.Function;

/** What a mapping says of an event. */
public sealed interface MappingOutcome {
  /** The event tells something about a record. */
  record Seen(Observation observation) implements MappingOutcome {
    @Override
    public <T> T match(
        Function<Seen, T> onSeen,
        Function<Ignored, T> onIgnored,
        Function<Rejected, T> onRejected) {
      return onSeen.apply(this);
    }
  }

  /** The event is none of this connector's business; {@code reason} says why. */
  record Ignored(String reason) implements MappingOutcome {
    @Override
    public <T> T match(
        Function<Seen, T> onSeen,
        Function<Ignored, T> onIgnored,
        Function<Rejected, T> onRejected) {
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
  record Rejected(String cause, String reason) implements MappingOutcome {
    @Override
    public <T> T match(
        Function<Seen, T> onSeen,
        Function<Ignored, T> onIgnored,
        Function<Rejected, T> onRejected) {
      return onRejected.apply(this);
    }
  }

  /** Answers for each outcome. */
  <T> T match(
      Function<Seen, T> onSeen, Function<Ignored, T> onIgnored, Function<Rejected, T> onRejected);
}
