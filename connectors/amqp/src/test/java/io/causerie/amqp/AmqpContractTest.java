package io.causerie.amqp;

import io.causerie.contract.ConnectorContract;
import io.causerie.spi.Connector;
import io.causerie.spi.SourceRow;
import java.util.List;
import java.util.Map;

class AmqpContractTest extends ConnectorContract {
  @Override
  protected String kind() {
    return "amqp";
  }

  @Override
  protected String config() {
    return """
    url: amqp://127.0.0.1:1
    auth: { plain: { username: causerie, password: canary-of-the-password } }
    timeout: PT5S
    idleTimeout: PT30S
    queue: orders
    prefix: "queue:"
    prefetch: 10
    maxSize: 65536
    """;
  }

  @Override
  protected List<String> configs() {
    return List.of(
        config(),
        """
        url: amqpws://127.0.0.1:1/protocols/amqp10ws
        auth:
          clientCredentials:
            tokenUrl: http://127.0.0.1:1/oauth/token
            clientId: causerie
            clientSecret: canary-of-the-client-secret
            scope: messages
        queue: orders
        """);
  }

  @Override
  protected String baseUrl() {
    return "https://erp.example.com/orders/";
  }

  /** A case is the data of a message in structured mode. */
  @Override
  protected Taken take(Connector connector, byte[] captured) {
    Received message =
        new Received("", "application/cloudevents+json; charset=utf-8", Map.of(), captured, null);
    SourceRow row = new Messages(1 << 20).row(message);
    return row.fault() == null ? Taken.row(row) : Taken.refused(row.fault().reason().text());
  }
}
