package io.causerie.engine.record;

import io.causerie.engine.access.Standing;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.Value;
import java.util.List;

/** A record with all that is the same for whoever reads it; what differs needs no database. */
public final class HeadForAll {
  private final TrackedRecord record;
  private final Localized systemTitle;

  HeadForAll(TrackedRecord record, Localized systemTitle) {
    this.record = record;
    this.systemTitle = systemTitle;
  }

  /** The head as somebody sees it whom the record lets in now. */
  public RecordHead seenBy(Standing standing) {
    return new RecordHead(
        new RecordId(record.id),
        record.ref(),
        systemTitle,
        record.typeLabel,
        record.title == null ? Localized.of(record.ref().id()) : record.title,
        record.url,
        record.known,
        record.deleted,
        standing.internal()
            ? record.state.values().stream()
                .filter(f -> standing.maySee(f.restricted()))
                // That there is no value is news once, and no fact.
                .filter(f -> !(f.value() instanceof Value.Empty))
                .map(f -> new RecordView.Field(f.field(), f.label(), f.value()))
                .toList()
            : List.of());
  }
}
