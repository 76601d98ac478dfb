package io.causerie.sapfake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Causerie beside a document: this page says who reads, in a token it signs. A user's id there is
 * her user name in small letters.
 *
 * @param server where Causerie is
 * @param system how Causerie calls this system
 * @param host how Causerie calls the page that embeds it
 * @param secret what they share
 */
public record Margin(String server, String system, String host, String secret) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HEAD = "{\"alg\":\"HS256\"}";

  /** What stands in the page; it asks for tokens where it is told. */
  String element(String type, String id, String tokens) {
    return """
    <section id="causerie"><h2>Causerie</h2>
    <script type="module" src="%1$s/embed.js"></script>
    <causerie-record server="%1$s" system="%2$s" type="%3$s" record="%4$s" token-url="%5$s" fit>
    Talk stands here as soon as Causerie can be reached.</causerie-record></section>
    """
        .formatted(server, system, type, id, tokens);
  }

  String token(String user, String type, String id, String title, Instant now) {
    Map<String, Object> claims =
        Map.of(
            "iss",
            host,
            "aud",
            "causerie",
            "sub",
            user.toLowerCase(Locale.ROOT),
            "jti",
            UUID.randomUUID().toString(),
            "iat",
            now.getEpochSecond(),
            "exp",
            now.getEpochSecond() + 60,
            "record",
            Map.of("system", system, "type", type, "id", id, "title", title));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      Base64.Encoder letters = Base64.getUrlEncoder().withoutPadding();
      String text =
          letters.encodeToString(HEAD.getBytes(StandardCharsets.US_ASCII))
              + "."
              + letters.encodeToString(MAPPER.writeValueAsBytes(claims));
      return text
          + "."
          + letters.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
