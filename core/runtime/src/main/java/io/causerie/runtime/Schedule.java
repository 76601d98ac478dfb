package io.causerie.runtime;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * When a connector asks its source.
 *
 * @param every at this interval; or
 * @param cron at the times of a cron expression of five fields, in {@code zone}; where clocks are
 *     set forward over such a time it is the first moment after, where they are set back it is once
 * @param zone of cron expression and window
 * @param window only within; absent: always
 * @param jitter up to this much later, by chance, so that many connectors do not ask at once
 */
public record Schedule(
    @Nullable Duration every,
    @Nullable String cron,
    ZoneId zone,
    @Nullable Window window,
    Duration jitter) {

  /** From one time of day to another, over midnight where the second is the earlier one. */
  public record Window(LocalTime from, LocalTime to) {
    boolean holds(LocalTime time) {
      return from.isBefore(to)
          ? !time.isBefore(from) && time.isBefore(to)
          : !time.isBefore(from) || time.isBefore(to);
    }
  }

  /** Of a cron expression that is due each minute, all times of a day. */
  private static final int TIMES = 24 * 60 + 1;

  /**
   * @throws IllegalArgumentException if the cron expression is none, or never due within the
   *     window; the message says why
   */
  public Schedule {
    if (cron != null) {
      parse(cron);
      if (window != null && !meets(cron, window)) {
        throw new IllegalArgumentException(
            "'%s' is never due within the window %s-%s"
                .formatted(cron, window.from(), window.to()));
      }
    }
  }

  private static boolean meets(String cron, Window window) {
    // Times of day are the same in every zone, but for clocks being set.
    ExecutionTime times = ExecutionTime.forCron(parse(cron));
    Optional<ZonedDateTime> time = Optional.of(Instant.EPOCH.atZone(ZoneOffset.UTC));
    for (int i = 0; i < TIMES && time.isPresent(); i++) {
      time = times.nextExecution(time.get());
      if (time.isPresent() && window.holds(time.get().toLocalTime())) {
        return true;
      }
    }
    return false;
  }

  public static Schedule every(Duration interval) {
    return new Schedule(interval, null, ZoneOffset.UTC, null, Duration.ZERO);
  }

  public static Schedule cron(String expression, ZoneId zone) {
    return new Schedule(null, expression, zone, null, Duration.ZERO);
  }

  private static Cron parse(String expression) {
    return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
        .parse(expression)
        .validate();
  }

  /**
   * The next time after a run.
   *
   * @param random a number from 0 up to, but without, a bound
   */
  Instant next(Instant after, LongUnaryOperator random) {
    ZonedDateTime next = base(after.atZone(zone));
    if (window != null && !window.holds(next.toLocalTime())) {
      next = opening(next);
    }
    // Up to where the window ends: what comes later would come outside.
    long spread =
        window == null
            ? jitter.toMillis()
            : Math.min(jitter.toMillis(), Duration.between(next, closing(next)).toMillis());
    return next.toInstant().plusMillis(spread == 0 ? 0 : random.applyAsLong(spread));
  }

  private ZonedDateTime base(ZonedDateTime after) {
    if (cron == null) {
      return after.plus(every == null ? Duration.ofMinutes(1) : every);
    }
    ExecutionTime times = ExecutionTime.forCron(parse(cron));
    ZonedDateTime next = times.nextExecution(after).orElseGet(() -> after.plusYears(100));
    // The library leaves out a time that the clocks jump over, for that whole day.
    ZoneOffsetTransition jump =
        times
            .nextExecution(after.toLocalDateTime().atZone(ZoneOffset.UTC))
            .map(local -> zone.getRules().getTransition(local.toLocalDateTime()))
            .orElse(null);
    return jump != null && jump.isGap() && jump.getInstant().isBefore(next.toInstant())
        ? jump.getInstant().atZone(zone)
        : next;
  }

  private ZonedDateTime closing(ZonedDateTime time) {
    LocalTime to = window == null ? LocalTime.MIDNIGHT : window.to();
    ZonedDateTime today = time.toLocalDate().atTime(to).atZone(zone);
    return today.isAfter(time) ? today : time.toLocalDate().plusDays(1).atTime(to).atZone(zone);
  }

  private ZonedDateTime opening(ZonedDateTime time) {
    LocalTime from = window == null ? LocalTime.MIDNIGHT : window.from();
    ZonedDateTime today = time.toLocalDate().atTime(from).atZone(zone);
    return today.isBefore(time) ? time.toLocalDate().plusDays(1).atTime(from).atZone(zone) : today;
  }
}
