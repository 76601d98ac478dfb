package io.causerie.runtime;

import io.causerie.engine.ingest.Ingest;
import io.causerie.model.SourceEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at a route that brings a connector's events: to each event that comes through or does
 * not, and to the component it begins with. Called by the threads of that component.
 */
final class BroughtRoute extends RoutePolicySupport implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BroughtRoute.class);

  private final String connector;
  private final Ingest ingest;
  private final Heard heard;

  /** Whom it is told to. */
  interface Heard {
    /** An event is durable. */
    void passed();

    /** An event did not come through; its source knows. */
    void notThrough(Throwable why);

    /** The component cannot get at its source. */
    void broke(Throwable why);
  }

  BroughtRoute(String connector, Ingest ingest, Heard heard) {
    this.connector = connector;
    this.ingest = ingest;
    this.heard = heard;
  }

  /**
   * Lets a route be run by nobody but its keeper. A step that fails is tried again as in any route;
   * then its component is told, which alone can have its source give the event again.
   */
  void watch(RouteDefinition route, List<Duration> retries) {
    route.setAutoStartup("false");
    route.routePolicy(this);
    RedeliveryPolicyDefinition policy = new RedeliveryPolicyDefinition();
    policy.setMaximumRedeliveries(String.valueOf(retries.size()));
    policy.setDelayPattern(
        IntStream.range(0, retries.size())
            .mapToObj(i -> (i + 1) + ":" + retries.get(i).toMillis())
            .collect(Collectors.joining(";")));
    // Parts of what was split go on where the ones before were answered: whoever slept there would
    // hold up all who are answered. And a route that ends waits for nothing that fails.
    policy.setAsyncDelayedRedelivery("true");
    policy.setAllowRedeliveryWhileStopping("false");
    // What Camel writes of an event that failed shows its headers and its body.
    policy.setLogExhausted("false");
    policy.setLogExhaustedMessageHistory("false");
    policy.setLogExhaustedMessageBody("false");
    policy.setLogRetryAttempted("false");
    policy.setLogStackTrace("false");
    DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
    handler.setRedeliveryPolicy(policy);
    route.setErrorHandlerFactory(handler);
  }

  @Override
  public void onInit(Route route) {
    listen(route);
  }

  @Override
  public void onStart(Route route) {
    listen(route);
  }

  private void listen(Route route) {
    if (route.getConsumer() instanceof DefaultConsumer consumer) {
      consumer.setExceptionHandler(this);
    }
  }

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    new Passage().attach(exchange);
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    Exception failure = exchange.getException();
    if (failure != null) {
      heard.notThrough(failure);
    } else if (Passage.of(exchange).filter(Passage::arrived).isPresent()) {
      heard.passed();
    } else {
      left(exchange);
    }
  }

  /** What a route lets go is kept if it is an event by then. */
  private void left(Exchange exchange) {
    SourceEvent event;
    try {
      event = EventHeaders.read(exchange);
    } catch (IllegalArgumentException e) {
      LOG.debug("{}: what left the route was no event yet: {}", connector, e.getMessage());
      return;
    }
    ingest
        .ignore(connector, Ingest.keyOf(event), event, RouteWording.LEFT.with(), null)
        .whenComplete(
            (outcome, failure) -> {
              if (failure == null) {
                heard.passed();
              } else {
                heard.notThrough(failure);
              }
            });
  }

  @Override
  public void handleException(Throwable exception) {
    handleException("", null, exception);
  }

  @Override
  public void handleException(@Nullable String message, @Nullable Throwable exception) {
    handleException(message, null, exception);
  }

  /** Of an event its end tells. */
  @Override
  public void handleException(
      @Nullable String message, @Nullable Exchange exchange, @Nullable Throwable exception) {
    LOG.debug("{}: {}", connector, message, exception);
    if (exchange == null) {
      heard.broke(
          exception == null ? new IllegalStateException(String.valueOf(message)) : exception);
    }
  }
}
