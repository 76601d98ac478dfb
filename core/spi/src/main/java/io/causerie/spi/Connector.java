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

  /** How the source is read, where it only answers queries. */
  default Optional<Poller> poller() {
    return Optional.empty();
  }

  /** How whole records are read by their keys, where the source can tell them. */
  default Optional<ReadBack> readBack() {
    return Optional.empty();
  }

  /** How the source tells what it has, where it can. */
  default Optional<Census> census() {
    return Optional.empty();
  }

  /**
   * Asks the source whether the configuration fits it. Called after the start and at the operator's
   * wish; a failure is shown and stops nothing.
   */
  default void check() throws SourceException {}

  /**
   * The connector's own Camel route, from {@code causerie-push:}, {@code causerie-poll:} or a
   * transport to {@code causerie:<name>}; absent: straight from the one to the other. An
   * integrator's route replaces it.
   */
  default Optional<RoutesBuilder> routes() {
    return Optional.empty();
  }

  /** Ends what was started; called once. */
  @Override
  default void close() {}
}
