package io.causerie.model;

import io.causerie.model.phrase.Phrase;
import java.time.Instant;

/**
 * How much of something a source lets be used within some time, and how much of that is used up, by
 * whomever: as the source itself said it.
 *
 * @param name by which it is told from the others of its source, such as {@code DailyApiRequests}
 * @param title what is counted, for the operator
 * @param used how much is used up; may be more than is to be had
 * @param most how much is to be had, at least one
 * @param told when the source said so
 * @param asking whether each question to the source uses some of it up
 */
public record SourceLimit(
    String name, Phrase title, long used, long most, Instant told, boolean asking) {
  /** Of a hundred: from here on the operator is told. */
  private static final int LOW = 80;

  /** Of a hundred: what is left then is left to those who are waiting for it. */
  private static final int LAST = 95;

  private static final int LONGEST = 80;

  /** How much of it is left. */
  public enum Left {
    ENOUGH,
    /** It is nearly used up. */
    LITTLE,
    /** Nothing, or the last of it: where asking uses it up, only what cannot wait is asked. */
    LAST
  }

  /**
   * @throws IllegalArgumentException if a number is negative, there is nothing to be had, or the
   *     name is none
   */
  public SourceLimit {
    if (used < 0 || most < 1 || name.isEmpty() || name.length() > LONGEST) {
      throw new IllegalArgumentException("no limit: %s, %d of %d".formatted(name, used, most));
    }
  }

  public Left left() {
    double part = 100.0 * used / most;
    return part >= LAST ? Left.LAST : part >= LOW ? Left.LITTLE : Left.ENOUGH;
  }
}
