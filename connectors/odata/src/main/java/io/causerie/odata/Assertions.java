package io.causerie.odata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * JSON Web Tokens signed with RS256, which a token server trades for an access token (RFC 7523).
 */
final class Assertions {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final PrivateKey key;
  private final String issuer;
  private final String subject;
  private final String audience;
  private final Clock clock;

  Assertions(PrivateKey key, String issuer, String subject, String audience, Clock clock) {
    this.key = key;
    this.issuer = issuer;
    this.subject = subject;
    this.audience = audience;
    this.clock = clock;
  }

  /**
   * Reads a private RSA key in PKCS #8, as PEM.
   *
   * @throws GeneralSecurityException if it is none; the message holds nothing of it
   */
  static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("not in Base64");
    }
  }

  /** A new one, good for five minutes. */
  String next() {
    Instant now = clock.instant();
    ObjectNode claims = Http.JSON.createObjectNode();
    claims.put("iss", issuer).put("sub", subject).put("aud", audience);
    claims.put("iat", now.getEpochSecond()).put("exp", now.plus(LIFE).getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    String signed =
        encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encoded(claims.toString());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA256withRSA", e);
    }
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
