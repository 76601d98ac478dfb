package io.causerie.engine.ingest;

import io.causerie.model.EventId;
import io.causerie.model.RecordId;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored event as an operator sees it.
 *
 * @param id its row
 * @param connector the connector it came by
 * @param dedupeKey what makes it the same event when it comes again
 * @param received when it arrived
 * @param fate what became of it
 * @param cause a short text that events with the same fault share
 * @param reason what is wrong with it and what to do, or why it was ignored
 * @param warnings what of it could not be read as the mapping says; paths and kinds, no values
 * @param verdict who gave it that fate
 * @param silent whether it tells of times before its connector began
 * @param record the record it was about, once known
 * @param event the event itself
 */
public record EventView(
    EventId id,
    String connector,
    String dedupeKey,
    Instant received,
    Fate fate,
    @Nullable Phrase cause,
    @Nullable Phrase reason,
    List<Phrase> warnings,
    Verdict verdict,
    boolean silent,
    @Nullable RecordId record,
    SourceEvent event) {}
