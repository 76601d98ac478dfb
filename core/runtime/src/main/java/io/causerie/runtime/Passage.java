package io.causerie.runtime;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;

/**
 * Goes along with what a source's component brought, and with the parts it is split into: whether
 * any of it was taken in.
 */
final class Passage {
  private static final String PROPERTY = "CauseriePassage";

  private final AtomicBoolean arrived = new AtomicBoolean();

  void attach(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  static Optional<Passage> of(Exchange exchange) {
    return Optional.ofNullable(exchange.getProperty(PROPERTY, Passage.class));
  }

  void arrive() {
    arrived.set(true);
  }

  boolean arrived() {
    return arrived.get();
  }
}
