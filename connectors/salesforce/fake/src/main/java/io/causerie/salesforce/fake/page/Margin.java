package io.causerie.salesforce.fake.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.store.Row;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Causerie's margin beside a record, as a component on Salesforce's page would show it: the fake
 * says who reads, in a token it signs. A person's id there is what stands before the {@code @} of
 * her name here.
 *
 * @param server where Causerie is
 * @param system how Causerie calls this org
 * @param host how Causerie calls the page that embeds it
 * @param secret what they share
 */
public record Margin(String server, String system, String host, String secret) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  String element(Row row, String tokens) {
    return """
    <section id=causerie><h2>Causerie</h2>
    <script type=module src="%1$s/embed.js"></script>
    <causerie-record server="%1$s" system="%2$s" type="%3$s" record="%4$s" token-url="%5$s" fit>
    Talk stands here as soon as Causerie can be reached.</causerie-record></section>
    """
        .formatted(server, system, row.type().name(), row.id(), tokens);
  }

  String token(Row user, Row row, Instant now) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims
        .put("iss", host)
        .put("aud", "causerie")
        .put("sub", user.text("Username").replaceAll("@.*", ""))
        .put("jti", UUID.randomUUID().toString())
        .put("iat", now.getEpochSecond())
        .put("exp", now.getEpochSecond() + 60);
    claims
        .putObject("record")
        .put("system", system)
        .put("type", row.type().name())
        .put("id", row.id())
        .put("title", row.name());
    try {
      String text =
          part("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.US_ASCII))
              + "."
              + part(JSON.writeValueAsBytes(claims));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text + "." + part(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
