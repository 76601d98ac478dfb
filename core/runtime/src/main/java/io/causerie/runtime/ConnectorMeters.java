package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorState.CensusReport;
import io.causerie.engine.connector.ConnectorState.History;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.Stillness;
import io.causerie.engine.ingest.Events;
import io.causerie.model.SourceLimit;
import io.causerie.spi.SourceException.Fault;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures of each connector, as its row said a few seconds ago. Every node tells the same, but
 * for {@code here}. Moments are seconds since 1970; what is not known is NaN.
 */
final class ConnectorMeters {
  private record Seen(ConnectorState state, Optional<Stillness> still, boolean here) {}

  private final Map<String, Seen> connectors = new ConcurrentHashMap<>();
  private final Map<String, List<Meter.Id>> registered = new ConcurrentHashMap<>();

  /** Those of each connector's source that have figures; changed by the thread that observes. */
  private final Map<String, Set<String>> limits = new ConcurrentHashMap<>();

  private final MeterRegistry registry;
  private final Events events;
  private final Clock clock;
  private volatile Predicate<String> brought = connector -> false;

  ConnectorMeters(MeterRegistry registry, Events events, Clock clock) {
    this.registry = registry;
    this.events = events;
    this.clock = clock;
  }

  /** Of connectors whose events routes bring, which this node has. */
  void brought(Predicate<String> here) {
    brought = here;
  }

  /**
   * @param still that it looks well, and nothing moves
   * @param read whether it is asked or delivers on a line, or pushes by itself
   * @param here whether this node runs it
   */
  void observe(ConnectorState state, Optional<Stillness> still, boolean read, boolean here) {
    if (connectors.put(state.name(), new Seen(state, still, here)) == null) {
      register(state.name());
      if (read) {
        registerRead(state.name());
      }
      if (state.duties().containsKey(DutyKind.ROUTE)) {
        registerRouted(state.name());
      }
    }
    for (SourceLimit limit : state.limits()) {
      if (limits.computeIfAbsent(state.name(), n -> new HashSet<>()).add(limit.name())) {
        limit(state.name(), limit.name());
      }
    }
  }

  /** Of a connector that is no more, or is another one under its name. */
  void forget(String connector) {
    Optional.ofNullable(registered.remove(connector)).orElse(List.of()).forEach(registry::remove);
    connectors.remove(connector);
    limits.remove(connector);
  }

  private void made(String connector, Gauge gauge) {
    registered.computeIfAbsent(connector, name -> new CopyOnWriteArrayList<>()).add(gauge.getId());
  }

  private void register(String connector) {
    gauge(connector, "paused", "1 while an operator lets it rest", s -> flag(s.paused() != null));
    gauge(
        connector,
        "failed.events",
        "events that could not be posted and wait for an operator",
        s -> failed(s.name()));
    for (Stillness.Reason reason : Stillness.Reason.values()) {
      still(connector, reason);
    }
  }

  private void still(String connector, Stillness.Reason reason) {
    made(
        connector,
        Gauge.builder(
                "causerie.connector.still",
                connectors,
                all ->
                    figure(
                        all,
                        connector,
                        seen ->
                            flag(
                                seen.still()
                                    .filter(still -> still.reason() == reason)
                                    .isPresent())))
            .description("1 while it looks well, and nothing moves")
            .tag("connector", connector)
            .tag("reason", reason.word())
            .register(registry));
  }

  private void limit(String connector, String name) {
    Tags tags = Tags.of("limit", name);
    gauge(
        connector,
        "limit",
        "how much its source lets be used within a time, by everybody",
        tags,
        s -> of(limit(s, name), SourceLimit::most));
    gauge(
        connector,
        "limit.used",
        "how much of it is used up, by everybody",
        tags,
        s -> of(limit(s, name), SourceLimit::used));
  }

  private static @Nullable SourceLimit limit(ConnectorState state, String name) {
    return state.limits().stream()
        .filter(limit -> limit.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private void registerRouted(String connector) {
    here(connector, seen -> brought.test(connector));
    gauge(
        connector, "failures", "failures in a row", s -> s.duty(DutyKind.ROUTE).runs().failures());
    gauge(
        connector,
        "duty.failures",
        "failures in a row of one of its duties",
        Tags.of("duty", DutyKind.ROUTE.word()),
        s -> s.duty(DutyKind.ROUTE).runs().failures());
  }

  private void registerLine(String connector) {
    gauge(
        connector,
        "line.since.timestamp.seconds",
        "since when the line stands on which its source delivers; nothing where there is none",
        s -> seconds(s.since()));
    gauge(
        connector,
        "broken",
        "1 while something is missing that its source did not deliver",
        s -> flag(s.broken() != null && s.broken().mended() == null));
  }

  private void registerRead(String connector) {
    here(connector, Seen::here);
    registerLine(connector);
    gauge(
        connector,
        "last.success.timestamp.seconds",
        "when its source last answered as it should, or was heard",
        s -> seconds(s.live().runs().success()));
    gauge(
        connector,
        "next.run.timestamp.seconds",
        "when it asks its source again; nothing while a line stands",
        s -> seconds(s.paused() == null ? s.live().runs().next() : null));
    gauge(
        connector,
        "lag.seconds",
        "how far it is behind its source",
        s -> s.lag(clock.instant()).map(lag -> lag.toMillis() / 1000.0).orElse(Double.NaN));
    gauge(
        connector,
        "lag.events",
        "rows that were still to be read after the last run",
        s -> of(s.live().progress().behind(), Long::doubleValue));
    gauge(connector, "failures", "failures in a row", s -> s.live().runs().failures());
    for (DutyKind kind : DutyKind.values()) {
      gauge(
          connector,
          "duty.failures",
          "failures in a row of one of its duties",
          Tags.of("duty", kind.word()),
          s -> s.duty(kind).runs().failures());
    }
    gauge(
        connector,
        "waiting.events",
        "events that carried a key only and wait for their record",
        s -> of(s.duty(DutyKind.READ_BACK).progress().behind(), Long::doubleValue));
    for (Fault fault : Fault.values()) {
      String word = fault.name().toLowerCase(Locale.ROOT);
      gauge(
          connector,
          "failing",
          "1 while its last run ended with this fault",
          Tags.of("fault", word),
          s -> flag(isFailing(s, word)));
    }
    history(connector);
    census(connector);
  }

  private void here(String connector, Predicate<Seen> here) {
    made(
        connector,
        Gauge.builder(
                "causerie.connector.here",
                connectors,
                all -> figure(all, connector, seen -> flag(here.test(seen))))
            .description("1 on the node that runs it")
            .tag("connector", connector)
            .register(registry));
  }

  private static boolean isFailing(ConnectorState state, String fault) {
    ConnectorState.Failure failure = state.live().runs().failure();
    return failure != null && failure.fault().equals(fault);
  }

  private void history(String connector) {
    gauge(
        connector,
        "backfill.running",
        "1 while history is read",
        s -> flag(s.history() != null && s.history().running()));
    gauge(connector, "backfill.rows", "rows of history read", s -> of(s.history(), History::rows));
    gauge(
        connector,
        "backfill.total.rows",
        "rows of history there were at its start",
        s -> of(s.history(), h -> of(h.total(), Long::doubleValue)));
  }

  private void census(String connector) {
    gauge(
        connector,
        "reconciliation.timestamp.seconds",
        "when the last reconciliation ended",
        s -> of(s.census(), c -> seconds(c.done())));
    gauge(
        connector,
        "reconciliation.rows",
        "rows the source had at the last reconciliation",
        s -> of(s.census(), CensusReport::sourceRows));
    gauge(
        connector,
        "reconciliation.wrong",
        "rows that the last reconciliation found missing, changed or gone",
        s -> of(s.census(), CensusReport::wrong));
    gauge(
        connector,
        "reconciliation.gone",
        "rows that the last reconciliation found gone",
        s -> of(s.census(), CensusReport::gone));
    gauge(
        connector,
        "reconciliation.stopped",
        "1 while a reconciliation waits for an operator, since too much is gone",
        s -> flag(s.census() != null && s.census().stopped() != null));
    gauge(
        connector,
        "reconciliation.failing",
        "1 while the last reconciliation has not come to its end",
        s -> flag(s.census() != null && s.census().failure() != null));
    gauge(
        connector,
        "reconciliation.repaired",
        "those of them that it repaired",
        s -> of(s.census(), CensusReport::repaired));
  }

  private void gauge(
      String connector, String name, String help, ToDoubleFunction<ConnectorState> figure) {
    gauge(connector, name, help, Tags.empty(), figure);
  }

  private void gauge(
      String connector,
      String name,
      String help,
      Tags tags,
      ToDoubleFunction<ConnectorState> figure) {
    made(
        connector,
        Gauge.builder(
                "causerie.connector." + name,
                connectors,
                all -> figure(all, connector, seen -> figure.applyAsDouble(seen.state())))
            .description(help)
            .tag("connector", connector)
            .tags(tags)
            .register(registry));
  }

  /** Of one that is forgotten just now nothing is known. */
  private static double figure(
      Map<String, Seen> all, String connector, ToDoubleFunction<Seen> figure) {
    return of(all.get(connector), figure);
  }

  private double failed(String connector) {
    try {
      return events.failed(connector);
    } catch (CauserieException e) {
      // Not known while the database is away.
      return Double.NaN;
    }
  }

  private static <T> double of(@Nullable T part, ToDoubleFunction<T> figure) {
    return part == null ? Double.NaN : figure.applyAsDouble(part);
  }

  private static double flag(boolean set) {
    return set ? 1 : 0;
  }

  private static double seconds(@Nullable Instant moment) {
    return of(moment, m -> m.toEpochMilli() / 1000.0);
  }
}
