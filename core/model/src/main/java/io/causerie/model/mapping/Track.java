package io.causerie.model.mapping;

import io.causerie.model.Localized;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of {@code track}. */
record Track(
    String field,
    Localized label,
    Set<String> restricted,
    TypedValue value,
    boolean lookup,
    @Nullable Jq changedBy) {}
