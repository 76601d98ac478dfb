package io.causerie.runtime;

import io.causerie.engine.connector.DutyKind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of its duties a connector sees to next: what is new comes first, and whatever else is due
 * gets a turn between two of its runs, the one that has waited longest before the others. So a live
 * row waits for one page of something else at most, and a source that always has something new
 * starves nothing. Used by one thread at a time.
 */
final class DutyOrder {
  private final Map<DutyKind, Long> served = new EnumMap<>(DutyKind.class);
  private @Nullable DutyKind last;
  private long turns;

  /** The next one of those that are due. */
  Optional<DutyKind> next(Set<DutyKind> due) {
    Optional<DutyKind> other =
        due.stream()
            .filter(kind -> kind != DutyKind.POLL)
            .min(
                Comparator.comparingLong((DutyKind kind) -> served.getOrDefault(kind, 0L))
                    .thenComparing(Comparator.naturalOrder()));
    boolean polls = due.contains(DutyKind.POLL) && (other.isEmpty() || last != DutyKind.POLL);
    Optional<DutyKind> next = polls ? Optional.of(DutyKind.POLL) : other;
    next.ifPresent(
        kind -> {
          last = kind;
          served.put(kind, ++turns);
        });
    return next;
  }
}
