package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.SignedJWT;
import io.causerie.server.config.ConfigurationException;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that sign with a key of their own. */
class EmbedKeyTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir Path folder;

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private void write(TestDatabase database, String key) throws Exception {
    RunningServer.write(folder, database);
    Path main = folder.resolve("causerie.yaml");
    Files.writeString(
        main,
        Files.readString(main).replace("secret: " + RunningServer.HOST_SECRET, "key: desk.pem"));
    Files.writeString(folder.resolve("desk.pem"), key);
  }

  private int embed(String key, JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      write(database, key);
      SettableClock clock = new SettableClock(NOW);
      try (CauserieServer server =
          CauserieServer.start(ConfigurationLoader.load(folder, clock, System::getenv), clock)) {
        SignedJWT jwt =
            new SignedJWT(
                new JWSHeader(algorithm),
                SignedJWT.parse(
                        SecurityTest.sign("ada", "Order", "7", RunningServer.HOST_SECRET, NOW))
                    .getJWTClaimsSet());
        jwt.sign(signer);
        Request request =
            new Request.Builder()
                .url(server.address() + "/api/v1/embed")
                .post(
                    RequestBody.create(
                        "{\"token\":\"" + jwt.serialize() + "\"}",
                        MediaType.get("application/json")))
                .build();
        try (Response response = new OkHttpClient().newCall(request).execute()) {
          return response.code();
        }
      }
    }
  }

  @Test
  void keysOfBothKindsAreTakenFromPem() throws Exception {
    KeyPair rsa = rsa(2048);
    KeyPair ec = ec("secp256r1");

    assertThat(embed(pem(rsa), JWSAlgorithm.RS256, new RSASSASigner(rsa.getPrivate())))
        .isEqualTo(200);
    assertThat(embed(pem(ec), JWSAlgorithm.ES256, new ECDSASigner((ECPrivateKey) ec.getPrivate())))
        .isEqualTo(200);
    assertThat(embed(pem(rsa), JWSAlgorithm.RS256, new RSASSASigner(rsa(2048).getPrivate())))
        .as("another key")
        .isEqualTo(401);
  }

  @Test
  void keyThatCannotBeUsedIsAnErrorOfTheConfiguration() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      refused(database, "no key", "has no block of PEM");
      refused(database, pem(rsa(1024)), "2048 bits");
      refused(database, pem(ec("secp384r1")), "P-256");
      refused(database, pem(rsa(2048)).replace("PUBLIC", "PRIVATE"), "found PRIVATE KEY");
      refused(
          database,
          "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
          "neither an RSA nor an EC key");
    }
  }

  private void refused(TestDatabase database, String key, String why) throws Exception {
    write(database, key);

    assertThatThrownBy(() -> ConfigurationLoader.load(folder, Clock.systemUTC(), System::getenv))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("embed.hosts[0].key: the key cannot be used")
        .hasMessageContaining(why);
  }
}
