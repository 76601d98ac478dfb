package io.causerie.webhook;

import io.causerie.spi.Door;

/** Whether who sends may. */
@FunctionalInterface
interface Verification {
  /** Nobody is asked for anything; only where that was written. */
  Verification NONE = request -> true;

  boolean lets(Door.Request request);

  /**
   * A request without the secret that it shows: no expression reads it, and so nothing keeps it.
   */
  default Door.Request without(Door.Request request) {
    return request;
  }
}
