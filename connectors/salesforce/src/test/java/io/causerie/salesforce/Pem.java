package io.causerie.salesforce;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Private keys of tests, on one line. */
final class Pem {
  private Pem() {}

  static String fresh() {
    return of(pair());
  }

  static String of(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----"
        + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "-----END PRIVATE KEY-----";
  }

  static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
