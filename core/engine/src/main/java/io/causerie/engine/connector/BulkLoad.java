package io.causerie.engine.connector;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time during which a connector's events make records known, and nobody is told.
 *
 * @param until it ends by itself
 * @param by the operator who said so
 */
public record BulkLoad(
    String connector, Instant since, Instant until, String by, @Nullable String reason) {}
