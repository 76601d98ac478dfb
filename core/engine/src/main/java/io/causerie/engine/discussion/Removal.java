package io.causerie.engine.discussion;

import io.causerie.engine.people.ActorView;
import java.time.Instant;

/** Who removed something, and when; what stays is a Tombstone (ActivityStreams 2.0). */
public record Removal(ActorView by, Instant at) {}
