package io.causerie.server.live;

import io.causerie.model.text.ReaderContext;

/**
 * How a reader is written to.
 *
 * @param reader her language and zone
 * @param writes whether her token may write
 */
public record Manner(ReaderContext reader, boolean writes) {}
