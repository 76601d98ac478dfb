package io.causerie.server.api.violation;

import io.causerie.engine.access.Viewer;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.Row;
import io.causerie.engine.record.Records;
import io.causerie.model.RecordId;
import java.util.Optional;

/** Breaks the rule that rows are the engine's: let in for one record, it reads any post. */
public final class ApiThatReadsRows {
  private ApiThatReadsRows() {}

  static Optional<Row> any(Records records, Viewer viewer, RecordId record, long post) {
    return records
        .get(viewer, record, (h, in) -> ActivityStore.find(h, post))
        .flatMap(Records.With::beside);
  }
}
