package io.causerie.spi;

import io.causerie.model.phrase.Phrase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line that a source keeps open, and on which it delivers by itself what happens. It runs on one
 * node for as long as that node has its connector, beside whatever else its connector has to do
 * (read back, backfill, census): used by one thread at a time, but for {@link #start}. Cursors are
 * its own text, at most 4,000 characters; they say how far the source has delivered, and hold for a
 * subscription made after a restart.
 *
 * <p>The rows of its pages are messages: each tells of one change, and the version that a mapping
 * reads ({@code record.version}) says which of two came first. What was read of a record meanwhile
 * may be newer than the message that comes next. Rows of one key are taken in their order, and one
 * that comes again is told by key, version and content; so a run that does not know what was
 * durable when the one before it ended delivers it again.
 *
 * <p>What a source delivers and is not a whole change has three forms:
 *
 * <ul>
 *   <li>a row that only names a record ({@link SourceRow#named}): the record is read back, which
 *       its connector claims ({@link Capability#READ_BACK});
 *   <li>a row that cannot be read ({@link SourceRow#unreadable}): kept with its bytes as failed;
 *   <li>a break ({@link Sink#broke}): the source says that it did not deliver something, or no
 *       longer knows the cursor. The operator is told and the connector is compared with its source
 *       ({@link Capability#CENSUS}, which it claims), by itself. A subscription never goes on from
 *       a later place without saying so.
 * </ul>
 */
public interface Subscription {
  /**
   * The cursor behind which whatever happens from a moment on is delivered; as far back as the
   * source goes, where that is less. May be asked while the subscription runs.
   *
   * @param since absent: from now on, by the source's own clock
   */
  String start(@Nullable Instant since) throws SourceException;

  /**
   * Delivers what comes behind a cursor, page after page, until it is to end. It asks the source
   * for no more than the sink has made durable, and settles there what a page held only when {@link
   * Sink#page} has returned.
   *
   * <p>It returns soon where {@link Sink#ending} says so: the thread is interrupted then, except
   * while it is in the sink. It also returns where the source has ended the line, which is opened
   * again. What the sink throws is not to be caught. Nothing may use the sink once this has
   * returned.
   *
   * @throws SourceException where the line cannot be opened, or is lost; it is opened again, later
   *     each time, and not before {@link SourceException#retryAfter}
   */
  void run(String cursor, Sink sink) throws SourceException, InterruptedException;

  /**
   * So long nothing may be heard of the source, neither a page nor that it is {@link Sink#alive},
   * before the line is taken for dead and opened anew.
   */
  default Duration patience() {
    return Duration.ofMinutes(10);
  }

  /**
   * How the history of the source is read for a backfill, where it can be; its cursors have nothing
   * to do with those of the subscription, and its {@code listen} is not called.
   */
  default Optional<Poller> history() {
    return Optional.empty();
  }

  /** Where a subscription gives what was delivered. Used by the thread of the run. */
  interface Sink {
    /**
     * Takes a page: when this returns, each row has its fate and the cursor behind them is stored.
     * It waits while too much is waiting to be written, and while the database is away. A page
     * without rows moves the cursor alone; one with the cursor of before is good, too.
     *
     * @param page with at most some hundred rows; {@code more}: whether the source has more that
     *     waits, as far as it says so
     * @throws InterruptedException if the run is to end and this is not its last page any more;
     *     what was not taken is delivered again by the next run
     */
    void page(Poller.Page page) throws InterruptedException;

    /**
     * The source has let the subscription in, or says that it is still there: told whenever
     * something of it is heard that is no page. Never waits.
     */
    void alive();

    /**
     * The source did not deliver something between two places of the stream. Told before the page
     * that goes past it; durable when this returns.
     *
     * @param why what the source said, for the operator
     * @param since up to when nothing is missing, by the source's clock; absent: unknown
     */
    void broke(Phrase why, @Nullable Instant since) throws InterruptedException;

    /** Whether the run is to come to its end; the page in hand may still be given. */
    boolean ending();
  }
}
