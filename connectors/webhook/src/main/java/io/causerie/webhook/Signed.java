package io.causerie.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compares signatures and secrets, in constant time: the time taken must not tell how much of a
 * guess is right.
 */
final class Signed {
  /** How a signature is written. */
  enum Encoding {
    HEX,
    BASE64;

    String of(byte[] bytes) {
      return this == HEX
          ? HexFormat.of().formatHex(bytes)
          : Base64.getEncoder().encodeToString(bytes);
    }
  }

  private Signed() {}

  /**
   * Whether one of the secrets gives one of the signatures.
   *
   * @param algorithm of {@link Mac}
   * @param parts what is signed, one after the other
   */
  static boolean byOne(
      List<String> secrets,
      String algorithm,
      Encoding encoding,
      List<String> shown,
      byte[]... parts) {
    boolean found = false;
    for (String secret : secrets) {
      String expected = encoding.of(sign(algorithm, secret, parts));
      for (String signature : shown) {
        // Some write the digits of hexadecimal in capitals.
        found |= same(expected, encoding == Encoding.HEX ? lower(signature) : signature);
      }
    }
    return found;
  }

  private static String lower(String hex) {
    return hex.toLowerCase(java.util.Locale.ROOT);
  }

  static byte[] sign(String algorithm, String secret, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(bytes(secret), algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  static boolean isOneOf(List<String> secrets, String shown) {
    boolean found = false;
    for (String secret : secrets) {
      found |= same(secret, shown);
    }
    return found;
  }

  private static boolean same(String expected, String shown) {
    return MessageDigest.isEqual(bytes(expected), bytes(shown));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
