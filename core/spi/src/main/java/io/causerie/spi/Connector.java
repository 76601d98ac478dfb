package io.causerie.spi;

import java.util.Optional;

/**
 * One stream of events from a system. It returns what its kind claims of its configuration, neither
 * more nor less; used by many threads.
 */
@FunctionalInterface
public interface Connector extends AutoCloseable {
  /** How its events come; the same whenever it is asked. */
  Intake intake();

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

  /** Ends what was started; called once. */
  @Override
  default void close() {}
}
