package io.causerie.engine.live;

import io.causerie.engine.access.Viewer;
import io.causerie.model.RecordId;
import java.util.List;
import java.util.Map;

/**
 * What some lines of the journal tell.
 *
 * @param position of the last of them: whoever was told of this has been told of all up to there
 * @param lines how many lines there were, whoever may know of them
 * @param told by record, and by reader, in the order of the journal; a reader who may not know of
 *     the record any more is absent, one whom nothing is told has no lines
 */
public record Round(long position, int lines, Map<RecordId, Map<Viewer, List<Told>>> told) {
  public Round {
    told = Map.copyOf(told);
  }
}
