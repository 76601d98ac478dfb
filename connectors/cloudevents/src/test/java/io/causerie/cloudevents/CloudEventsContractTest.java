package io.causerie.cloudevents;

import io.causerie.contract.ConnectorContract;
import io.causerie.spi.Connector;
import io.causerie.spi.Door;
import java.util.List;
import java.util.Map;

class CloudEventsContractTest extends ConnectorContract {
  @Override
  protected String kind() {
    return "cloudevents";
  }

  @Override
  protected String config() {
    return """
    auth:
      bearer: { tokens: [canary-of-the-bearer-token] }
      standardWebhooks: { secrets: [whsec_Y2FuYXJ5LW9mLXRoZS13ZWJob29rLXNlY3JldA==] }
    handshake: { allowedOrigins: [erp.example.com], rate: "120" }
    """;
  }

  @Override
  protected String baseUrl() {
    return "https://erp.example.com/orders/";
  }

  @Override
  protected Taken take(Connector connector, byte[] captured) {
    Door.Request request =
        new Door.Request(
            "POST",
            Map.of(
                "content-type",
                List.of("application/cloudevents+json"),
                "authorization",
                List.of("Bearer canary-of-the-bearer-token")),
            captured);
    return Taken.through(connector.intake().pushed().orElseThrow(), request);
  }
}
