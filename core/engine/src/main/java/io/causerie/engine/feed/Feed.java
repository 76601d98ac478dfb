package io.causerie.engine.feed;

import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.Page;
import io.causerie.engine.access.Viewer;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Posts as a reader sees them, and people's own posts. */
public final class Feed {
  /** Newest first, by the time of the source. */
  public Page<ActivityView> of(
      Viewer viewer, RecordId record, ActivityView.Show show, @Nullable String cursor, int limit) {
    throw new UnsupportedOperationException();
  }

  public Optional<ActivityView> activity(Viewer viewer, ActivityId activity) {
    throw new UnsupportedOperationException();
  }

  /** The events a post was folded from, oldest first. */
  public List<ActivityView.Step> steps(Viewer viewer, ActivityId activity) {
    throw new UnsupportedOperationException();
  }

  /** A person's own post. */
  public ActivityView post(
      Viewer viewer, RecordId record, Lane lane, String content, @Nullable IdempotencyKey key) {
    throw new UnsupportedOperationException();
  }

  /** @param expectedVersion the version the author saw; null: any */
  public ActivityView edit(
      Viewer viewer, ActivityId activity, String content, @Nullable Integer expectedVersion) {
    throw new UnsupportedOperationException();
  }

  public void remove(Viewer viewer, ActivityId activity, @Nullable Integer expectedVersion) {
    throw new UnsupportedOperationException();
  }
}
