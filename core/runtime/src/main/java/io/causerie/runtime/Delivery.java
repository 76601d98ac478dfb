package io.causerie.runtime;

import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Door;
import java.util.concurrent.CompletionStage;

/**
 * An event on its way through its connector's route.
 *
 * @param key what makes it the same event when it comes again, whatever the route makes of it
 * @param silent whether it tells of times before the connector began
 */
record Delivery(String connector, String key, SourceEvent event, boolean silent) {

  static Delivery pushed(String connector, Door.Delivery delivery) {
    return new Delivery(connector, keyOf(delivery), delivery.event(), false);
  }

  static String keyOf(Door.Delivery delivery) {
    return delivery.delivery() == null
        ? Ingest.keyOf(delivery.event())
        : Ingest.keyOf(delivery.delivery());
  }

  /** Takes in what the route made of it. */
  CompletionStage<EventOutcome> accept(Ingest ingest, SourceEvent made) {
    return silent
        ? ingest.acceptSilently(connector, key, made)
        : ingest.accept(connector, key, made);
  }
}
