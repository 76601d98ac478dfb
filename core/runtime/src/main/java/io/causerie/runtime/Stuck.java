package io.causerie.runtime;

import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.LifeSigns;
import io.causerie.spi.SourceException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a cursor that stands does so since there is nothing: the source is asked now and then how
 * many rows there are behind it. Rows that were read while it stood, as in an overlap, are none
 * that it lacks. Used by one thread.
 */
final class Stuck {
  private static final Logger LOG = LoggerFactory.getLogger(Stuck.class);

  private final ReadConnector connector;
  private Instant next = Instant.MIN;

  /** A row may come between a page and the count: only what is there twice is lacking. */
  private boolean suspected;

  Stuck(ReadConnector connector) {
    this.connector = connector;
  }

  /** How many rows the source has that a run did not get; nothing if all is well, or unknown. */
  @Nullable Long newer(Duty.Progress before, ReadConnector.Run run, Instant now) {
    Instant moved = before.moved() == null ? before.began() : before.moved();
    String cursor = before.cursor();
    Long rows = run.rows();
    if (rows == null || cursor == null || moved == null || run.more()) {
      suspected = false;
      return null;
    }
    if (now.isBefore(moved.plus(LifeSigns.STANDS)) || (now.isBefore(next) && !suspected)) {
      return null;
    }
    next = now.plus(LifeSigns.STANDS);
    Long counted = count(cursor);
    boolean lacking = counted != null && counted > rows;
    boolean twice = lacking && suspected;
    suspected = lacking;
    return twice && counted != null ? Long.valueOf(counted - rows) : null;
  }

  private @Nullable Long count(String cursor) {
    try {
      return connector.behind(cursor);
    } catch (SourceException e) {
      // The next poll tells what is wrong with the source.
      LOG.debug("{}: not counted", connector.name(), e);
      return null;
    }
  }
}
