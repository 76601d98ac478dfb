package io.causerie.spi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of Standard Webhooks: HMAC-SHA256 over {@code id.timestamp.body}, several of them in
 * one header while a secret is changed, five minutes of tolerance against replay.
 */
public final class StandardWebhooks {
  private static final long TOLERANCE_SECONDS = 300;
  private static final String PREFIX = "whsec_";

  private final List<byte[]> keys;
  private final Clock clock;

  /**
   * @param keys of the secrets; one is enough
   */
  public StandardWebhooks(List<byte[]> keys, Clock clock) {
    this.keys = List.copyOf(keys);
    this.clock = clock;
  }

  /** The bytes of a secret; nothing where it is not one. */
  public static Optional<byte[]> key(String secret) {
    try {
      String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
      byte[] key = Base64.getDecoder().decode(text);
      return key.length >= 16 && key.length <= 64 ? Optional.of(key) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether there is a secret to verify with. */
  public boolean isUsed() {
    return !keys.isEmpty();
  }

  /** Whether a request is signed with one of the secrets, not long ago. */
  public boolean verify(Door.Request request) {
    String id = request.header("webhook-id").orElse("");
    String timestamp = request.header("webhook-timestamp").orElse("");
    String signatures = request.header("webhook-signature").orElse("");
    if (id.isEmpty() || !timestamp.matches("[0-9]{1,12}")) {
      return false;
    }
    long age = clock.instant().getEpochSecond() - Long.parseLong(timestamp);
    if (Math.abs(age) > TOLERANCE_SECONDS) {
      return false;
    }
    boolean signed = false;
    for (byte[] key : keys) {
      byte[] expected = sign(key, id, timestamp, request.body());
      for (String signature : signatures.split(" ", 20)) {
        signed |= signature.startsWith("v1,") && same(expected, signature.substring(3));
      }
    }
    return signed;
  }

  private static boolean same(byte[] expected, String signature) {
    byte[] text = Base64.getEncoder().encode(expected);
    // In constant time: the time taken must not tell how much of a guess is right.
    return MessageDigest.isEqual(text, signature.getBytes(StandardCharsets.UTF_8));
  }

  /** The signature, as bytes. */
  public static byte[] sign(byte[] key, String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
