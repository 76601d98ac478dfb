package io.causerie.spi;

import io.causerie.model.SourceLimit;
import java.util.List;
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

  /**
   * The limits that the system sets to whoever asks it, as far as it has said lately how much of
   * them is used up. What is known by then is returned at once: asks nothing, and never waits.
   */
  default List<SourceLimit> limits() {
    return List.of();
  }

  /** Ends what was started; called once. */
  @Override
  default void close() {}
}
