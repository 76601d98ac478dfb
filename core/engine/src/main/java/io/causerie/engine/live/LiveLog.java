package io.causerie.engine.live;

import io.causerie.engine.access.Viewer;
import io.causerie.model.RecordId;
import java.util.List;
import java.util.Set;

/** What changed, as it becomes visible. */
public final class LiveLog {
  /** The position of the newest line that is visible. */
  public long position() {
    throw new UnsupportedOperationException();
  }

  /**
   * The lines after a position that the viewer may see, of some records, in order.
   *
   * @return at most {@code limit}
   * @throws PositionExpiredException if lines after {@code after} have been removed; begin anew
   */
  public List<LiveItem> read(Viewer viewer, Set<RecordId> records, long after, int limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * Calls back, on a thread of the engine, whenever new lines of one of the records have become
   * visible; the callback must not block. Calls may be coalesced.
   */
  public Subscription subscribe(Set<RecordId> records, Runnable callback) {
    throw new UnsupportedOperationException();
  }

  /** Ends a subscription. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
