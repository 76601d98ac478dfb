package io.causerie.engine.delivery;

import java.time.Duration;

/**
 * Brings deliveries to one kind of target. Called by threads of its own, as many at once as it
 * allows, holding no connection of the database; safe for use by all of them.
 */
public interface DeliveryChannel {
  /** Its name; it stays the same over releases, since deliveries wait under it. */
  String name();

  /** How many deliveries may be under way at once on a node. */
  int parallel();

  /**
   * Whether delivering twice is as good as once, because the target knows a delivery by its id.
   * Where it is not, one that may have arrived is in doubt, and an operator decides.
   */
  boolean idempotent();

  /**
   * How long one delivery may take; its thread is interrupted then, and it counts as not settled.
   */
  default Duration patience() {
    return Duration.ofMinutes(1);
  }

  /**
   * Brings one delivery to its target.
   *
   * @throws RetryLater if it has certainly not arrived, and may later
   * @throws GiveUp if it has certainly not arrived, and never will as it is
   * @throws RuntimeException for what nobody foresaw: tried again where the channel is idempotent,
   *     else in doubt
   */
  Outcome deliver(Delivery delivery) throws RetryLater, GiveUp, InterruptedException;
}
