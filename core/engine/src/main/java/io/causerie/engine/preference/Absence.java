package io.causerie.engine.preference;

import io.causerie.engine.InvalidInputException;
import io.causerie.model.PlainText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * That somebody is away.
 *
 * @param from the first day
 * @param until the last day
 * @param line what whoever mentions her is shown
 */
public record Absence(LocalDate from, LocalDate until, @Nullable String line) {
  /** Characters of the line. */
  public static final int MOST = 200;

  public Absence {
    if (until.isBefore(from)) {
      throw new InvalidInputException("absence", "'until' is the last day: not before 'from'");
    }
    if (line != null) {
      line = line.strip();
      if (line.length() > MOST || line.contains("\n") || PlainText.firstUnstorable(line) >= 0) {
        throw new InvalidInputException(
            "absence", "'line' is one line of %d characters at most".formatted(MOST));
      }
      line = line.isEmpty() ? null : line;
    }
  }

  /** Whether she is away at a moment. */
  boolean covers(Instant moment, ZoneId zone) {
    return !moment.isBefore(from.atStartOfDay(zone).toInstant()) && moment.isBefore(end(zone));
  }

  /** When she is back. */
  Instant end(ZoneId zone) {
    return until.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
