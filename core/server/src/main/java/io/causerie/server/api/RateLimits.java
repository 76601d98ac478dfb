package io.causerie.server.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.config.Configuration;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.SignIn;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;

/**
 * How often somebody may ask for what costs something: each person, or machine, and each address;
 * of a running process, so that several nodes let as many times as much pass.
 */
final class RateLimits {
  private static final int ADDRESS_FACTOR = 10;
  private static final long MOST_KEPT = 100_000;
  private static final String API = "/api/v1";

  private final Configuration.Server server;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(5)).maximumSize(MOST_KEPT).build();

  RateLimits(Configuration.Server server) {
    this.server = server;
  }

  private enum What {
    SIGN_IN,
    EMBED,
    WRITE,
    REACTION,
    SEARCH
  }

  /**
   * Counts a request that has been let in.
   *
   * @throws ProblemException too often
   */
  void check(Context context) {
    Optional<What> what = what(context);
    if (what.isEmpty()) {
      return;
    }
    int limit = limit(what.get());
    Optional<String> who = SignIn.find(context).map(Caller::person);
    if (who.isPresent()) {
      spend(what.get() + " of " + who.get(), limit);
      spend(what.get() + " from " + address(context), limit * ADDRESS_FACTOR);
    } else {
      spend(what.get() + " from " + address(context), limit);
    }
  }

  private static Optional<What> what(Context context) {
    String method = context.method().name();
    String path = context.path();
    if (!path.startsWith(API)) {
      return Optional.empty();
    }
    String rest = path.substring(API.length());
    boolean reads = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    if (rest.equals("/login") && method.equals("POST")) {
      return Optional.of(What.SIGN_IN);
    }
    if (rest.equals("/embed")) {
      return Optional.of(What.EMBED);
    }
    if (rest.matches("/connectors/[^/]+/in/.*")) {
      return Optional.empty();
    }
    boolean push = rest.matches("/connectors/[^/]+/events");
    if (rest.equals("/people")
        || rest.equals("/find")
        || rest.endsWith("/preview")
        || rest.endsWith("/read")
        || (push && reads && context.queryParam("q") != null)) {
      return Optional.of(What.SEARCH);
    }
    if (reads || push) {
      // What sources push is bounded by the queue it waits in.
      return Optional.empty();
    }
    return Optional.of(rest.contains("/reactions/") ? What.REACTION : What.WRITE);
  }

  private int limit(What what) {
    Configuration.Limits limits = server.limits();
    return switch (what) {
      case SIGN_IN -> limits.signIns();
      case EMBED -> limits.embeds();
      case WRITE -> limits.writes();
      case REACTION -> limits.reactions();
      case SEARCH -> limits.searches();
    };
  }

  private String address(Context context) {
    return Addresses.of(server.forwarded(), context);
  }

  private void spend(String key, int limit) {
    Bucket bucket =
        buckets.get(
            key,
            k ->
                Bucket.builder()
                    .addLimit(l -> l.capacity(limit).refillGreedy(limit, Duration.ofMinutes(1)))
                    .build());
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1);
      throw new ProblemException(
          Problem.later(
              Kind.TOO_OFTEN,
              "at most %d a minute; try again in %d s".formatted(limit, wait.toSeconds()),
              wait));
    }
  }
}
