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
 * @param reading how it was read; absent for one that was pushed
 */
record RoutedEvent(String connector, String key, SourceEvent event, @Nullable Reading reading) {

  static RoutedEvent pushed(String connector, Door.Delivery delivery) {
    return new RoutedEvent(connector, keyOf(delivery), delivery.event(), null);
  }

  static String keyOf(Door.Delivery delivery) {
    return delivery.delivery() == null
        ? Ingest.keyOf(delivery.event())
        : Ingest.keyOf(delivery.delivery());
  }

  /** Takes in what the route made of it. */
  CompletionStage<EventOutcome> accept(Ingest ingest, SourceEvent made) {
    return reading == null
        ? ingest.accept(connector, key, made)
        : ingest.accept(connector, key, made, reading);
  }
}
