package io.causerie.model.mapping;

import org.jspecify.annotations.Nullable;

/** One entry of {@code record.related}. */
record RelatedPart(String rel, @Nullable String system, String type, Jq id, @Nullable Jq title) {}
