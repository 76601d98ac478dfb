package io.causerie.engine.record;

import io.causerie.engine.access.Viewer;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import java.util.Optional;

/** Records, follows and read marks. */
public final class Records {
  /** By the key in the source; former keys count too. */
  public Optional<RecordView> find(Viewer viewer, RecordRef ref) {
    throw new UnsupportedOperationException();
  }

  public Optional<RecordView> get(Viewer viewer, RecordId record) {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@link #find}, but a record nobody has met yet is made, with its system's audience, so that it
   * can be talked about; it fills when its first event comes. Only for a host that vouches for it.
   *
   * @param title what the host calls it, used until an event says better; may be empty
   */
  public Optional<RecordView> meet(Viewer viewer, RecordRef ref, String title) {
    throw new UnsupportedOperationException();
  }

  public void follow(Viewer viewer, RecordId record) {
    throw new UnsupportedOperationException();
  }

  /** Ends a follow for good: nothing automatic begins it again. */
  public void unfollow(Viewer viewer, RecordId record) {
    throw new UnsupportedOperationException();
  }

  /** Moves the reader's mark forward to a position she was shown; never back. */
  public void markRead(Viewer viewer, RecordId record, long upTo) {
    throw new UnsupportedOperationException();
  }
}
