package io.causerie.engine;

import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.delivery.DeliveryState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells the metrics of the deliveries, asking the database once for all of them. */
final class DeliveryFigures {
  private static final Set<DeliveryState> TOLD =
      Set.of(DeliveryState.DUE, DeliveryState.IN_DOUBT, DeliveryState.DEAD);
  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private final Deliveries deliveries;
  private final MeterRegistry meters;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private @Nullable Map<String, Deliveries.Figures> known;
  private long asked;

  DeliveryFigures(Deliveries deliveries, MeterRegistry meters) {
    this.deliveries = deliveries;
    this.meters = meters;
  }

  /** Tells of these too; of those it tells of already, it goes on. */
  void register(Collection<String> channels) {
    for (String channel : channels) {
      if (!told.add(channel)) {
        continue;
      }
      for (DeliveryState state : TOLD) {
        Gauge.builder("causerie.deliveries", this, f -> f.count(channel, state))
            .tag("channel", channel)
            .tag("state", state.word())
            .description("deliveries and jobs that wait, or that wait for an operator")
            .strongReference(true)
            .register(meters);
      }
      Gauge.builder("causerie.deliveries.due.age.seconds", this, f -> f.age(channel))
          .tag("channel", channel)
          .description("how long the oldest delivery or job that is due has waited")
          .strongReference(true)
          .register(meters);
    }
  }

  private double count(String channel, DeliveryState state) {
    return of(channel, f -> (double) f.counts().getOrDefault(state, 0L));
  }

  private double age(String channel) {
    return of(channel, f -> f.oldestDue().toMillis() / 1000.0);
  }

  private double of(
      String channel, java.util.function.ToDoubleFunction<Deliveries.Figures> figure) {
    try {
      return figure.applyAsDouble(figures().getOrDefault(channel, Deliveries.Figures.NONE));
    } catch (RuntimeException e) {
      // A figure that needs the database is not a number while that is away.
      return Double.NaN;
    }
  }

  private synchronized Map<String, Deliveries.Figures> figures() {
    Map<String, Deliveries.Figures> figures = known;
    if (figures == null || System.nanoTime() - asked > FRESH) {
      figures = deliveries.figures();
      known = figures;
      asked = System.nanoTime();
    }
    return figures;
  }
}
