package io.causerie.runtime;

import io.causerie.engine.Causerie;
import java.time.Duration;

/** Runtimes that look so often that no test waits for the next look. */
final class Brisk {
  private static final Duration PACE = Duration.ofMillis(15);

  private Brisk() {}

  static ConnectorRuntime.Builder of(Causerie causerie) {
    return ConnectorRuntime.of(causerie).pace(PACE);
  }
}
