package io.causerie.spi;

import java.util.Optional;

/**
 * What the connectors of a system share: its address, who one is there, one client. Its kind makes
 * it before its connectors; used by many threads, and closed after the last of them.
 */
public interface SourceSystem extends AutoCloseable {
  /** Nothing but its configuration is shared. */
  static SourceSystem configured() {
    return new SourceSystem() {};
  }

  /** How comments are put into its records: where {@link ConnectorKind#writesBack} claims it. */
  default Optional<WriteBack> writeBack() {
    return Optional.empty();
  }

  /**
   * How people connect accounts of their own: where {@link WriteBack.Means#AS_PERSON} is claimed.
   */
  default Optional<Accounts> accounts() {
    return Optional.empty();
  }

  /** Ends what was started; called once. */
  @Override
  default void close() {}
}
