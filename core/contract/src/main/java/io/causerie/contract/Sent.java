package io.causerie.contract;

import io.causerie.engine.ingest.Ingest;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Door;
import io.causerie.spi.SourceRow;

/**
 * An event as a connector hands it on.
 *
 * @param key what makes it the same one when it comes again
 */
public record Sent(String key, SourceEvent event) {
  /** Known by its source, type and id. */
  public static Sent of(SourceEvent event) {
    return new Sent(Ingest.keyOf(event), event);
  }

  /**
   * Read by a poller: known by key, version and content. That a row is gone is told again by each
   * census until it was taken in, and is one event.
   */
  public static Sent of(SourceRow row) {
    String version = row.isGone() ? "gone" : row.version();
    return new Sent(Ingest.keyOf(row.key(), version, row.event()), row.event());
  }

  /** Let in by a door: known by the sender's own name of it, where that alone is authenticated. */
  public static Sent of(Door.Delivery delivery) {
    String name = delivery.delivery();
    return name == null ? of(delivery.event()) : new Sent(Ingest.keyOf(name), delivery.event());
  }
}
