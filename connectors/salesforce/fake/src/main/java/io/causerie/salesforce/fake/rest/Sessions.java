package io.causerie.salesforce.fake.rest;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens. One ends two hours after it was used last, and whenever a test wants it. */
public final class Sessions {
  private static final Duration IDLE = Duration.ofHours(2);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, Session> refreshes = new ConcurrentHashMap<>();
  private final Clock clock;
  private final String org;

  public Sessions(Clock clock, String org) {
    this.clock = clock;
    this.org = org;
  }

  static String random() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A token of a user, as if she had signed in. */
  public String open(String user, String client) {
    String token = org.substring(0, 15) + "!" + random();
    sessions.put(token, new Session(user, client, clock.instant()));
    return token;
  }

  String refresh(String user, String client) {
    String token = "5Aep" + random();
    refreshes.put(token, new Session(user, client, clock.instant()));
    return token;
  }

  Optional<Session> refreshed(String token) {
    return Optional.ofNullable(refreshes.get(token));
  }

  /** It is good no longer. */
  void used(String refresh) {
    refreshes.remove(refresh);
  }

  /** Whose token it is, if it has not ended; it is used. */
  public Optional<Session> find(@Nullable String token) {
    if (token == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        sessions.computeIfPresent(
            token,
            (t, s) ->
                s.used().plus(IDLE).isBefore(clock.instant())
                    ? null
                    : new Session(s.user(), s.client(), clock.instant())));
  }

  /** All who are signed in are so no longer; who may sign in again may do so. */
  public void endAll() {
    sessions.clear();
  }

  /** What an administrator or she herself does: an app is hers no longer. */
  public void revoke(String user) {
    sessions.values().removeIf(s -> s.user().equals(user));
    refreshes.values().removeIf(s -> s.user().equals(user));
  }

  boolean revokeToken(String token) {
    Session refresh = refreshes.remove(token);
    if (refresh != null) {
      sessions
          .values()
          .removeIf(s -> s.user().equals(refresh.user()) && s.client().equals(refresh.client()));
      return true;
    }
    return sessions.remove(token) != null;
  }
}
