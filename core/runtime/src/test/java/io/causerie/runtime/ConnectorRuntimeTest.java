package io.causerie.runtime;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.ingest.EventView;
import io.causerie.engine.ingest.Fate;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Connector;
import io.causerie.spi.Door;
import io.causerie.spi.Intake;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorRuntimeTest {
  private static final String FROM =
      "- route:\n    id: mine\n    from:\n      uri: causerie-push:orders\n      steps:\n";
  private static final String TO = "        - to: causerie:orders\n";

  /** A source that sends to nobody's door but the runtime's own. */
  private static final Connector PUSHED = () -> new Intake.Pushed(request -> Door.Reply.stranger());

  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(Databases.H2);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private ConnectorRuntime runtime(String... routes) {
    ConnectorRuntime.Builder builder =
        Brisk.of(desk.causerie)
            .connector("orders", PUSHED)
            .retries(List.of(Duration.ZERO, Duration.ZERO));
    for (String route : routes) {
      builder.routes("routes/orders.yaml", route);
    }
    return builder.start();
  }

  private PushResult push(ConnectorRuntime runtime, SourceEvent... events) {
    List<Door.Delivery> deliveries = new ArrayList<>();
    for (SourceEvent event : events) {
      deliveries.add(new Door.Delivery(event, null));
    }
    return Desk.await(runtime.push("orders", deliveries));
  }

  private List<EventView> events(Fate fate) {
    return desk.causerie.events().list("orders", fate, null, null, 10).items();
  }

  @Test
  void eventWithoutARouteOfTheIntegratorGoesStraightThrough() {
    try (ConnectorRuntime runtime = runtime()) {
      PushResult result = push(runtime, desk.event(order("1").status("Open").build()));

      assertThat(result).isEqualTo(new PushResult(1, 0, 0, 0, 0));
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void integratorsRouteFiltersEnrichesAndItsFailureIsKept() {
    String route =
        FROM
            + """
                  - filter:
                      simple: "${header.ce-subject} != 'noise'"
                      steps:
                        - setHeader:
                            name: ce-region
                            constant: north
                        - choice:
                            when:
                              - simple: "${header.ce-id} == 'bad'"
                                steps:
                                  - throwException:
                                      exceptionType: java.lang.IllegalStateException
                                      message: the price service is down
                        - to: causerie:orders
            """;
    assertThatThrownBy(() -> runtime(route))
        .as("its last step is a filter")
        .isInstanceOf(RouteException.class)
        .hasMessageContaining("causerie:orders");
    String good =
        FROM
            + """
                    - filter:
                        simple: "${header.ce-subject} == 'noise'"
                        steps:
                          - stop: {}
                    - setHeader:
                        name: ce-region
                        constant: north
                    - choice:
                        when:
                          - simple: "${header.ce-id} == 'bad'"
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: the price service is down
            """
            + TO;
    try (ConnectorRuntime runtime = runtime(good)) {
      SourceEvent fine = Desk.event("fine", order("1").status("Open").build());
      SourceEvent noise = withSubject(Desk.event("n", order("2").status("Open").build()), "noise");
      SourceEvent bad = Desk.event("bad", order("3").status("Open").build());

      PushResult result = push(runtime, fine, noise, bad);

      assertThat(result).isEqualTo(new PushResult(1, 0, 1, 0, 1));
      assertThat(events(Fate.POSTED).get(0).event().extensions()).containsEntry("region", "north");
      assertThat(events(Fate.IGNORED).get(0).reason()).asString().startsWith("left the route");
      assertThat(events(Fate.FAILED).get(0).reason())
          .asString()
          .contains("failed 3 times")
          .contains("Exception")
          .doesNotContain("the price service is down");
      assertThat(events(Fate.FAILED).get(0).event().data()).isEqualTo(bad.data());
    }
  }

  private static SourceEvent withSubject(SourceEvent e, String subject) {
    return new SourceEvent(
        e.source(), e.type(), e.id(), subject, e.time(), e.contentType(), e.extensions(), e.data());
  }

  @Test
  void stepThatSwallowsAFailureDoesNotLoseTheEvent() {
    String route =
        FROM
            + """
                    - doTry:
                        steps:
                          - throwException:
                              exceptionType: java.lang.IllegalStateException
                              message: gone
                        doCatch:
                          - exception: [java.lang.IllegalStateException]
                            steps:
                              - stop: {}
            """
            + TO;
    try (ConnectorRuntime runtime = runtime(route)) {
      PushResult result = push(runtime, desk.event(order("1").status("Open").build()));

      assertThat(result.ignored()).isEqualTo(1);
      assertThat(events(Fate.IGNORED)).hasSize(1);
    }
  }

  @Test
  void rejectedEventIsNotTriedAgain() {
    String route =
        FROM
            + """
                    - throwException:
                        exceptionType: io.causerie.spi.RejectedEventException
                        message: Order desk-4711 is not one of ours; check the sender
            """
            + TO;
    try (ConnectorRuntime runtime = runtime(route)) {
      push(runtime, desk.event(order("desk-4711").title("Nr.").status("Open").build()));

      assertThat(events(Fate.FAILED).get(0).cause()).asString().isEqualTo("rejected by the route");
      assertThat(events(Fate.FAILED).get(0).reason())
          .asString()
          .as("the value may be masked")
          .endsWith("</record/id> is not one of ours; check the sender")
          .doesNotContain("4711");
    }
  }

  @Test
  void wireTapIsCalledWhatTheIntegratorWrote() {
    assertThatThrownBy(() -> runtime(FROM + "        - wireTap: { uri: 'log:x' }\n" + TO))
        .hasMessageContaining("`wireTap`")
        .hasMessageNotContaining("toD");
  }

  /** A step that does not come to its end before it is told to. */
  public static final class Sleep implements Processor {
    private static CountDownLatch asleep = new CountDownLatch(0);
    private static CountDownLatch enough = new CountDownLatch(0);

    static void untilWoken(CountDownLatch begun, CountDownLatch woken) {
      asleep = begun;
      enough = woken;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
      asleep.countDown();
      enough.await();
    }
  }

  @Test
  void slowStepBehindTheLastOneDelaysItsOwnRouteAlone() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    CountDownLatch asleep = new CountDownLatch(1);
    Sleep.untilWoken(asleep, enough);
    String sleep = "        - bean: { beanType: '%s' }\n".formatted(Sleep.class.getName());
    String sleeper =
        "- route:\n    id: payroll\n    from:\n      uri: causerie-push:payroll\n      steps:\n"
            + "        - to: direct:behind\n"
            + sleep
            + "        - to: causerie:payroll\n"
            + "- route:\n    id: behind\n    from:\n      uri: direct:behind\n      steps:\n"
            + "        - to: causerie:history\n"
            + sleep;
    try (ConnectorRuntime runtime =
        Brisk.of(desk.causerie)
            .connector("orders", PUSHED)
            .connector("payroll", PUSHED)
            .routes("routes/payroll.yaml", sleeper)
            .start()) {
      List<CompletionStage<PushResult>> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        SourceEvent event = Desk.event("slow" + i, order("s" + i).status("Open").build());
        slow.add(runtime.push("payroll", List.of(new Door.Delivery(event, null))));
      }
      asleep.await();

      PushResult other = push(runtime, desk.event(order("1").status("Open").build()));

      assertThat(other.posted()).isEqualTo(1);
      assertThat(slow).noneMatch(stage -> stage.toCompletableFuture().isDone());
      enough.countDown();
      slow.forEach(Desk::await);
    } finally {
      enough.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- wireTap: { uri: 'log:x' }|the step `wireTap`",
        "- multicast: { steps: [ { to: 'log:x' } ] }|multicast",
        "- split: { simple: '${body}', steps: [ { to: 'log:x' } ] }|split",
        "- aggregate: { correlationExpression: { constant: { expression: a } }, completionSize: 2, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy', steps: [ { to: 'log:x' } ] }|aggregate",
        "- delay: { constant: { expression: '10' } }|delay",
        "- loop: { constant: { expression: '2' }, steps: [ { to: 'log:x' } ] }|loop",
        "- toD: { uri: '${header.x}' }|toD",
        "- to: { uri: 'seda:x?waitForTaskToComplete=Never' }|does not wait"
      })
  void routeThatCouldLoseAnEventIsRefusedAtStart(String step, String named) {
    assertThatThrownBy(() -> runtime(FROM + "        " + step + "\n" + TO))
        .isInstanceOf(RouteException.class)
        .hasMessageContaining(named)
        .hasMessageContaining("route mine");
  }

  @Test
  void routeThatDoesNotEndAtItsConnectorIsRefusedAtStart() {
    assertThatThrownBy(() -> runtime(FROM + "        - to: log:x\n"))
        .hasMessageContaining("it ends in log:x; let its last step be `to: causerie:orders`");
    assertThatThrownBy(() -> runtime(FROM + "        - to: causerie:history\n"))
        .hasMessageContaining("causerie:orders");
    assertThatThrownBy(
            () ->
                runtime(
                    "- route: { from: { uri: 'causerie-push:nobody', steps: [ { to: 'causerie:nobody' } ] } }"))
        .hasMessageContaining("there is no connector nobody");
    assertThatThrownBy(() -> runtime("- nonsense")).hasMessageContaining("routes/orders.yaml");
  }

  @Test
  void fiveHundredEventsAreUnderWayAtOnce() {
    try (ConnectorRuntime runtime = runtime()) {
      List<CompletionStage<PushResult>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        all.add(
            runtime.push(
                "orders",
                List.of(
                    new Door.Delivery(desk.event(order("o" + i).status("Open").build()), null))));
      }

      assertThat(all.stream().map(Desk::await)).allMatch(r -> r.posted() == 1);
    }
  }

  @Test
  void brokenElementIsKeptAsFailed() {
    try (ConnectorRuntime runtime = runtime()) {
      Door.Delivery broken =
          new Door.Delivery(
              Desk.event("x", "[1"), new Door.Fault("not a CloudEvent", "element 3: no id"));

      PushResult result = Desk.await(runtime.push("orders", List.of(broken)));

      assertThat(result.failed()).isEqualTo(1);
      assertThat(events(Fate.FAILED).get(0).reason()).asString().isEqualTo("element 3: no id");
    }
  }

  @Test
  void stoppedRouteSendsTheSenderAwayForAWhile() {
    ConnectorRuntime runtime = runtime();
    runtime.close();

    assertThatThrownBy(() -> push(runtime, desk.event(order("1").status("Open").build())))
        .isInstanceOf(io.causerie.engine.UnavailableException.class);
  }
}
