package io.causerie.engine.preference;

import io.causerie.engine.InvalidInputException;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * Hours in which somebody is not disturbed, as the clock on her wall shows them; over midnight
 * where they end earlier than they begin.
 *
 * @param from from then on, to the minute
 * @param until before then
 */
public record Hours(LocalTime from, LocalTime until) {
  public Hours {
    from = from.truncatedTo(ChronoUnit.MINUTES);
    until = until.truncatedTo(ChronoUnit.MINUTES);
    if (from.equals(until)) {
      throw new InvalidInputException("quiet", "'from' and 'until' must not be the same");
    }
  }

  boolean cover(LocalTime time) {
    return from.isBefore(until)
        ? !time.isBefore(from) && time.isBefore(until)
        : !time.isBefore(from) || time.isBefore(until);
  }
}
