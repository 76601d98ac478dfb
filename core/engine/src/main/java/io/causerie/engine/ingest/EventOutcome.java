package io.causerie.engine.ingest;

import io.causerie.model.EventId;
import io.causerie.model.phrase.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one accepted event; it is durable when this is given.
 *
 * @param event the row that stands for the event; of a duplicate, the row of the first one
 * @param fate what became of it; of a duplicate, what became of the first one
 * @param duplicate whether the event had been accepted before
 * @param reason why it was ignored or failed
 */
public record EventOutcome(EventId event, Fate fate, boolean duplicate, @Nullable Phrase reason) {}
