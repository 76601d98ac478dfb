package io.causerie.runtime;

import io.causerie.engine.Causerie;
import io.causerie.engine.CauserieException;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Connector;
import io.causerie.spi.Door;
import io.causerie.spi.RejectedEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs connectors. Every event passes a Camel route, so that an integrator can put steps between a
 * source and the engine; what becomes of it is decided by its {@link Receipt}.
 */
public final class ConnectorRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorRuntime.class);

  private final Ingest ingest;
  private final Map<String, Connector> connectors;
  private final List<Duration> retries;
  private final PushComponent push = new PushComponent();
  private final DefaultCamelContext camel = new DefaultCamelContext(false);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "causerie-retry"));

  private ConnectorRuntime(Builder builder) {
    this.ingest = builder.causerie.ingest();
    this.connectors = Map.copyOf(builder.connectors);
    this.retries = builder.retries;
  }

  /** Collects what is to run. */
  public static final class Builder {
    private final Causerie causerie;
    private final Map<String, Connector> connectors = new LinkedHashMap<>();
    private final Map<String, String> routes = new LinkedHashMap<>();
    private List<Duration> retries =
        List.of(Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofSeconds(3));

    private Builder(Causerie causerie) {
      this.causerie = causerie;
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
        runtime.start(routes);
      } catch (RuntimeException e) {
        runtime.close();
        throw e;
      }
      return runtime;
    }
  }

  public static Builder of(Causerie causerie) {
    return new Builder(causerie);
  }

  private void start(Map<String, String> files) {
    camel.addComponent(PushComponent.SCHEME, push);
    camel.addComponent(CauserieComponent.SCHEME, new CauserieComponent(ingest));
    // The runtime alone decides on a retry or on `failed`.
    camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    camel.getShutdownStrategy().setTimeout(20);
    camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
    camel.build();
    files.forEach(this::load);
    for (String name : connectors.keySet()) {
      if (routeOf(name).isEmpty()) {
        ownRoute(name);
      }
    }
    guard();
    camel.start();
  }

  private void load(String file, String yaml) {
    try {
      PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file, yaml));
    } catch (Exception e) {
      throw new RouteException(file + ": not a route in Camel's YAML: " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private void ownRoute(String name) {
    try {
      Optional<org.apache.camel.RoutesBuilder> own =
          Optional.ofNullable(connectors.get(name)).flatMap(Connector::routes);
      camel.addRoutes(own.isPresent() ? own.get() : straight(name));
    } catch (Exception e) {
      throw new RouteException(
          "the route of connector " + name + " cannot be made: " + e.getMessage(), e);
    }
  }

  private static RouteBuilder straight(String name) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from(PushComponent.SCHEME + ":" + name)
            .routeId(name)
            .to(CauserieComponent.SCHEME + ":" + name);
      }
    };
  }

  private Optional<RouteDefinition> routeOf(String connector) {
    return camel.getRouteDefinitions().stream()
        .filter(r -> connector.equals(pushed(r)))
        .findFirst();
  }

  private static String pushed(RouteDefinition route) {
    String from = route.getInput().getEndpointUri();
    return from.startsWith(PushComponent.SCHEME + ":")
        ? from.substring(PushComponent.SCHEME.length() + 1).replaceFirst("^/*", "")
        : "";
  }

  private void guard() {
    List<String> faults = new ArrayList<>();
    for (RouteDefinition route : camel.getRouteDefinitions()) {
      String connector = pushed(route);
      String from = route.getInput().getEndpointUri();
      List<String> found = List.of();
      if (!connector.isEmpty()) {
        found = RouteGuard.check(route, connector);
        if (!connectors.containsKey(connector)) {
          faults.add(where(route) + "there is no connector " + connector);
        }
      } else if (from.startsWith("direct:") || from.startsWith("seda:")) {
        found = RouteGuard.steps(route);
      }
      found.forEach(fault -> faults.add(where(route) + fault));
    }
    if (!faults.isEmpty()) {
      throw new RouteException(String.join("\n", faults), null);
    }
  }

  private static String where(RouteDefinition route) {
    String file = route.getResource() == null ? "" : route.getResource().getLocation();
    return "%sroute %s: "
        .formatted(file.isEmpty() ? "" : file.replaceFirst("^mem:", "") + ": ", route.getRouteId());
  }

  /** The names of all connectors. */
  public java.util.Set<String> connectors() {
    return connectors.keySet();
  }

  /** Whether every connector's route takes events. */
  public boolean isReady() {
    return connectors.keySet().stream().allMatch(name -> push.consumer(name).isPresent());
  }

  /** The door of a connector, where its source pushes. */
  public Optional<Door> door(String connector) {
    return Optional.ofNullable(connectors.get(connector)).flatMap(Connector::door);
  }

  /**
   * Sends events through the connector's route; completes when each has its fate.
   *
   * @return fails with {@code BusyException} or {@code UnavailableException} if not all of them
   *     were taken: the source must send all of them again, and those that were are duplicates then
   */
  public CompletionStage<PushResult> push(String connector, List<Door.Delivery> deliveries) {
    List<CompletableFuture<EventOutcome>> all = new ArrayList<>();
    for (Door.Delivery delivery : deliveries) {
      all.add(push(connector, delivery).toCompletableFuture());
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> PushResult.of(all.stream().map(CompletableFuture::join).toList()));
  }

  private CompletionStage<EventOutcome> push(String connector, Door.Delivery delivery) {
    SourceEvent event = delivery.event();
    if (delivery.fault() != null) {
      return ingest.fail(
          connector,
          Ingest.keyOf(event),
          event,
          delivery.fault().cause(),
          delivery.fault().reason());
    }
    CompletableFuture<EventOutcome> answer = new CompletableFuture<>();
    send(connector, event, 0, answer);
    return answer;
  }

  private void send(
      String connector, SourceEvent event, int attempt, CompletableFuture<EventOutcome> answer) {
    PushComponent.PushConsumer consumer = push.consumer(connector).orElse(null);
    if (consumer == null) {
      answer.completeExceptionally(
          new UnavailableException(
              Duration.ofSeconds(5), new IllegalStateException("the route is stopped")));
      return;
    }
    Receipt receipt = new Receipt(connector);
    Exchange exchange = consumer.getEndpoint().createExchange(ExchangePattern.InOut);
    receipt.attach(exchange);
    EventHeaders.write(event, exchange.getIn());
    consumer
        .route()
        .process(
            exchange,
            doneSync ->
                settle(connector, event, attempt, receipt, exchange.getException(), answer));
  }

  private void settle(
      String connector,
      SourceEvent event,
      int attempt,
      Receipt receipt,
      @org.jspecify.annotations.Nullable Exception failure,
      CompletableFuture<EventOutcome> answer) {
    if (receipt.outcome().isPresent()) {
      answer.complete(receipt.outcome().get());
    } else if (failure instanceof CauserieException) {
      answer.completeExceptionally(failure);
    } else if (failure == null) {
      forward(
          ingest.ignore(
              connector,
              Ingest.keyOf(event),
              event,
              "left the route: a step of the connector's route let it go"),
          answer);
    } else if (failure instanceof RejectedEventException) {
      fail(connector, event, "rejected by the route", String.valueOf(failure.getMessage()), answer);
    } else if (attempt < retries.size()) {
      LOG.info(
          "{}: a step failed for {}; it is tried again: {}", connector, event, failure.toString());
      timer.schedule(
          () -> send(connector, event, attempt + 1, answer),
          retries.get(attempt).toMillis(),
          TimeUnit.MILLISECONDS);
    } else {
      fail(
          connector,
          event,
          "a step of the route fails: " + failure.getClass().getSimpleName(),
          "a step of the route failed %d times, last with: %s; mend the route, then replay"
              .formatted(attempt + 1, failure.getMessage()),
          answer);
    }
  }

  private void fail(
      String connector,
      SourceEvent event,
      String cause,
      String reason,
      CompletableFuture<EventOutcome> answer) {
    forward(ingest.fail(connector, Ingest.keyOf(event), event, cause, reason), answer);
  }

  private static void forward(
      CompletionStage<EventOutcome> stage, CompletableFuture<EventOutcome> answer) {
    stage.whenComplete(
        (outcome, failure) -> {
          if (failure == null) {
            answer.complete(outcome);
          } else {
            answer.completeExceptionally(failure);
          }
        });
  }

  /** Lets what is under way come to its end, then stops. */
  @Override
  public void close() {
    camel.stop();
    timer.shutdown();
    connectors.values().forEach(Connector::close);
  }
}
