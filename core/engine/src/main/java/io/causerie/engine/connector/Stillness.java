package io.causerie.engine.connector;

import io.causerie.model.phrase.Phrase;
import java.time.Instant;

/**
 * That a connector looks well, and nothing moves.
 *
 * @param since when something last moved; of one where nothing ever did, when it was set up
 */
public record Stillness(Reason reason, Instant since, Phrase said) {
  public enum Reason {
    /** Nothing of it was ever posted. */
    NEVER("never"),
    /** Nothing has come for longer than usual. */
    SILENT("silent"),
    /** It is read, and does not get on, though the source has more. */
    STANDS("stands");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
