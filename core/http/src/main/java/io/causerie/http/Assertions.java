package io.causerie.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;

/** JSON Web Tokens signed with RS256, which a token server trades for an access token. */
final class Assertions {
  private static final Duration LIFE = Duration.ofMinutes(5);

  /** With {@code alg} first, as it is written everywhere. */
  private static final Base64URL HEADER = Base64URL.encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");

  private final JWSHeader header;
  private final JWSSigner signer;
  private final String issuer;
  private final String subject;
  private final String audience;
  private final Clock clock;

  Assertions(String pem, String issuer, String subject, String audience, Clock clock)
      throws GeneralSecurityException {
    this.signer = new RSASSASigner(key(pem));
    this.header = header();
    this.issuer = issuer;
    this.subject = subject;
    this.audience = audience;
    this.clock = clock;
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("not in Base64");
    }
  }

  private static JWSHeader header() {
    try {
      return JWSHeader.parse(HEADER);
    } catch (ParseException e) {
      throw new IllegalStateException("it is a header", e);
    }
  }

  /** A new one, good for five minutes. */
  String next() {
    Instant now = clock.instant();
    SignedJWT jwt =
        new SignedJWT(
            header,
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .build());
    try {
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("an RSA key signs RS256", e);
    }
  }
}
