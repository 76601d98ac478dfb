package io.causerie.cloudevents;

import io.causerie.spi.Door;
import io.causerie.spi.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Who may send. */
final class Senders {
  private static final String BEARER = "Bearer ";

  private final StandardWebhooks signatures;
  private final List<byte[]> tokens;

  Senders(StandardWebhooks signatures, List<String> tokens) {
    this.signatures = signatures;
    this.tokens = tokens.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Whether who sends may: by a token, or by a signature where one is asked for. */
  boolean mayDeliver(Door.Request request) {
    return showsToken(request) || (signatures.isUsed() && signatures.verify(request));
  }

  /**
   * The signed name of what is delivered, where a signature alone lets the sender in; it covers the
   * body, but no other header.
   */
  Optional<String> signedName(Door.Request request) {
    return showsToken(request) ? Optional.empty() : request.header("webhook-id");
  }

  private boolean showsToken(Door.Request request) {
    String authorization = request.header("authorization").orElse("");
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && isOneOfThem(authorization.substring(BEARER.length()).strip());
  }

  private boolean isOneOfThem(String token) {
    byte[] shown = token.getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (byte[] expected : tokens) {
      found |= MessageDigest.isEqual(expected, shown);
    }
    return found;
  }
}
