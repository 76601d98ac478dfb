package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.access.Access;
import io.causerie.model.EventId;
import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the database, mapped already.
 *
 * @param digest of its data, to tell a repeated event from a reused id
 * @param outcome what the mapping, or a route, said of it
 * @param audience the interned audience of what it tells; absent where it tells nothing
 * @param replayOf the stored event that is posted again; absent for a new one
 * @param silent whether it tells of times before its connector began: known then, but nobody is
 *     told
 * @param reading how it was read; absent for one that was pushed
 */
record Arrival(
    ConnectorRules connector,
    String key,
    SourceEvent event,
    String digest,
    MappingOutcome outcome,
    Access.@Nullable Interned audience,
    @Nullable EventId replayOf,
    boolean silent,
    @Nullable Reading reading) {

  /** What of it could not be read as the mapping says. */
  List<String> warnings() {
    return outcome.match(
        MappingOutcome.Seen::warnings,
        ignored -> List.of(),
        rejected -> List.of(),
        hinted -> List.of());
  }

  /** The same event, with another verdict and another key. */
  Arrival refused(String newKey, String cause, String reason) {
    return new Arrival(
        connector,
        newKey,
        event,
        digest,
        new MappingOutcome.Rejected(cause, reason),
        null,
        replayOf,
        silent,
        reading);
  }
}
