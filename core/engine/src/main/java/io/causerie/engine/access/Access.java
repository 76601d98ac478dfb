package io.causerie.engine.access;

import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;

/** Who can read what. */
public final class Access {
  /** Who can read a post and all its comments. */
  public ReadersView readers(Viewer viewer, ActivityId activity) {
    throw new UnsupportedOperationException();
  }

  /** Who would read a new post in a lane of a record. */
  public ReadersView readers(Viewer viewer, RecordId record, Lane lane) {
    throw new UnsupportedOperationException();
  }
}
