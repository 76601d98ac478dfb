package io.causerie.runtime;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.ingest.Fate;
import io.causerie.model.json.ModelJson;
import io.causerie.spi.Intake;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that a route of the integrator's brings, with components that are shipped. */
class BroughtTest {
  private static final String HEADERS =
      """
              - setHeader: { name: ce-id, expression: { simple: { expression: "${file:onlyname.noext}" } } }
              - setHeader: { name: ce-type, expression: { constant: { expression: order } } }
              - setHeader: { name: ce-source, expression: { constant: { expression: /files } } }
      """;
  private static final String HOME = "        - to: { uri: 'causerie:orders' }\n";

  @TempDir Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Desk desk;
  private Path in;

  @BeforeEach
  void open() {
    desk = new Desk(Databases.H2);
    in = folder.resolve("in");
    Mended.mended = true;
  }

  @AfterEach
  void close() {
    desk.close();
  }

  /** A step that fails until it is mended. */
  public static final class Mended implements Processor {
    static volatile boolean mended;

    @Override
    public void process(Exchange exchange) {
      if (!mended) {
        throw new IllegalStateException("with a secret of the event");
      }
    }
  }

  /** The same, of the second part of what was split. */
  public static final class MendedSecond implements Processor {
    @Override
    public void process(Exchange exchange) {
      if (!Mended.mended && Integer.valueOf(1).equals(exchange.getProperty("CamelSplitIndex"))) {
        throw new IllegalStateException("not yet");
      }
    }
  }

  /** A step after which its route is stopped by somebody else. */
  public static final class Stopper implements Processor {
    static volatile boolean armed;

    @Override
    public void process(Exchange exchange) {
      if (armed) {
        armed = false;
        var routes = exchange.getContext().getRouteController();
        new Thread(
                () -> {
                  try {
                    routes.stopRoute("orders-in");
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .start();
      }
    }
  }

  private static String bean(Class<?> step) {
    return "        - bean: { beanType: '%s' }\n".formatted(step.getName());
  }

  private String files(String options, String steps) {
    return "- route:\n    id: orders-in\n    from:\n      uri: 'file:%s?initialDelay=0&delay=50&readLock=none%s'\n      steps:\n%s"
        .formatted(in, options, steps);
  }

  private ConnectorRuntime runtime(Causerie causerie, String route) {
    return Brisk.of(causerie)
        .connector("orders", () -> new Intake.Routed(List.of("orders-in")))
        .routes("routes/orders.yaml", route)
        .retries(List.of(Duration.ZERO))
        .meters(meters)
        .clock(desk.clock)
        .start();
  }

  private ConnectorRuntime runtime(String route) {
    return runtime(desk.causerie, route);
  }

  /** Somebody puts an order into the folder, whole at once. */
  private void put(String id) throws IOException {
    Path made = folder.resolve(id + ".made");
    Files.writeString(made, ModelJson.write(order(id).status("Open").build()));
    Files.createDirectories(in);
    Files.move(made, in.resolve(id + ".json"));
  }

  private int events(Fate fate) {
    return desk.causerie.events().list("orders", fate, null, null, 10).items().size();
  }

  private ConnectorState state() {
    return desk.causerie.connectors().find("orders").orElseThrow();
  }

  private Duty.Runs runs() {
    return state().duty(DutyKind.ROUTE).runs();
  }

  private void untilReady(ConnectorRuntime runtime) {
    Eventually.until("it is ready", runtime::isReady);
  }

  private void untilPosted(int events) {
    Eventually.until(events + " events are posted", () -> events(Fate.POSTED) == events);
  }

  private String untilFailed() {
    Eventually.until("it is said", () -> runs().failure() != null);
    return Objects.requireNonNull(runs().failure()).message().text();
  }

  /** What the figure says that the alert of a connector without a node reads. */
  private double here() {
    Gauge gauge = meters.find("causerie.connector.here").gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }

  /** Lets the time of a start come. */
  private void later() {
    desk.clock.tick(Duration.ofMinutes(1));
  }

  @Test
  void filesBecomePostsAndTheRouteIsReadyOnceItIsStarted() throws Exception {
    put("o1");
    try (ConnectorRuntime runtime = runtime(files("", HEADERS + HOME))) {
      untilReady(runtime);
      untilPosted(1);
      put("o2");
      untilPosted(2);

      assertThat(runs().failures()).isZero();
      Eventually.until("it is counted where it runs", () -> here() == 1);
      assertThat(runs().success()).isNotNull();
      assertThat(state().node()).isNotNull();
      assertThat(runtime.duties("orders")).containsExactly(DutyKind.ROUTE);
      assertThat(runtime.isPolled("orders")).isFalse();
      assertThat(runtime.door("orders")).isEmpty();
    }
  }

  @Test
  void timerIsASourceToo() {
    String timer =
        "- route:\n    id: orders-in\n    from:\n      uri: 'timer:once?delay=0&repeatCount=1'\n      steps:\n"
            + "        - setBody: { expression: { constant: { expression: '%s' } } }\n"
                .formatted(ModelJson.write(order("o1").status("Open").build()).replace("'", "''"))
            + HEADERS.replace("${file:onlyname.noext}", "${exchangeId}")
            + HOME;
    try (ConnectorRuntime runtime = runtime(timer)) {
      untilPosted(1);
      untilReady(runtime);
    }
  }

  @Test
  void connectorThatRestsIsNotFed() throws Exception {
    try (ConnectorRuntime runtime = runtime(files("", HEADERS + HOME))) {
      put("o1");
      untilPosted(1);
      runtime.pause("orders", "ada", "the archive is sorted");
      Eventually.until("its route is stopped", () -> !runtime.runsRoutes("orders"));
      put("o2");

      assertThat(runtime.isReady()).as("whoever rests is as it should be").isTrue();
      assertThat(in.resolve("o2.json")).exists();
      runtime.resume("orders");
      untilPosted(2);
    }
  }

  /** Forty files of two parts each, of which the second fails until it is mended. */
  private ConnectorRuntime fortyWithTwoParts(Duration retry) throws IOException {
    Mended.mended = false;
    Files.createDirectories(in);
    for (int i = 0; i < 40; i++) {
      Files.writeString(
          in.resolve("f" + i + ".json"),
          ModelJson.write(order("a" + i).status("Open").build())
              + "\n"
              + ModelJson.write(order("b" + i).status("Open").build()));
    }
    String split =
        """
                - split:
                    expression: { tokenize: { token: "\\n" } }
                    stopOnException: true
                    steps:
        """
            + (HEADERS.replace(
                        "onlyname.noext}", "onlyname.noext}-${exchangeProperty.CamelSplitIndex}")
                    + bean(MendedSecond.class)
                    + HOME)
                .indent(4);
    return Brisk.of(desk.causerie)
        .connector("orders", () -> new Intake.Routed(List.of("orders-in")))
        .routes("routes/orders.yaml", files("", split))
        .retries(List.of(retry))
        .lastSteps(Duration.ofSeconds(2))
        .meters(meters)
        .clock(desk.clock)
        .start();
  }

  /** Parts go on where the ones before were answered, on threads that answer everybody. */
  @Test
  void partThatIsToBeTriedAgainHoldsUpNobody() throws Exception {
    try (ConnectorRuntime runtime = fortyWithTwoParts(Duration.ofHours(1))) {
      Eventually.until("each waits for its second part", () -> posted() == 40);

      desk.ingest(order("other").status("Open"));

      runtime.pause("orders", "ada", "to be mended");
      Eventually.until("its route is stopped", () -> !runtime.runsRoutes("orders"));
    }
  }

  @Test
  void whatFailedWhileItsRouteEndedIsTakenAgain() throws Exception {
    try (ConnectorRuntime runtime = fortyWithTwoParts(Duration.ofMillis(100))) {
      Eventually.until("each has failed", () -> posted() == 40);
      runtime.pause("orders", "ada", "to be mended");
      Eventually.until("its route is stopped", () -> !runtime.runsRoutes("orders"));

      Mended.mended = true;
      runtime.resume("orders");

      Eventually.until("all of all are posted", () -> posted() == 80);
    }
  }

  private int posted() {
    return desk.causerie.events().list("orders", Fate.POSTED, null, null, 200).items().size();
  }

  @Test
  void ofTwoNodesOneRunsItAndTheOtherTakesOver() throws Exception {
    String route = files("", HEADERS + HOME);
    try (Causerie other = desk.beside(Desk.CEILING)) {
      ConnectorRuntime first = runtime(route);
      untilReady(first);
      Eventually.until("it runs", () -> first.runsRoutes("orders"));
      try (ConnectorRuntime second = runtime(other, route)) {
        untilReady(second);
        assertThat(second.runsRoutes("orders")).isFalse();
        first.close();
        Eventually.until(
            "the other has it",
            () -> {
              desk.clock.tick(Duration.ofSeconds(3));
              return second.runsRoutes("orders");
            });
        put("o1");
        untilPosted(1);
      }
    }
  }

  @Test
  void routeThatCannotBeStartedIsSaidAndStartedAgain() throws Exception {
    String strict = files("&autoCreate=false&startingDirectoryMustExist=true", HEADERS + HOME);
    try (ConnectorRuntime runtime = runtime(strict)) {
      assertThat(untilFailed()).startsWith("its route could not be started: ");
      assertThat(runtime.isReady()).as("others are not concerned").isTrue();
      assertThat(runs().next()).isAfter(desk.clock.instant());
      put("o1");
      later();

      runtime.run("orders", DutyKind.ROUTE);
      untilPosted(1);
      Eventually.until("it has recovered", () -> runs().failure() == null);
    }
  }

  @Test
  void sourceThatGoesAwayIsSaidAndItsRouteStartedAgain() throws Exception {
    try (ConnectorRuntime runtime = runtime(files("&directoryMustExist=true", HEADERS + HOME))) {
      put("o1");
      untilPosted(1);
      // It would make the folder anew for what it has read.
      Eventually.until("it is put away", () -> Files.exists(in.resolve(".camel/o1.json")));
      Files.move(in, folder.resolve("away"));

      assertThat(untilFailed()).startsWith("its route could not get at its source: ");
      assertThat(runtime.runsRoutes("orders")).isFalse();
      Files.move(folder.resolve("away"), in);
      put("o2");
      later();
      runtime.run("orders", DutyKind.ROUTE);
      untilPosted(2);
      Eventually.until("it has recovered", () -> runs().failure() == null);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void routeThatSomebodyStopsIsStartedAgain() throws Exception {
    Stopper.armed = true;
    try (ConnectorRuntime runtime = runtime(files("", HEADERS + bean(Stopper.class) + HOME))) {
      put("o1");
      untilPosted(1);
      Eventually.until(
          "it is seen",
          () -> {
            desk.clock.tick(Duration.ofSeconds(1));
            return runs().failure() != null;
          });
      assertThat(untilFailed()).isEqualTo("its route has stopped");
      put("o2");
      later();
      runtime.run("orders", DutyKind.ROUTE);
      untilPosted(2);
    }
  }

  @Test
  void eventThatDoesNotComeThroughStaysInItsSourceAndItsWordsAreNotQuoted() throws Exception {
    Mended.mended = false;
    try (ConnectorRuntime runtime = runtime(files("", HEADERS + bean(Mended.class) + HOME))) {
      put("o1");

      assertThat(untilFailed())
          .isEqualTo("an event did not come through the route: java.lang.IllegalStateException");
      assertThat(runtime.runsRoutes("orders")).as("others come through").isTrue();
      assertThat(events(Fate.FAILED) + events(Fate.POSTED)).isZero();
      Mended.mended = true;
      untilPosted(1);
      Eventually.until("it is forgotten", () -> runs().failure() == null);
    }
  }

  @Test
  void headerThatIsMissingIsNamed() throws Exception {
    try (ConnectorRuntime runtime = runtime(files("", HOME))) {
      put("o1");

      assertThat(untilFailed()).contains("the header ce-source is missing");
      assertThat(in.resolve("o1.json")).exists();
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void whatTheRouteLetsGoIsIgnored() throws Exception {
    String filter =
        HEADERS
            + "        - filter: { expression: { simple: { expression: \"${header.ce-id} == 'o1'\" } }, steps: [ { stop: {} } ] }\n"
            + HOME;
    try (ConnectorRuntime runtime = runtime(files("", filter))) {
      put("o1");
      Eventually.until("it is kept as ignored", () -> events(Fate.IGNORED) == 1);
      put("o2");

      untilPosted(1);
      assertThat(desk.causerie.events().list("orders", Fate.IGNORED, null, null, 1).items().get(0))
          .extracting(e -> String.valueOf(e.reason()))
          .asString()
          .contains("left the route");
    }
  }

  @Test
  void partsOfAFileAreEventsAndAllAreGivenAgainIfOneFails() throws Exception {
    String split =
        """
                - split:
                    expression: { tokenize: { token: "\\n" } }
                    stopOnException: true
                    steps:
                      - setHeader: { name: ce-id, expression: { simple: { expression: "${header.CamelFileName}-${exchangeProperty.CamelSplitIndex}" } } }
                      - setHeader: { name: ce-type, expression: { constant: { expression: order } } }
                      - setHeader: { name: ce-source, expression: { constant: { expression: /files } } }
                      - filter: { expression: { simple: { expression: "${exchangeProperty.CamelSplitIndex} == 1" } }, steps: [ { bean: { beanType: '%s' } } ] }
                      - to: { uri: 'causerie:orders' }
        """
            .formatted(Mended.class.getName());
    Mended.mended = false;
    try (ConnectorRuntime runtime = runtime(files("", split))) {
      String lines = String.join("\n", line("a"), line("b"), line("c"));
      Files.createDirectories(in);
      Path made = Files.writeString(folder.resolve("all.made"), lines);
      Files.move(made, in.resolve("all.txt"));
      untilPosted(1);
      assertThat(untilFailed()).contains("did not come through");
      Mended.mended = true;

      untilPosted(3);
      assertThat(runtime.isReady()).isTrue();
      assertThat(desk.count("select count(*) from activity")).isEqualTo(3);
    }
  }

  private static String line(String id) {
    return ModelJson.write(order(id).status("Open").build()).replaceAll("\\s*\\n\\s*", " ");
  }
}
