package io.causerie.webhook;

import io.causerie.contract.ConnectorContract;
import io.causerie.spi.Connector;
import io.causerie.spi.Door;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class WebhookContractTest extends ConnectorContract {
  @Override
  protected String kind() {
    return "webhook";
  }

  @Override
  protected String config() {
    return verifiedBy("secret: { secrets: [canary-of-the-shared-secret], header: x-secret }");
  }

  /** Each delivery is an event of its own then, and a repeated state is unchanged. */
  @TestFactory
  Stream<DynamicTest> withoutIdEveryCaseIsTheSameHoweverItsEventsCome() {
    return multiplied(config().replace("id: .body.delivery\n", ""));
  }

  @Override
  protected List<String> configs() {
    Stream<String> ways =
        Stream.of(
                "secret: { secrets: [canary-of-the-shared-secret], header: x-secret }",
                "secret: { secrets: [canary-of-a-path], path: true }",
                "github: { secrets: [canary-of-github] }",
                "gitlab: { secrets: [canary-of-gitlab] }",
                "stripe: { secrets: [canary-of-stripe] }",
                "slack: { secrets: [canary-of-slack] }",
                "zendesk: { secrets: [canary-of-zendesk] }",
                "hubspot: { secrets: [canary-of-hubspot], url: 'https://social.example.com/in' }",
                "standardWebhooks: { secrets: [whsec_Y2FuYXJ5LW9mLXRoZS13ZWJob29rLXNlY3JldA==] }",
                "basic: { credentials: ['desk:canary-of-basic'] }",
                "certificate: { header: x-client, names: [CN=desk], from: [10.0.0.7] }",
                "none: true")
            .map(WebhookContractTest::verifiedBy);
    Stream<String> others =
        Stream.of(
            """
            verify:
              hmac:
                secrets: [canary-of-the-hmac]
                header: x-signature
                prefix: v1=
                algorithm: sha1
                encoding: base64
                timestamp: x-time
                url: https://social.example.com/in
              window: PT1M
            split: .body.items
            subject: .item.ticket
            """,
            """
            verify: { secret: { secrets: [canary-of-a-query], query: key } }
            graph: true
            patience: PT3S
            handshake: { allowedOrigins: [events.example.com], rate: "120" }
            """);
    return Stream.concat(ways, others).toList();
  }

  private static String verifiedBy(String way) {
    return """
    verify: { %s }
    id: .body.delivery
    type: .body.event
    time: .body.at
    """
        .formatted(way);
  }

  @Override
  protected String baseUrl() {
    return "https://desk.example.com/tickets/";
  }

  @Override
  protected Taken take(Connector connector, byte[] captured) {
    Door.Request request =
        new Door.Request(
            "POST",
            Map.of(
                "content-type",
                List.of("application/json"),
                "x-secret",
                List.of("canary-of-the-shared-secret")),
            captured);
    return Taken.through(connector.intake().pushed().orElseThrow(), request);
  }
}
