package io.causerie.runtime;

import io.causerie.engine.Causerie;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.ReconciliationStore;
import io.causerie.engine.connector.RequestStore;
import io.causerie.engine.connector.Stillness;
import io.causerie.engine.connector.Watching;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Capability;
import io.causerie.spi.Connector;
import io.causerie.spi.Door;
import io.causerie.spi.Plugins;
import io.causerie.spi.SourceSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Runs connectors. Every event passes a Camel route, so that an integrator can put steps between a
 * source and the engine; what becomes of it is decided by its {@link Receipt}.
 */
public final class ConnectorRuntime implements AutoCloseable {
  private final Causerie causerie;
  private final Ingest ingest;
  private final EntryComponent entries = new EntryComponent();
  private final Crossing crossing = new Crossing();
  private final Routing routing;
  private final PollKeeper keeper;
  private final RouteKeeper routes;
  private final Stepping stepping = new Stepping(entries);
  private final Requests requests;
  private final Roster roster;

  private ConnectorRuntime(Builder builder) {
    this.causerie = builder.causerie;
    this.ingest = causerie.ingest();
    this.routing = new Routing(ingest, entries, builder.retries, this::hinted);
    ConnectorMeters meters = new ConnectorMeters(builder.meters, causerie.events(), builder.clock);
    this.keeper =
        new PollKeeper(
            routing,
            causerie.connectors(),
            causerie.hints(),
            causerie.events(),
            causerie.lifeSigns(),
            meters,
            builder.clock,
            builder.pace);
    RouteShelf shelf =
        new RouteShelf(entries, ingest, builder.plugins, this::made, builder.lastSteps);
    this.routes =
        new RouteKeeper(
            shelf.controller(),
            ingest,
            causerie.connectors(),
            builder.clock,
            builder.pace,
            builder.retries,
            keeper::announceChange);
    meters.brought(routes::has);
    this.requests = new Requests(causerie.connectors().requests());
    this.roster = new Roster(keeper, routes, shelf, crossing, builder.plugins);
    keeper.onServed(requests::served);
  }

  private void made(RouteDefinition route) {
    routes.watch(route);
  }

  /** Collects what is to run. */
  public static final class Builder {
    private final Causerie causerie;
    private final Map<String, Connector> connectors = new LinkedHashMap<>();
    private final Map<String, String> routes = new LinkedHashMap<>();
    private final Map<String, PollSettings> polls = new LinkedHashMap<>();
    private final Map<String, Watching> watching = new LinkedHashMap<>();
    private final Map<String, SourceSystem> systems = new LinkedHashMap<>();
    private Clock clock = Clock.systemUTC();
    private Duration pace = Duration.ofMillis(250);
    private Duration lastSteps = Duration.ofSeconds(20);
    private Plugins plugins = Plugins.none();
    private MeterRegistry meters = new SimpleMeterRegistry();
    private List<Duration> retries =
        List.of(Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofSeconds(3));

    private Builder(Causerie causerie) {
      this.causerie = causerie;
    }

    /** A connector with how it is run; the engine knows its rules under the same name. */
    public Builder install(Installed one) {
      return connector(one.name(), one.connector())
          .poll(one.name(), one.polls())
          .watch(one.name(), one.watching())
          .system(one.name(), one.system());
    }

    /** A connector; the engine knows its rules under the same name. */
    public Builder connector(String name, Connector connector) {
      connectors.put(name, connector);
      return this;
    }

    /** A file of routes in Camel's YAML. */
    public Builder routes(String file, String yaml) {
      routes.put(file, yaml);
      return this;
    }

    /** How a connector that is polled is read; left out: {@link PollSettings#DEFAULT}. */
    public Builder poll(String name, PollSettings settings) {
      polls.put(name, settings);
      return this;
    }

    /** When a connector is called silent; left out: {@link Watching#HABIT}. */
    public Builder watch(String name, Watching how) {
      watching.put(name, how);
      return this;
    }

    /** What a connector shares with others; left out: nothing. */
    public Builder system(String name, SourceSystem shared) {
      systems.put(name, shared);
      return this;
    }

    public Builder clock(Clock c) {
      clock = c;
      return this;
    }

    /**
     * How often it is looked, by no clock but the machine's, what is due and what was asked for.
     */
    public Builder pace(Duration each) {
      pace = each;
      return this;
    }

    /** How long what is under way in a route may take to its end once the route is stopped. */
    Builder lastSteps(Duration longest) {
      lastSteps = longest;
      return this;
    }

    /** Where components and steps are found that were added to the application. */
    public Builder plugins(Plugins added) {
      plugins = added;
      return this;
    }

    public Builder meters(MeterRegistry registry) {
      meters = registry;
      return this;
    }

    /** How long to wait before a failed step is tried again; as often as there are durations. */
    public Builder retries(List<Duration> waits) {
      retries = List.copyOf(waits);
      return this;
    }

    /**
     * Starts everything.
     *
     * @throws RouteException naming file and route, if a route could lose an event or does not
     *     parse
     */
    public ConnectorRuntime start() {
      ConnectorRuntime runtime = new ConnectorRuntime(this);
      try {
        runtime.roster.start(installed(), routes);
      } catch (RuntimeException e) {
        runtime.close();
        throw e;
      }
      return runtime;
    }

    private List<Installed> installed() {
      return connectors.entrySet().stream()
          .map(
              each ->
                  new Installed(
                      each.getKey(),
                      each.getValue(),
                      polls.getOrDefault(each.getKey(), PollSettings.DEFAULT),
                      watching.getOrDefault(each.getKey(), Watching.HABIT),
                      systems.getOrDefault(each.getKey(), SourceSystem.configured())))
          .toList();
    }
  }

  public static Builder of(Causerie causerie) {
    return new Builder(causerie);
  }

  /** What changes together with connectors, while none of those that are replaced runs. */
  public interface Between {
    void make();

    /** Called where something failed after it. */
    void takeBack();
  }

  /**
   * Replaces what differs, and disturbs nothing else. Those that leave come to their end first;
   * what is pushed to one that is replaced waits meanwhile. Those that have left are the caller's
   * to close, and where this fails, those that were to come.
   *
   * @param wanted all that are to run; who is the same one goes on
   * @param files of routes, all of them
   * @throws RuntimeException if something cannot be started: those that ran before run again
   */
  public void change(Collection<Installed> wanted, Map<String, String> files, Between between) {
    try {
      roster.change(wanted, files, between);
    } finally {
      keeper.announceChange();
    }
  }

  /**
   * Does some work of a connector whose source pushes, its door and what follows: at once, or as
   * soon as a change of it is over.
   */
  public <T> CompletionStage<T> pass(
      String connector, Supplier<? extends CompletionStage<T>> work) {
    return crossing.pass(connector, work);
  }

  /** The names of all connectors. */
  public Set<String> connectors() {
    return roster.installed().keySet();
  }

  /**
   * Whether every connector's route takes events: one that brings them where it runs, unless it
   * rests or its source is away, which its state tells.
   */
  public boolean isReady() {
    return roster.installed().values().stream().allMatch(this::isReady);
  }

  private boolean isReady(Installed one) {
    return crossing.isHeld(one.name())
        || (one.intake() == Capability.ROUTE
            ? routes.isSettled(one.name())
            : entries.consumer(one.name()).isPresent());
  }

  /** Whether somebody still looks after the connectors; if not, only a restart brings that back. */
  public boolean isAlive() {
    return keeper.isAlive() && routes.isAlive();
  }

  /** The door of a connector, where its source pushes. */
  public Optional<Door> door(String connector) {
    return Optional.ofNullable(roster.installed().get(connector))
        .flatMap(c -> c.connector().intake().pushed());
  }

  /**
   * Sends events through the connector's route; completes when each has its fate.
   *
   * @return fails with {@code BusyException} or {@code UnavailableException} if not all of them
   *     were taken: the source must send all of them again, and those that were are duplicates then
   */
  public CompletionStage<PushResult> push(String connector, List<Door.Delivery> deliveries) {
    return stepping.run(connector, () -> pushed(connector, deliveries));
  }

  private CompletionStage<PushResult> pushed(String connector, List<Door.Delivery> deliveries) {
    List<CompletableFuture<EventOutcome>> all = new ArrayList<>();
    for (Door.Delivery delivery : deliveries) {
      all.add(push(connector, delivery).toCompletableFuture());
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> PushResult.of(all.stream().map(CompletableFuture::join).toList()))
        .whenComplete((result, fault) -> keeper.announceChange());
  }

  private CompletionStage<EventOutcome> push(String connector, Door.Delivery delivery) {
    SourceEvent event = delivery.event();
    if (delivery.fault() != null) {
      return ingest.refuse(
          connector,
          RoutedEvent.keyOf(delivery),
          event,
          delivery.fault().cause(),
          delivery.fault().reason());
    }
    return routing.bring(RoutedEvent.pushed(connector, delivery));
  }

  /** An event waits to be read back; whoever has its connector looks soon. */
  private void hinted() {
    look();
  }

  /**
   * Lets a connector that is polled run at once, or opens the line anew on which it is delivered.
   */
  public void run(String connector) {
    run(connector, isSubscribed(connector) ? DutyKind.SUBSCRIBE : DutyKind.POLL);
  }

  /**
   * Lets a duty of a connector be seen to at once; what is tried again later is tried now.
   *
   * @throws NotFoundException if the connector has no such duty
   */
  public void run(String connector, DutyKind kind) {
    requireDuty(connector, kind);
    if (kind == DutyKind.READ_BACK) {
      causerie.hints().hurry(connector);
    }
    causerie.connectors().duties().ask(connector, kind);
    if (kind == DutyKind.POLL) {
      keeper.wake(connector);
    } else {
      look();
    }
  }

  /** Lets one duty of a connector rest, while the others go on. */
  public void pause(String connector, DutyKind kind, String by, @Nullable String reason) {
    requireDuty(connector, kind);
    causerie.connectors().duties().pause(connector, kind, by, reason);
    look();
  }

  public void resume(String connector, DutyKind kind) {
    requireDuty(connector, kind);
    causerie.connectors().duties().resume(connector, kind);
    look();
  }

  private void requireDuty(String connector, DutyKind kind) {
    if (!duties(connector).contains(kind)) {
      throw new NotFoundException("duty " + kind.word() + " of connector " + connector);
    }
  }

  private void look() {
    keeper.look();
    routes.look();
  }

  /** Whether routes bring a connector's events here and now. */
  boolean runsRoutes(String connector) {
    return routes.runs(connector);
  }

  /** What a connector can have to do; nothing where its source pushes. */
  public Set<DutyKind> duties(String connector) {
    Installed found = roster.installed().get(connector);
    return found != null && found.intake() == Capability.ROUTE
        ? Set.of(DutyKind.ROUTE)
        : keeper.duties(connector);
  }

  /**
   * Compares a connector with its source now, whatever its schedule says; in place of one that was
   * stopped.
   *
   * @throws NotFoundException if its source cannot tell what it has
   */
  public void reconcile(String connector) {
    run(connector, DutyKind.CENSUS);
  }

  /**
   * Takes an operator's word that the records are gone that a stopped reconciliation has found
   * gone: they are looked for again, and no others are deleted.
   *
   * @param stopped since when the one is stopped that the operator was shown
   * @return how many; nothing if that one is stopped no more
   */
  public OptionalLong confirmGone(String connector, Instant stopped) {
    OptionalLong gone = reconciliations(connector).confirm(connector, stopped);
    look();
    return gone;
  }

  /**
   * Takes an operator's word that what a stopped reconciliation has found is not so; nothing
   * changes.
   *
   * @return how many records it had found gone; nothing if no reconciliation is stopped
   */
  public OptionalLong dismissGone(String connector) {
    OptionalLong gone = reconciliations(connector).dismiss(connector);
    look();
    return gone;
  }

  private ReconciliationStore reconciliations(String connector) {
    if (!isReconciled(connector)) {
      throw new NotFoundException("connector that is reconciled: " + connector);
    }
    return causerie.connectors().reconciliations();
  }

  /** Whether a connector can be compared with its source. */
  public boolean isReconciled(String connector) {
    Installed found = roster.installed().get(connector);
    return found != null && found.isRead() && found.connector().census().isPresent();
  }

  /** Lets a connector rest; a source that pushes is asked to come back later. */
  public void pause(String connector, String by, @Nullable String reason) {
    causerie.connectors().pause(connector, by, reason);
    keeper.wake(connector);
    routes.look();
  }

  public void resume(String connector) {
    causerie.connectors().resume(connector);
    keeper.wake(connector);
    routes.look();
  }

  /**
   * Asks for a connector's history to be read: silently, at its own rate, until where it began.
   *
   * @return by what {@link #answer} is found
   * @throws NotFoundException if its source cannot tell it
   */
  public long backfill(String connector) {
    requireDuty(connector, DutyKind.BACKFILL);
    return ask(connector, RequestStore.What.BACKFILL, null);
  }

  /**
   * Asks how many rows a connector would read again from a moment on.
   *
   * @param since absent: from the beginning
   */
  public long countFrom(String connector, @Nullable Instant since) {
    return ask(connector, RequestStore.What.COUNT, since);
  }

  /** Asks for a connector to read from a moment on; absent: from the beginning. */
  public long reset(String connector, @Nullable Instant since) {
    return ask(connector, RequestStore.What.RESET, since);
  }

  private long ask(String connector, RequestStore.What what, @Nullable Instant since) {
    if (!isSubscribed(connector)) {
      requireDuty(connector, DutyKind.POLL);
    }
    long request = requests.ask(connector, what, since);
    look();
    return request;
  }

  /** Waits for what came of a request; nothing if that takes longer, and it is still asked for. */
  public Optional<RequestStore.Answer> answer(long request, Duration most) {
    return requests.answer(request, most);
  }

  /** Takes back a request that nobody waits for any more. */
  public void withdraw(long request) {
    causerie.connectors().requests().withdraw(request);
  }

  /** Whether a connector asks its source by itself. */
  public boolean isPolled(String connector) {
    return duties(connector).contains(DutyKind.POLL);
  }

  /** Whether the source of a connector delivers on a line that is kept open. */
  public boolean isSubscribed(String connector) {
    return duties(connector).contains(DutyKind.SUBSCRIBE);
  }

  /** What a connector that looks well does not do, as a look within the last minute found. */
  public Optional<Stillness> still(String connector) {
    return keeper.still(connector);
  }

  /** Whom to tell, within a few seconds, when a connector is not as it was; not to block. */
  public void onChange(Runnable listener) {
    keeper.onChange(listener);
  }

  /** Whether a connector rests; another node's word counts after a few seconds. */
  public boolean isPaused(String connector) {
    return keeper.isPaused(connector);
  }

  /** Lets what is under way come to its end, then stops. */
  @Override
  public void close() {
    keeper.close();
    routes.close();
    stepping.close();
    roster.closeRoutes();
    routing.close();
    roster.installed().values().forEach(one -> one.connector().close());
  }
}
