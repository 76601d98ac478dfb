package io.causerie.webhook;

import io.causerie.model.time.Written;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** How old what was signed may be, against whoever captured it and sends it again. */
record Window(Clock clock, Duration width) {
  static final Duration USUAL = Duration.ofMinutes(5);

  /** Whether a moment as a sender writes it, in whatever form, is near to now. */
  boolean has(String written) {
    Optional<Instant> moment =
        written.matches("[0-9]{10,13}")
            ? Written.of(Long.parseLong(written)).flatMap(w -> w.instant(ZoneOffset.UTC))
            : Written.exact(written);
    return moment
        .filter(at -> Duration.between(at, clock.instant()).abs().compareTo(width) <= 0)
        .isPresent();
  }
}
