package io.causerie.engine.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the journal has come with a record, and a reader with the journal, as of one moment.
 * Whatever changes what is said about a record writes a line, and whatever else changes the record
 * or its posts gives it another stamp: as long as {@code last} and {@code stamp} are the same, and
 * no line waits for its number, a page of the record is the same.
 *
 * @param last position of the record's newest line; where all were removed, up to where
 * @param stamp of the record's row
 * @param waiting whether lines of the record have no position yet
 * @param removed lines up to this position are gone
 * @param mark up to this position she has seen the record
 * @param said what she said of it
 */
public record Progress(long last, long stamp, boolean waiting, long removed, long mark, Said said) {

  /**
   * Whether she follows it, as it is stored.
   *
   * @param code 0 where she said nothing
   * @param until when that ends; absent: never
   * @param mutedUntil until when it is muted; absent: it is not
   */
  public record Said(int code, @Nullable Instant until, @Nullable Instant mutedUntil) {
    static final Said NOTHING = new Said(0, null, null);
  }

  /** How far somebody has come by herself. */
  static Progress own(long mark, Said said) {
    return new Progress(0, 0, false, 0, mark, said);
  }

  /** With what is another's own beside it. */
  Progress with(Progress own) {
    return new Progress(
        last,
        stamp,
        waiting,
        removed,
        Math.max(mark, own.mark),
        own.said.code() == 0 ? said : own.said);
  }

  /** What lines up to this position tell of is nothing new to her. */
  public long seen() {
    return Math.max(removed, mark);
  }
}
