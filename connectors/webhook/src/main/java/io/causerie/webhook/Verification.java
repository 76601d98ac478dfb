package io.causerie.webhook;

import io.causerie.spi.Door;
import java.util.List;

/** Whether who sends may. */
@FunctionalInterface
interface Verification {
  /** Nobody is asked for anything; only where that was written. */
  Verification NONE = request -> true;

  /** One that is enough, as while a sender changes how it signs. */
  static Verification anyOf(List<Verification> ways) {
    return request -> ways.stream().anyMatch(way -> way.lets(request));
  }

  boolean lets(Door.Request request);
}
