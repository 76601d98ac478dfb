package io.causerie.runtime;

import io.causerie.engine.connector.ConnectorState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The figures of each connector, as its row said a few seconds ago; every node tells the same. */
final class ConnectorMeters {
  private final Map<String, ConnectorState> states = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final Clock clock;

  ConnectorMeters(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  void observe(ConnectorState state) {
    if (states.put(state.name(), state) == null) {
      register(state.name());
    }
  }

  private void register(String connector) {
    gauge(connector, "failures", "failures in a row", s -> s.failures());
    gauge(connector, "paused", "1 while an operator lets it rest", s -> s.paused() == null ? 0 : 1);
    gauge(connector, "leased", "1 while a node runs it", s -> s.node() == null ? 0 : 1);
    gauge(connector, "lag.seconds", "how far it is behind its source", this::lag);
    gauge(
        connector,
        "behind",
        "rows that were still to be read after the last run",
        s -> s.behind() == null ? Double.NaN : s.behind());
    gauge(
        connector,
        "success.age.seconds",
        "time since its source last answered as it should",
        s -> age(s.lastSuccess()));
    gauge(
        connector,
        "backfill.rows",
        "rows of history read",
        s -> s.history() == null ? 0 : s.history().rows());
    gauge(
        connector,
        "backfill.running",
        "1 while history is read",
        s -> s.history() != null && s.history().running() ? 1 : 0);
    gauge(
        connector,
        "reconciliation.missing",
        "rows that the last reconciliation found missing, changed or gone",
        s ->
            s.census() == null
                ? 0
                : s.census().missing() + s.census().changed() + s.census().gone());
    gauge(
        connector,
        "reconciliation.unrepaired",
        "those of them that are still wrong",
        s ->
            s.census() == null
                ? 0
                : s.census().missing()
                    + s.census().changed()
                    + s.census().gone()
                    - s.census().repaired());
    gauge(
        connector,
        "reconciliation.age.seconds",
        "time since the last reconciliation ended",
        s -> s.census() == null ? Double.NaN : age(s.census().ended()));
  }

  private void gauge(
      String connector, String name, String help, ToDoubleFunction<ConnectorState> figure) {
    Gauge.builder(
            "causerie.connector." + name,
            states,
            all -> {
              ConnectorState state = all.get(connector);
              return state == null ? Double.NaN : figure.applyAsDouble(state);
            })
        .description(help)
        .tag("connector", connector)
        .register(registry);
  }

  /** Nothing, while the last run found no more. */
  private double lag(ConnectorState state) {
    boolean behind =
        state.failures() > 0
            || state.paused() != null
            || state.behind() == null
            || state.behind() > 0;
    if (!behind) {
      return 0;
    }
    return age(state.readUpTo() == null ? state.lastSuccess() : state.readUpTo());
  }

  private double age(@org.jspecify.annotations.Nullable Instant moment) {
    return moment == null
        ? Double.NaN
        : Math.max(0, Duration.between(moment, clock.instant()).toMillis() / 1000.0);
  }
}
