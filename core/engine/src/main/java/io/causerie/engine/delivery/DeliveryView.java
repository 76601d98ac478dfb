package io.causerie.engine.delivery;

import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as operators see it.
 *
 * @param channel the channel, or the kind of a job
 * @param target empty for a job
 * @param outcome of one that is done
 * @param attempts how often it was taken in hand
 * @param due when it is tried next; of one that is done, when it was tried last
 * @param failure why its last attempt came to nothing
 */
public record DeliveryView(
    long id,
    String channel,
    String target,
    String subject,
    DeliveryState state,
    @Nullable String outcome,
    int attempts,
    Instant added,
    Instant due,
    @Nullable Phrase failure) {}
