package io.causerie.engine.discussion;

import io.causerie.model.RecordId;
import io.causerie.model.SourceActor;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Says which comments that come from a source may have been written from here. Whoever brings
 * comments into sources gives one to the engine. It is asked within the transaction that takes the
 * event in, before {@link CounterpartStore} is read: so a delivery that it finds settled has its
 * counterpart there.
 */
@FunctionalInterface
public interface Echoes {
  /** Nothing is written from here. */
  Echoes NONE = (h, comment) -> Answer.OTHERS;

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

  /** The same, and what another one says of what this says nothing of. */
  default Echoes or(Echoes other) {
    return (h, comment) -> {
      Answer said = of(h, comment);
      return said.equals(Answer.OTHERS) ? other.of(h, comment) : said;
    };
  }

  /** Looks at one; asks nobody but the database. */
  Answer of(Handle h, Comment comment);

  /**
   * What a comment is.
   *
   * @param mayBe whether that cannot be said before a delivery is settled: the event waits, and is
   *     asked about again
   * @param item what was written here; absent: it was written there
   */
  record Answer(boolean mayBe, @Nullable Long item) {
    /** It was written in the source. */
    public static final Answer OTHERS = new Answer(false, null);

    /** A delivery of its record is under way or in doubt, and it may be what that brings. */
    public static final Answer WAIT = new Answer(true, null);

    /** It is what was written here: a post or a comment, which its words say. */
    public static Answer ours(long item) {
      return new Answer(false, item);
    }
  }
}
