package io.causerie.engine.discussion;

import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How what somebody wrote stands in a system, where its author chose that.
 *
 * @param system the system's name
 * @param state where it is on its way
 * @param since since when something of it is there; absent: nothing is, for all that is known
 * @param differs whether what is there is not what is here: an edit or a removal did not follow
 * @param reason why it is refused, in doubt or still waits
 */
public record CopyView(
    String system, State state, @Nullable Instant since, boolean differs, @Nullable Phrase reason) {

  /** Where a copy is on its way. */
  public enum State {
    /** It is brought there, or is tried again by itself. */
    WAITING("waiting"),
    /** It is there. */
    THERE("there"),
    /** The system does not take it, and nobody tries again by themselves. */
    REFUSED("refused"),
    /** It was sent, and nobody knows whether it arrived. */
    DOUBT("doubt"),
    /** It was there, and is no more. */
    GONE("gone");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** As it is told by the API. */
    public String word() {
      return word;
    }
  }

  /** Whether its author may have it tried again. */
  public boolean canRetry() {
    return state == State.REFUSED || state == State.DOUBT;
  }
}
