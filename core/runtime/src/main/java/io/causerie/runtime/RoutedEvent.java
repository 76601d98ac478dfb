package io.causerie.runtime;

import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.ingest.Reading;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Door;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way through its connector's route.
 *
 * @param key what makes it the same event when it comes again, whatever the route makes of it
 * @param silent whether it tells of times before the connector began
 * @param reading how it was read, where it is a row that says how its record is now
 */
record RoutedEvent(
    String connector, String key, SourceEvent event, boolean silent, @Nullable Reading reading) {

  static RoutedEvent pushed(String connector, Door.Delivery delivery) {
    return new RoutedEvent(connector, keyOf(delivery), delivery.event(), false, null);
  }

  static String keyOf(Door.Delivery delivery) {
    return delivery.delivery() == null
        ? Ingest.keyOf(delivery.event())
        : Ingest.keyOf(delivery.delivery());
  }

  /** Takes in what the route made of it. */
  CompletionStage<EventOutcome> accept(Ingest ingest, SourceEvent made) {
    if (reading != null) {
      return ingest.accept(connector, key, made, reading);
    }
    return silent
        ? ingest.acceptSilently(connector, key, made)
        : ingest.accept(connector, key, made);
  }
}
