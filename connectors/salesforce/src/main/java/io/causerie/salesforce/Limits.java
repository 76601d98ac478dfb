package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.http.Answer;
import io.causerie.model.SourceLimit;
import io.causerie.model.phrase.Phrase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of what the org lets be used is used up: requests, as each answer says it ({@code
 * Sforce-Limit-Info: api-usage=18/15000; per-app-api-usage=17/250(appName=causerie)}), and events
 * delivered, as it says where it is asked for its limits, which is seldom. Used by many threads.
 */
final class Limits {
  private static final Pattern USAGE =
      Pattern.compile("(?<![\\w-])((?:per-app-)?api-usage)=(\\d{1,15})/(\\d{1,15})");

  private static final String OF_THE_ORG = "DailyApiRequests";
  private static final String OF_THE_APP = "PerAppApiRequests";

  /** What is published counts elsewhere, and changes of records are not counted there at all. */
  private static final Map<String, SalesforceWording> DELIVERIES =
      new TreeMap<>(
          Map.of(
              "DailyDeliveredPlatformEvents", SalesforceWording.DELIVERIES_OF_THE_DAY,
              "MonthlyPlatformEventsUsageEntitlement", SalesforceWording.DELIVERIES_OF_THE_MONTH));

  /** Salesforce brings its figures up to date within minutes; and each question counts itself. */
  private static final Duration SELDOM = Duration.ofMinutes(30);

  private final Clock clock;
  private final ConcurrentMap<String, SourceLimit> known = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> asked = new AtomicReference<>(Instant.MIN);

  Limits(Clock clock) {
    this.clock = clock;
  }

  /** Takes what the head of an answer says. */
  void seen(Answer answer) {
    Matcher said = USAGE.matcher(answer.header("Sforce-Limit-Info").orElse(""));
    while (said.find()) {
      boolean app = said.group(1).startsWith("per-app");
      note(
          app ? OF_THE_APP : OF_THE_ORG,
          (app ? SalesforceWording.REQUESTS_OF_THE_APP : SalesforceWording.REQUESTS_OF_THE_DAY)
              .with(),
          Long.parseLong(said.group(2)),
          Long.parseLong(said.group(3)),
          true);
    }
  }

  /** Whether the org is to be asked for its limits; true once in a while. */
  boolean isToBeAsked() {
    Instant now = clock.instant();
    Instant last = Objects.requireNonNull(asked.get());
    boolean rested = now.isBefore(last) || !now.isBefore(last.plus(SELDOM));
    return rested && asked.compareAndSet(last, now);
  }

  /** Takes what the org answers then. */
  void told(JsonNode limits) {
    DELIVERIES.forEach(
        (name, title) -> {
          JsonNode limit = limits.path(name);
          long most = limit.path("Max").asLong();
          // What is left may be less than nothing: more is let through for a while.
          note(name, title.with(), most - limit.path("Remaining").asLong(), most, false);
        });
  }

  /** An org that has none of it says that none of none is left. */
  private void note(String name, Phrase title, long used, long most, boolean asking) {
    if (most > 0 && used >= 0) {
      known.put(name, new SourceLimit(name, title, used, most, clock.instant(), asking));
    }
  }

  List<SourceLimit> all() {
    return List.copyOf(new TreeMap<>(known).values());
  }
}
