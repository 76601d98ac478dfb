package io.causerie.engine.access;

import io.causerie.model.RecordRef;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * A source that itself decides who sees its records. It is asked while no connection of the
 * database is held, never twice at a time for the same, and its answers count for about a minute.
 * Used by many threads.
 */
public interface SourceDecisions {
  /**
   * Asks which of some records a user of the source may see.
   *
   * @param user her name in the source
   * @param records all of the system
   * @param deadline after which nobody waits for the answer any more
   * @return whether she may, by record; a record that is left out was not decided, and is shown to
   *     nobody until it is
   * @throws RuntimeException where the source does not answer; nothing was decided then
   */
  Map<RecordRef, Boolean> ask(String user, Collection<RecordRef> records, Instant deadline);
}
