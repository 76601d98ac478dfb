package io.causerie.model.mapping;

import org.jspecify.annotations.Nullable;

/** The {@code actor} block, and what else names a user of the source. */
record ActorPart(Jq id, @Nullable Jq name, @Nullable Jq email) {}
