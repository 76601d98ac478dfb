package io.causerie.spi;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source that only answers queries, page by page in the order of change. Cursors are the
 * poller's own text, at most 4,000 characters; they say how far the source has been read, and hold
 * for a poller made after a restart. Used by one thread at a time, but for {@link #listen}; holds
 * no more than a page.
 *
 * <p>A page may hold rows that came before: the runtime tells them by key, version and content. A
 * poller that reads by time therefore reaches back over an overlap, so that what is committed late
 * is not missed.
 */
public interface Poller {
  /**
   * The cursor that reads whatever changes from a moment on.
   *
   * @param since absent: from now on, by the source's own clock
   */
  String start(@Nullable Instant since) throws SourceException;

  /** The cursor before everything there is, where a backfill begins. */
  String beginning();

  /**
   * Reads one page.
   *
   * @param cursor where the page before ended
   * @param until a cursor at which to stop, for a backfill; absent: as far as the source goes
   * @param limit how many rows at most
   */
  Page read(String cursor, @Nullable String until, int limit) throws SourceException;

  /**
   * Whether a row says how its record is now, so that one that is as it was before is news. Else
   * each row is a message of its own, and its version says what came first.
   */
  default boolean tellsStates() {
    return true;
  }

  /** How many rows lie between two cursors, about; empty where the source cannot say it cheaply. */
  default OptionalLong count(String cursor, @Nullable String until) throws SourceException {
    return OptionalLong.empty();
  }

  /**
   * Told when the rows of a page, and the cursor behind it, are durable; an outbox is cleared here.
   * After a crash it may never be told: what it does must be done again by a later page.
   */
  default void committed(Page page) throws SourceException {}

  /**
   * Lets the source wake the runtime, so that it need not wait for the schedule; called once.
   * Losing the connection is no failure: the schedule goes on.
   */
  default AutoCloseable listen(Runnable wake) throws SourceException {
    return () -> {};
  }

  /**
   * A page.
   *
   * @param rows in the order of change
   * @param next the cursor behind it; the same as before if nothing was new
   * @param more whether the next page can be read at once
   * @param upTo up to when the source has been read, by its own clock; absent where it has none
   */
  record Page(List<SourceRow> rows, String next, boolean more, @Nullable Instant upTo) {
    public Page {
      rows = List.copyOf(rows);
    }
  }
}
