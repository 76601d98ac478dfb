package io.causerie.sapfake;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens against forged requests: fetched by a read, good for the cookie that came with it, and
 * asked of each write.
 */
final class Sessions {
  private static final String COOKIE = "SAP_SESSIONID_S4F";
  private static final String HEADER = "x-csrf-token";

  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  /** As if all of them had timed out. */
  void forget() {
    tokens.clear();
  }

  /** What a write is answered that has no good token. */
  Optional<Reply> refused(Call call) {
    String token = session(call).map(tokens::get).orElse("");
    return call.writes() && (token.isEmpty() || !token.equals(call.header(HEADER).orElse("")))
        ? Optional.of(
            Reply.of(403, "text/plain", "CSRF token validation failed").with(HEADER, "Required"))
        : Optional.empty();
  }

  /** With a token, where one was asked for. */
  Reply answered(Call call, Reply reply) {
    if (call.writes() || call.header(HEADER).filter("fetch"::equalsIgnoreCase).isEmpty()) {
      return reply;
    }
    String session = session(call).orElseGet(() -> UUID.randomUUID().toString());
    String token = tokens.computeIfAbsent(session, s -> UUID.randomUUID().toString());
    return reply
        .with(HEADER, token)
        .with("Set-Cookie", COOKIE + "=" + session + "; path=/; HttpOnly");
  }

  private static Optional<String> session(Call call) {
    for (String cookie : call.header("cookie").orElse("").split(";")) {
      String[] pair = cookie.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equals(COOKIE)) {
        return Optional.of(pair[1]);
      }
    }
    return Optional.empty();
  }
}
