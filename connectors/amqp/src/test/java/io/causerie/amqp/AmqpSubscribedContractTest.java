package io.causerie.amqp;

import io.causerie.contract.SubscribedContract;
import io.causerie.spi.SourceException.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The kind as it runs, against a real broker. */
class AmqpSubscribedContractTest extends SubscribedContract {
  @Override
  protected String kind() {
    return "amqp";
  }

  @Override
  protected LiveStream stream() {
    return new Orders();
  }

  private static final class Orders implements LiveStream {
    private static final String READER = "causerie";

    private final EmbeddedBroker broker = new EmbeddedBroker("");
    private final String first = "canary-" + UUID.randomUUID();
    private final String second = "canary-" + UUID.randomUUID();
    private final AtomicInteger ids = new AtomicInteger();
    private String password = first;

    Orders() {
      broker.reader(READER, password);
    }

    @Override
    public String config() {
      return """
      url: %s
      auth: { plain: { username: %s, password: %s } }
      queue: %s
      prefetch: 7
      timeout: PT10S
      """
          .formatted(broker.url(), READER, password, EmbeddedBroker.QUEUE);
    }

    @Override
    public List<String> secrets() {
      return List.of(first, second);
    }

    @Override
    public String mapping() {
      return """
      record: { type: Order, id: .number, version: .changed }
      track: [ { field: status } ]
      posts:
        - { when: created, summary: { en: "{record} was added" } }
        - { when: changed, summary: { en: "{changes}" } }
        - { when: restored, summary: { en: "{record} is back" } }
        - { when: deleted, summary: { en: "{record} was removed" } }
      """;
    }

    /** In turn in binary and structured mode. */
    @Override
    public void put(int number, String status, Instant changed) {
      int id = ids.incrementAndGet();
      String data =
          "{\"number\":%d,\"status\":\"%s\",\"changed\":\"%s\"}".formatted(number, status, changed);
      broker.send(
          id % 2 == 0
              ? Sent.binary(
                  Map.of(
                      "cloudEvents:specversion", "1.0",
                      "cloudEvents:id", String.valueOf(id),
                      "cloudEvents:source", "/orders",
                      "cloudEvents:type", "order"),
                  "application/json",
                  data)
              : Sent.structured(
                  "application/cloudevents+json",
                  "{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"/orders\",\"type\":\"order\",\"data\":%s}"
                      .formatted(id, data)));
    }

    @Override
    public void cut() {
      broker.cut();
    }

    @Override
    public List<Trouble> troubles() {
      return List.of(
          new Trouble("the broker is away", Fault.TEMPORARY, broker::stop, broker::again),
          new Trouble(
              "the user is known no more",
              Fault.CREDENTIALS,
              () -> {
                broker.refuse(READER);
                broker.cut();
              },
              () -> broker.reader(READER, password)),
          new Trouble(
              "the user may not read",
              Fault.CREDENTIALS,
              () -> {
                broker.allow(false);
                broker.cut();
              },
              () -> broker.allow(true)),
          new Trouble(
              "there is no such queue",
              Fault.CONFIGURATION,
              () -> {
                broker.cut();
                broker.removeQueue();
              },
              broker::makeQueue));
    }

    @Override
    public void rotate() {
      password = second;
      broker.reader(READER, password);
      broker.cut();
    }

    @Override
    public void close() {
      broker.close();
    }
  }
}
