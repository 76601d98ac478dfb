package io.causerie.engine.preference;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.home.Reason;
import io.causerie.engine.notice.NoticePreferences;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How somebody wants to be told.
 *
 * @param version counts changes; 0 where she has said nothing
 * @param told for which reasons, by channel
 * @param time when she may be disturbed
 */
public record Preference(int version, Map<Channel, Set<Reason>> told, WorkingTime time) {
  private static final Set<Reason> MEANT_FOR_HER =
      Arrays.stream(Reason.values())
          .filter(NoticePreferences::usually)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));

  /**
   * Of whoever has said nothing: she is told what is meant for her. What she only follows stands in
   * her home.
   */
  public static final Preference USUAL =
      new Preference(
          0,
          Map.of(Channel.PAGE, MEANT_FOR_HER, Channel.WEBHOOK, MEANT_FOR_HER),
          WorkingTime.ALWAYS);

  public Preference {
    Map<Channel, Set<Reason>> all = new EnumMap<>(Channel.class);
    for (Channel channel : Channel.values()) {
      EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
      reasons.addAll(told.getOrDefault(channel, Set.of()));
      all.put(channel, Collections.unmodifiableSet(reasons));
    }
    if (!all.getOrDefault(Channel.PAGE, Set.of()).contains(Reason.MENTION)) {
      throw new InvalidInputException(
          "page", "whoever is mentioned by name finds it in her inbox: keep 'mention' there");
    }
    told = Collections.unmodifiableMap(all);
  }

  /** Whether she is told more than what is meant for her. */
  boolean isBroad() {
    return told.values().stream()
        .flatMap(Set::stream)
        .anyMatch(reason -> !NoticePreferences.usually(reason));
  }

  /**
   * When she is told for a reason by a channel: at once where that is not later than now; never
   * where it is empty. Her inbox does not disturb, and takes it at any time.
   */
  public Optional<Instant> telling(Reason reason, Channel channel, Instant now) {
    if (!Objects.requireNonNull(told.get(channel)).contains(reason)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (channel) {
          case PAGE -> now;
          case WEBHOOK -> time.next(now);
        });
  }
}
