package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.access.Audiences;
import io.causerie.model.CandidatePost;
import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the database, mapped already.
 *
 * @param digest of its data, to tell a repeated event from a reused id
 * @param outcome what the mapping, or a route, said of it
 * @param audience the interned audience of what it tells; absent where it tells nothing
 * @param replayOf the stored event that is posted again; absent for a new one
 * @param verdict who gave the outcome
 * @param silent whether its record is known then, but nobody is told: it tells of times before its
 *     connector began, or is part of a bulk load
 * @param reading how it was read; absent for one that was pushed
 * @param again the posts it is to make, if that is settled already
 */
record Arrival(
    ConnectorRules connector,
    String key,
    SourceEvent event,
    String digest,
    MappingOutcome outcome,
    Audiences.@Nullable Interned audience,
    @Nullable EventView replayOf,
    Verdict verdict,
    boolean silent,
    @Nullable Reading reading,
    @Nullable Again again) {

  /**
   * Posts of a stored event, and what it was taken for.
   *
   * @param taken its place among the events that were taken; absent where it had none
   * @param withdrawn what it told before, if it is told in place of that
   */
  record Again(
      List<CandidatePost> posts,
      Sighting sighting,
      @Nullable Long taken,
      @Nullable Withdrawn withdrawn) {}

  /** The same event, once its audience has an id. */
  Arrival read(Audiences.@Nullable Interned by) {
    return new Arrival(
        connector, key, event, digest, outcome, by, replayOf, verdict, silent, reading, again);
  }

  /** The same event, of which something else is made. */
  Arrival seenAs(MappingOutcome made) {
    return new Arrival(
        connector, key, event, digest, made, audience, replayOf, verdict, silent, reading, again);
  }

  /** The same event as part of a bulk load; one that is posted again is what it was. */
  Arrival quiet() {
    return replayOf != null
        ? this
        : new Arrival(
            connector,
            key,
            event.asQuiet(),
            digest,
            outcome,
            audience,
            null,
            verdict,
            true,
            reading,
            again);
  }

  /** Whether it tells of a comment: the end of its row is none of the record. */
  boolean tellsOfANote() {
    return outcome.match(
        seen -> seen.observation().note() != null,
        ignored -> false,
        rejected -> false,
        hinted -> false);
  }

  /** What of it could not be read as the mapping says. */
  List<Phrase> warnings() {
    return outcome.match(
        MappingOutcome.Seen::warnings,
        ignored -> List.of(),
        rejected -> List.of(),
        hinted -> List.of());
  }

  /** The same event, with another verdict and another key. */
  Arrival refused(String newKey, Phrase cause, Phrase reason) {
    return new Arrival(
        connector,
        newKey,
        event,
        digest,
        new MappingOutcome.Rejected(cause, reason),
        null,
        replayOf,
        verdict,
        silent,
        reading,
        null);
  }

  /** When it came in for the first time. */
  Instant received(Instant now) {
    return replayOf == null ? now : replayOf.received();
  }
}
