package io.causerie.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
  /** As the libraries of Standard Webhooks are held to. */
  @Test
  void whatIsSignedIsWhatOthersSign() {
    Map<String, String> headers =
        Signature.headers(
            List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1614265330),
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

    assertThat(headers)
        .containsOnly(
            Map.entry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            Map.entry("webhook-timestamp", "1614265330"),
            Map.entry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
  }

  @Test
  void twoSecretsAreTwoSignatures() {
    String one = Signature.secret();
    String other = Signature.secret();

    String both =
        Signature.headers(List.of(one, other), "1", Instant.EPOCH, new byte[0])
            .getOrDefault("webhook-signature", "");

    assertThat(both.split(" ")).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aSecretIs32BytesByChance() {
    String secret = Signature.secret();

    assertThat(secret).startsWith("whsec_").isNotEqualTo(Signature.secret());
    assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
  }
}
