package io.causerie.runtime;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.ingest.Fate;
import io.causerie.model.json.ModelJson;
import io.causerie.spi.Intake;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that a route takes from a broker: stopped, taken over, given again, and none lost. */
class BrokerTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private Broker broker;
  private Desk desk;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void open() throws Exception {
    broker = Broker.start();
    desk = new Desk(Databases.H2);
    Held.gate = new CountDownLatch(0);
    Held.poison = "";
  }

  @AfterEach
  void close() throws Exception {
    Held.gate.countDown();
    desk.close();
    broker.close();
  }

  /** A step that waits until it is let, and fails for one event. */
  public static final class Held implements Processor {
    static volatile CountDownLatch gate = new CountDownLatch(0);
    static volatile String poison = "";

    @Override
    public void process(Exchange exchange) throws InterruptedException {
      gate.await();
      if (poison.equals(exchange.getMessage().getHeader("ce-id"))) {
        throw new IllegalStateException("the price of a secret");
      }
    }
  }

  private String route() {
    return """
    - beans:
        - name: broker
          type: org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
          constructors: { 0: "%s" }
    - route:
        id: orders-in
        from:
          uri: jms:queue:orders
          parameters:
            connectionFactory: "#broker"
            transacted: true
            lazyCreateTransactionManager: false
            recoveryInterval: 100
          steps:
            - setHeader: { name: ce-id, simple: "${header.order}" }
            - setHeader: { name: ce-type, constant: order }
            - setHeader: { name: ce-source, constant: /broker }
            - bean: { beanType: '%s' }
            - to: causerie:orders
    """
        .formatted(broker.url(), Held.class.getName());
  }

  private ConnectorRuntime runtime(Causerie causerie) {
    return Brisk.of(causerie)
        .connector("orders", () -> new Intake.Routed(List.of("orders-in")))
        .routes("routes/orders.yaml", route())
        .retries(List.of(Duration.ZERO))
        .meters(meters)
        .clock(desk.clock)
        .start();
  }

  private void send(int from, int to) throws Exception {
    for (int i = from; i <= to; i++) {
      String id = "o" + i;
      broker.send("orders", id, ModelJson.write(order(id).status("Open").build()));
    }
  }

  private long events(Fate fate) {
    return desk.count(
        "select count(*) from event where connector = 'orders' and fate = " + fate.code());
  }

  private long posts() {
    return desk.count("select count(*) from activity");
  }

  private Duty.Runs runs() {
    return desk.causerie.connectors().find("orders").orElseThrow().duty(DutyKind.ROUTE).runs();
  }

  private void until(String what, BooleanSupplier holds) {
    Eventually.until(what, LONG, holds);
  }

  private void untilPosted(int count) {
    until(count + " are posted", () -> posts() == count);
  }

  @Test
  void stoppedInTheMiddleItGoesOnWhereItWas() throws Exception {
    send(1, 40);
    try (ConnectorRuntime runtime = runtime(desk.causerie)) {
      until("it is ready", runtime::isReady);
      until("some are posted", () -> posts() >= 5);
    }
    long before = posts();
    assertThat(before + broker.waiting("orders"))
        .as("each is posted, or waits; one may be both")
        .isBetween(40L, 41L);
    try (ConnectorRuntime runtime = runtime(desk.causerie)) {
      untilPosted(40);
      until("none waits", () -> broker.waiting("orders") == 0);
      assertThat(runs().failures()).isZero();
    }
  }

  @Test
  void restsWithItsMessagesInTheBrokerAndGoesOn() throws Exception {
    try (ConnectorRuntime runtime = runtime(desk.causerie)) {
      send(1, 3);
      untilPosted(3);
      runtime.pause("orders", "ada", "the stock is counted");
      until("its route is stopped", () -> !runtime.runsRoutes("orders"));
      send(4, 9);

      assertThat(broker.waiting("orders")).isEqualTo(6);
      assertThat(broker.consumers("orders")).isZero();
      assertThat(runtime.isReady()).isTrue();
      runtime.resume("orders");
      untilPosted(9);
    }
  }

  @Test
  void anotherNodeTakesOverInTheMiddle() throws Exception {
    send(1, 60);
    try (Causerie other = desk.beside(Desk.CEILING)) {
      ConnectorRuntime first = runtime(desk.causerie);
      until("some are posted", () -> posts() >= 5);
      try (ConnectorRuntime second = runtime(other)) {
        until("the other is ready", second::isReady);
        assertThat(broker.consumers("orders")).as("on one node").isEqualTo(1);
        first.close();
        until(
            "the other has it",
            () -> {
              desk.clock.tick(Duration.ofSeconds(1));
              return second.runsRoutes("orders");
            });
        untilPosted(60);
        until("none waits", () -> broker.waiting("orders") == 0);
      }
    }
  }

  /** A crash between our commit and the broker's: what is durable here is given again. */
  @Test
  void whatTheBrokerDidNotHearOfIsGivenAgainAndToldOnce() throws Exception {
    broker.loseNextCommit();
    send(1, 3);
    try (ConnectorRuntime runtime = runtime(desk.causerie)) {
      untilPosted(3);
      until("none waits", () -> broker.waiting("orders") == 0);
      assertThat(broker.lostCommits()).isEqualTo(1);
      assertThat(meters.get("causerie.connector.here").gauge().value()).isEqualTo(1);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void poisonGoesWhereTheBrokerPutsItAndTheOthersComeThrough() throws Exception {
    Held.poison = "o2";
    // What comes after it would have its failure forgotten before anybody looks.
    send(1, 2);
    try (ConnectorRuntime runtime = runtime(desk.causerie)) {
      untilPosted(1);
      until("it is where the broker puts such", () -> broker.waiting("dead") == 1);
      until("none waits", () -> broker.waiting("orders") == 0);
      assertThat(runtime.runsRoutes("orders")).isTrue();
      assertThat(events(Fate.FAILED)).isZero();
      until("it is told", () -> runs().failure() != null);
      assertThat(Objects.requireNonNull(runs().failure()).message().text())
          .isEqualTo("an event did not come through the route: java.lang.IllegalStateException");
      send(3, 5);
      untilPosted(4);
      until("it is forgotten", () -> runs().failure() == null);
    }
  }

  @Test
  void whatCannotBeMappedIsKeptAsFailedAndTakenFromTheBroker() throws Exception {
    broker.send("orders", "nonsense", "nonsense");
    send(1, 1);
    try (ConnectorRuntime runtime = runtime(desk.causerie)) {
      untilPosted(1);
      until("it is kept", () -> events(Fate.FAILED) == 1);
      until("none waits", () -> broker.waiting("orders") == 0);
      assertThat(runtime.isReady()).isTrue();
      assertThat(runs().failures()).isZero();
    }
  }

  /** The component finds its broker again by itself; it says so in the log alone. */
  @Test
  void brokerThatWasAwayIsFoundAgain() throws Exception {
    try (ConnectorRuntime runtime = runtime(desk.causerie)) {
      send(1, 2);
      untilPosted(2);
      broker.stop();
      assertThat(runtime.isReady()).as("it takes nobody's page away").isTrue();
      broker.again();
      send(3, 4);
      untilPosted(4);
      until("none waits", () -> broker.waiting("orders") == 0);
    }
  }
}
