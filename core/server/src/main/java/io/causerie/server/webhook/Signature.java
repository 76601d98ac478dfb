package io.causerie.server.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers of Standard Webhooks, signed with HMAC-SHA256. */
final class Signature {
  private static final String PREFIX = "whsec_";
  private static final String MAC = "HmacSHA256";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Signature() {}

  /** A secret by chance. */
  static String secret() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * The headers of a message.
   *
   * @param secrets one that counts, or two while one takes the other's place
   * @param id the same at each attempt
   * @param now of this attempt
   */
  static Map<String, String> headers(List<String> secrets, String id, Instant now, byte[] body) {
    String timestamp = String.valueOf(now.getEpochSecond());
    return Map.of(
        "webhook-id",
        id,
        "webhook-timestamp",
        timestamp,
        "webhook-signature",
        secrets.stream()
            .map(secret -> "v1," + sign(secret, id, timestamp, body))
            .collect(Collectors.joining(" ")));
  }

  private static String sign(String secret, String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(
          new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), MAC));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing can be signed", e);
    }
  }
}
