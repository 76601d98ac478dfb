package io.causerie.runtime;

import io.causerie.engine.ingest.EventOutcome;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What only the {@code causerie:} component can complete. The answer to a source depends on it,
 * never on the absence of an exception: a route that filters, catches or goes astray ends without
 * one.
 */
final class Receipt {
  private static final String PROPERTY = "CauserieReceipt";

  private final RoutedEvent routed;
  private final AtomicReference<@Nullable EventOutcome> outcome = new AtomicReference<>();

  Receipt(RoutedEvent routed) {
    this.routed = routed;
  }

  void attach(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  static Optional<Receipt> of(Exchange exchange) {
    return Optional.ofNullable(exchange.getProperty(PROPERTY, Receipt.class));
  }

  RoutedEvent routed() {
    return routed;
  }

  void complete(EventOutcome told) {
    outcome.compareAndSet(null, told);
  }

  Optional<EventOutcome> outcome() {
    return Optional.ofNullable(outcome.get());
  }
}
