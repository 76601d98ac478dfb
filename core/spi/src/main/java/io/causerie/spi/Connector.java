package io.causerie.spi;

import java.util.Optional;
import org.apache.camel.RoutesBuilder;

/**
 * One stream of events from a system. What it can do it says by what it returns; used by many
 * threads.
 */
public interface Connector extends AutoCloseable {
  /** How the source's requests are taken in, where the source pushes. */
  default Optional<Door> door() {
    return Optional.empty();
  }

  /**
   * The connector's own Camel route, from {@code causerie-push:} or a transport to {@code
   * causerie:<name>}; absent: straight from the one to the other. An integrator's route replaces
   * it.
   */
  default Optional<RoutesBuilder> routes() {
    return Optional.empty();
  }

  /** Ends what was started; called once. */
  @Override
  default void close() {}
}
