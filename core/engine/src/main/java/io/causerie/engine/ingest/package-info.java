/**
 * Takes events in: event rows with their fates, duplicates, group commit, what happened to the
 * record, folding. Nothing here knows where an event came from but its connector's name.
 */
@NullMarked
package io.causerie.engine.ingest;

import org.jspecify.annotations.NullMarked;
