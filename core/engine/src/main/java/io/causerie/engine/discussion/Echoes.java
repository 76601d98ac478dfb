package io.causerie.engine.discussion;

import io.causerie.model.RecordId;
import io.causerie.model.SourceActor;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Says which comments that come from a source may have been written from here, while nobody knows
 * yet what became of that: once it is settled, {@link CounterpartStore} knows them by the id that
 * the source gave. It is asked within the transaction that takes the event in, before that is read:
 * so a delivery that it finds settled has its counterpart there.
 */
@FunctionalInterface
public interface Echoes {
  /** Nothing is written from here. */
  Echoes NONE = (h, comment) -> false;

  /**
   * A comment that came.
   *
   * @param record what it is about
   * @param externalId its key in the source
   * @param by who wrote it or changed it there; absent where the event does not say
   * @param content its words, as Markdown
   */
  record Comment(
      RecordId record,
      String system,
      String externalId,
      @Nullable SourceActor by,
      String content) {}

  /** The same, and what another one says. */
  default Echoes or(Echoes other) {
    return (h, comment) -> mayBe(h, comment) || other.mayBe(h, comment);
  }

  /**
   * Whether a comment may be what a delivery of its record brings that is under way or in doubt:
   * its event waits until that is settled, and is asked about again. Asks nobody but the database.
   */
  boolean mayBe(Handle h, Comment comment);
}
