package io.causerie.runtime;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a connector is read.
 *
 * @param schedule when
 * @param since where it begins; absent: with its first run
 * @param page how many rows at once
 * @param backfillRate how many rows of history a second at most
 * @param census when it is reconciled with its source; absent: never, unless an operator asks
 * @param comparison how it is compared
 */
public record PollSettings(
    Schedule schedule,
    @Nullable Instant since,
    int page,
    int backfillRate,
    @Nullable Schedule census,
    Comparison comparison) {
  public static final int PAGE = 500;
  public static final int BACKFILL_RATE = 500;

  /** Every half minute, from now on. */
  public static final PollSettings DEFAULT =
      new PollSettings(Schedule.every(Duration.ofSeconds(30)), null, PAGE, BACKFILL_RATE, null);

  /**
   * How a connector is compared with its source.
   *
   * @param gone how many records may be gone from it at once before an operator is asked
   * @param contents whether contents are compared, too, where versions are the same: each record is
   *     read whole
   */
  public record Comparison(Share gone, boolean contents) {
    public static final Comparison DEFAULT = new Comparison(Share.TENTH, false);
  }

  /**
   * A part of all records.
   *
   * @param percent of them; absent: {@code records} is all there is to it
   * @param records as many at least
   */
  public record Share(@Nullable Integer percent, long records) {
    /** Of few records a tenth is one; that is no sign of anything. */
    public static final int LEAST = 5;

    public static final Share TENTH = new Share(10, LEAST);

    long of(long all) {
      return percent == null ? records : Math.max(records, all * percent / 100);
    }
  }

  /** How long so many rows of history may take at least. */
  long millis(long rows) {
    return rows * 1000 / backfillRate;
  }

  /** Compared by keys and versions; a tenth may be gone. */
  public PollSettings(
      Schedule schedule,
      @Nullable Instant since,
      int page,
      int backfillRate,
      @Nullable Schedule census) {
    this(schedule, since, page, backfillRate, census, Comparison.DEFAULT);
  }
}
