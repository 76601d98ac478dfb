package io.causerie.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** HTTP Basic, as a sender shows it: one of some pairs of user and password. */
public final class BasicCredentials {
  /** The key of a kind whose senders show them. */
  public static final Key<List<String>> CREDENTIALS =
      Key.texts("verify.basic.credentials")
          .matching("[^:]+:[\\s\\S]+", "`user:password`", "desk:a-password")
          .hidden()
          .help("HTTP Basic, each as `user:password`.");

  private static final String SCHEME = "Basic ";

  private final List<byte[]> pairs;

  /**
   * @param pairs each {@code user:password}; one is enough
   */
  public BasicCredentials(List<String> pairs) {
    this.pairs = pairs.stream().map(pair -> pair.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Whether a request shows one of them. */
  public boolean areShownBy(Door.Request request) {
    byte[] shown = shown(request.header("authorization").orElse(""));
    boolean found = false;
    for (byte[] pair : pairs) {
      // In constant time: the time taken must not tell how much of a guess is right.
      found |= MessageDigest.isEqual(pair, shown);
    }
    return found && shown.length > 0;
  }

  private static byte[] shown(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new byte[0];
    }
    try {
      return Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
