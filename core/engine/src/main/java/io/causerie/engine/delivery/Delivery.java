package io.causerie.engine.delivery;

import io.causerie.model.IdText;
import java.time.Instant;

/**
 * One thing to bring outside, as a channel gets it.
 *
 * @param id its own id, the same at every attempt: a target that knows it can refuse the second
 * @param channel who brings it
 * @param target where to; what that means is the channel's
 * @param subject what it is about, such as a record or a note; what a target is told of one subject
 *     comes in order
 * @param attempt 1 for the first
 * @param added when it became necessary
 */
public record Delivery(
    long id, String channel, String target, String subject, int attempt, Instant added) {

  /** The id as 13 characters, for a header or a log. */
  public String key() {
    return IdText.format(id);
  }
}
