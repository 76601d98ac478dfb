package io.causerie.spi;

/**
 * What the connectors of a system share: its address, who one is there, one client. Its kind makes
 * it before its connectors; used by many threads, and closed after the last of them.
 */
public interface SourceSystem extends AutoCloseable {
  /** Nothing but its configuration is shared. */
  static SourceSystem configured() {
    return new SourceSystem() {};
  }

  /** Ends what was started; called once. */
  @Override
  default void close() {}
}
