package io.causerie.server.config;

import io.causerie.model.yaml.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a host's public key from a PEM file: a public key, or a certificate that has it. */
final class PublicKeyFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final int LEAST_RSA_BITS = 2048;

  /** The order of the curve P-256, which ES256 is defined for. */
  private static final BigInteger P256 =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private PublicKeyFile() {}

  /** The key; what is wrong with the file is a problem of the place that names it. */
  static Optional<PublicKey> read(Yaml place, Path file) {
    try {
      return Optional.of(key(Files.readString(file, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      place.problem("the key cannot be read: " + e.getClass().getSimpleName());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      place.problem("the key cannot be used: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static PublicKey key(String text) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw new IllegalArgumentException(
          "the file has no block of PEM (-----BEGIN PUBLIC KEY-----)");
    }
    PublicKey key =
        switch (block.group(1)) {
          case "PUBLIC KEY" -> publicKey(Base64.getMimeDecoder().decode(block.group(2)));
          case "CERTIFICATE" ->
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(block.group().getBytes(StandardCharsets.US_ASCII)))
                  .getPublicKey();
          default ->
              throw new IllegalArgumentException(
                  "expected PUBLIC KEY or CERTIFICATE, found %s; `openssl pkey -pubout` writes one"
                      .formatted(block.group(1)));
        };
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS) {
      return key;
    }
    if (key instanceof ECPublicKey ec && ec.getParams().getOrder().equals(P256)) {
      return key;
    }
    throw new IllegalArgumentException(
        "RS256 needs an RSA key of 2048 bits or more, ES256 one of the curve P-256");
  }

  private static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded);
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(spec);
      } catch (java.security.spec.InvalidKeySpecException e) {
        // The other one, or neither.
      }
    }
    throw new IllegalArgumentException("it is neither an RSA nor an EC key");
  }
}
