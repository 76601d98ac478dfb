package io.causerie.engine.ingest;

import io.causerie.engine.access.Audiences;
import io.causerie.engine.access.Gates;
import io.causerie.engine.activity.ActivityStore.Contribution;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.model.CandidatePost;
import io.causerie.model.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one event while it is worked on.
 *
 * @param published when it was said, by our clock at the latest
 * @param actor the row of whoever did it in the source
 * @param readers who reads what it tells, where that is not asked of the record as it is now
 */
record Work(
    Arrival arrival,
    long event,
    Observation seen,
    Instant published,
    @Nullable Long actor,
    Audiences.Interned audience,
    @Nullable Gates readers) {
  Work by(@Nullable Long somebody) {
    return new Work(arrival, event, seen, published, somebody, audience, readers);
  }

  Work readBy(@Nullable Gates others) {
    return new Work(arrival, event, seen, published, actor, audience, others);
  }

  /** A row from a backup tells when it was changed long ago: it is back since it was gone. */
  Work since(@Nullable Instant gone) {
    return gone == null || !published.isBefore(gone)
        ? this
        : new Work(arrival, event, seen, gone, actor, audience, readers);
  }

  /** What it contributes to a post. */
  Contribution contribution(
      TrackedRecord record,
      long activity,
      List<FieldChange> changes,
      CandidatePost post,
      long journalLine) {
    return new Contribution(
        activity,
        event,
        record.id(),
        arrival.connector().name(),
        published,
        changes,
        post.summary(),
        journalLine);
  }

  Optional<Withdrawn.Post> before(boolean ofFields) {
    Arrival.Again again = arrival.again();
    return again == null || again.withdrawn() == null
        ? Optional.empty()
        : again.withdrawn().reuse(ofFields, actor);
  }
}
