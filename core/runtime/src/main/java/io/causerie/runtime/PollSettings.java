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
 * @param census when it is reconciled with its source; absent: never
 */
public record PollSettings(
    Schedule schedule,
    @Nullable Instant since,
    int page,
    int backfillRate,
    @Nullable Schedule census) {
  public static final int PAGE = 500;
  public static final int BACKFILL_RATE = 500;

  /** Every half minute, from now on. */
  public static final PollSettings DEFAULT =
      new PollSettings(Schedule.every(Duration.ofSeconds(30)), null, PAGE, BACKFILL_RATE, null);
}
