package io.causerie.runtime;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.Watching;
import io.causerie.engine.ingest.Fate;
import io.causerie.spi.Connector;
import io.causerie.spi.Door;
import io.causerie.spi.Intake;
import io.causerie.spi.SourceSystem;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connectors are replaced while the others go on. */
class ChangeTest {
  private static final Executor OTHER = task -> new Thread(task, "changing").start();
  private static final ConnectorRuntime.Between NOTHING = between(() -> {});

  private static final SourceSystem SHARED = SourceSystem.configured();

  @TempDir Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TableSource orders = new TableSource();
  private final TableSource history = new TableSource();
  private final Installed polled = installed("orders", orders);
  private final Installed other = installed("history", history);
  private final Installed pushed = installed("payroll", pushed());
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(Databases.H2);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static Installed installed(String name, Connector connector) {
    return new Installed(name, connector, PollSettings.DEFAULT, Watching.HABIT, SHARED);
  }

  /** A source that sends; another one each time. */
  private static Connector pushed() {
    Intake intake = new Intake.Pushed(request -> Door.Reply.stranger());
    return () -> intake;
  }

  private static ConnectorRuntime.Between between(Runnable make) {
    return new ConnectorRuntime.Between() {
      @Override
      public void make() {
        make.run();
      }

      @Override
      public void takeBack() {}
    };
  }

  private ConnectorRuntime start(Map<String, String> routes, Installed... all) {
    ConnectorRuntime.Builder builder =
        Brisk.of(desk.causerie).clock(desk.clock).meters(meters).retries(List.of(Duration.ZERO));
    for (Installed one : all) {
      builder.install(one);
    }
    routes.forEach(builder::routes);
    return builder.start();
  }

  private static CompletionStage<PushResult> push(
      ConnectorRuntime runtime, Desk desk, String connector, String id) {
    Door.Delivery delivery = new Door.Delivery(desk.event(order(id).status("Open").build()), null);
    return runtime.pass(connector, () -> runtime.push(connector, List.of(delivery)));
  }

  private void untilRead(TableSource table, int times) {
    int before = table.reads.get();
    Eventually.until(
        "it is read",
        () -> {
          desk.clock.tick(Duration.ofSeconds(5));
          return table.reads.get() >= before + times;
        });
  }

  private ConnectorState state(String connector) {
    return desk.causerie.connectors().find(connector).orElseThrow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void othersAreReadAndTakeInWhileOneComesToItsEndAndIsReplaced() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    TableSource next = new TableSource();
    next.put("9", "Open", Desk.MONDAY.plus(Duration.ofDays(1)));
    try (ConnectorRuntime runtime = start(Map.of(), polled, other, pushed)) {
      untilRead(orders, 1);
      untilRead(history, 1);
      long epoch = state("history").epoch();
      orders.afterRead =
          () -> {
            reading.countDown();
            await(end);
          };
      Eventually.until(
          "the one to be replaced is being read",
          () -> {
            desk.clock.tick(Duration.ofSeconds(5));
            return reading.getCount() == 0;
          });

      CompletableFuture<Void> change =
          CompletableFuture.runAsync(
              () ->
                  runtime.change(
                      List.of(installed("orders", next), other, pushed), Map.of(), NOTHING),
              OTHER);
      untilRead(history, 3);
      assertThat(Desk.await(push(runtime, desk, "payroll", "1")).posted()).isEqualTo(1);
      assertThat(runtime.isReady()).isTrue();
      assertThat(change).isNotDone();
      assertThat(next.reads).hasValue(0);
      end.countDown();
      change.get(60, TimeUnit.SECONDS);

      orders.afterRead = () -> {};
      int last = orders.reads.get();
      untilRead(next, 2);
      untilRead(history, 2);
      assertThat(orders.reads).as("who was replaced is read no more").hasValue(last);
      assertThat(state("history").epoch()).as("nobody took it over").isEqualTo(epoch);
      assertThat(desk.causerie.events().list("orders", Fate.POSTED, null, null, 10).items())
          .hasSize(1);
    }
  }

  @Test
  void whatIsPushedToOneThatIsReplacedWaitsForItAndToTheOthersDoesNot() throws Exception {
    CountDownLatch changing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Installed waits = installed("history", pushed());
    try (ConnectorRuntime runtime = start(Map.of(), waits, pushed)) {
      CompletableFuture<Void> change =
          CompletableFuture.runAsync(
              () ->
                  runtime.change(
                      List.of(installed("history", pushed()), pushed),
                      Map.of(),
                      between(
                          () -> {
                            changing.countDown();
                            await(go);
                          })),
              OTHER);
      await(changing);

      CompletableFuture<PushResult> held =
          push(runtime, desk, "history", "1").toCompletableFuture();
      assertThat(Desk.await(push(runtime, desk, "payroll", "2")).posted()).isEqualTo(1);
      assertThat(held).isNotDone();
      go.countDown();

      assertThat(held.get(60, TimeUnit.SECONDS).posted()).isEqualTo(1);
      change.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatWasPushedBeforeHasItsFateBeforeAnythingChanges() throws Exception {
    CompletableFuture<String> underWay = new CompletableFuture<>();
    try (ConnectorRuntime runtime = start(Map.of(), pushed)) {
      CompletionStage<String> passed = runtime.pass("payroll", () -> underWay);
      List<Boolean> settled = new CopyOnWriteArrayList<>();
      AtomicReference<Thread> changing = new AtomicReference<>(Thread.currentThread());
      CompletableFuture<Void> change =
          CompletableFuture.runAsync(
              () -> {
                changing.set(Thread.currentThread());
                runtime.change(List.of(), Map.of(), between(() -> settled.add(underWay.isDone())));
              },
              OTHER);
      Eventually.until(
          "the change waits for it, or does not",
          () ->
              !settled.isEmpty()
                  || Stream.of(Objects.requireNonNull(changing.get()).getStackTrace())
                      .anyMatch(frame -> frame.getMethodName().equals("drained")));
      assertThat(settled).as("nothing has changed yet").isEmpty();

      underWay.complete("stored");
      change.get(60, TimeUnit.SECONDS);

      assertThat(settled).containsExactly(true);
      assertThat(passed.toCompletableFuture()).isCompletedWithValue("stored");
      assertThat(runtime.connectors()).isEmpty();
      assertThat(runtime.door("payroll")).isEmpty();
    }
  }

  @Test
  void changeThatFailsLeavesEverybodyWhoRanBefore() {
    TableSource never = new TableSource();
    try (ConnectorRuntime runtime = start(Map.of(), polled, pushed)) {
      untilRead(orders, 1);

      assertThatThrownBy(
              () ->
                  runtime.change(
                      List.of(installed("orders", never)),
                      Map.of(),
                      between(
                          () -> {
                            throw new IllegalStateException("of the database");
                          })))
          .hasMessage("of the database");

      untilRead(orders, 2);
      assertThat(never.reads).hasValue(0);
      assertThat(Desk.await(push(runtime, desk, "payroll", "1")).posted()).isEqualTo(1);
      assertThat(runtime.connectors()).containsExactlyInAnyOrder("orders", "payroll");
      assertThat(runtime.isReady()).isTrue();
    }
  }

  private static String ignoring(String route, String connector) {
    return """
        - route:
            id: %s
            from:
              uri: causerie-push:%s
              steps:
                - filter: { simple: "${header.ce-subject} == 'noise'", steps: [ { stop: {} } ] }
                - to: causerie:%s
        """
        .formatted(route, connector, connector);
  }

  private static String twice(String connector) {
    return """
        - route: { id: a, from: { uri: 'causerie-push:%s', steps: [ { to: 'direct:in' }, { to: 'causerie:%s' } ] } }
        - route: { id: b, from: { uri: 'direct:in', steps: [ { log: x } ] } }
        - route: { id: c, from: { uri: 'direct:in', steps: [ { log: x } ] } }
        """
        .formatted(connector, connector);
  }

  private static PushResult noise(
      ConnectorRuntime runtime, Desk desk, String connector, String id) {
    var event = desk.event(order(id).status("Open").build());
    var named =
        new io.causerie.model.SourceEvent(
            event.source(),
            event.type(),
            id + connector,
            "noise",
            event.time(),
            event.contentType(),
            event.extensions(),
            event.data());
    return Desk.await(
        runtime.pass(
            connector, () -> runtime.push(connector, List.of(new Door.Delivery(named, null)))));
  }

  @Test
  void routesOfAFileComeAndGoAndThoseOfOthersStay() {
    Installed second = installed("history", pushed());
    Map<String, String> own = Map.of("routes/payroll.yaml", ignoring("mine", "payroll"));
    Map<String, String> both =
        Map.of(
            "routes/payroll.yaml",
            ignoring("mine", "payroll"),
            "routes/history.yaml",
            ignoring("other", "history"));
    try (ConnectorRuntime runtime = start(own, pushed, second)) {
      assertThat(noise(runtime, desk, "payroll", "1").ignored()).isEqualTo(1);
      assertThat(noise(runtime, desk, "history", "2").posted()).isEqualTo(1);

      runtime.change(List.of(pushed, second), both, NOTHING);
      assertThat(noise(runtime, desk, "payroll", "3").ignored()).isEqualTo(1);
      assertThat(noise(runtime, desk, "history", "4").ignored()).isEqualTo(1);

      runtime.change(List.of(pushed, second), Map.of(), NOTHING);
      assertThat(noise(runtime, desk, "payroll", "5").posted()).isEqualTo(1);
      assertThat(noise(runtime, desk, "history", "6").posted()).isEqualTo(1);
      assertThat(runtime.isReady()).isTrue();

      runtime.change(List.of(second), both(second), NOTHING);
      assertThat(noise(runtime, desk, "history", "7").ignored()).isEqualTo(1);
    }
  }

  private static Map<String, String> both(Installed one) {
    return Map.of("routes/one.yaml", ignoring("mine", one.name()));
  }

  @Test
  void routesThatDoNotStartAreTakenBack() {
    Installed second = installed("history", pushed());
    Map<String, String> own = Map.of("routes/payroll.yaml", ignoring("mine", "payroll"));
    try (ConnectorRuntime runtime = start(own, pushed, second)) {
      assertThatThrownBy(
              () ->
                  runtime.change(
                      List.of(pushed), Map.of("routes/payroll.yaml", twice("payroll")), NOTHING))
          .isInstanceOf(RouteException.class)
          .hasMessageContaining("routes/payroll.yaml");

      assertThat(noise(runtime, desk, "payroll", "1").ignored()).isEqualTo(1);
      assertThat(noise(runtime, desk, "history", "2").posted()).isEqualTo(1);
      runtime.change(List.of(pushed), Map.of(), NOTHING);
      assertThat(noise(runtime, desk, "payroll", "3").posted()).isEqualTo(1);
    }
  }

  private String files(Path in) {
    return """
        - route:
            id: files-in
            from:
              uri: 'file:%s?initialDelay=0&delay=50&readLock=none'
              steps:
                - setHeader: { name: ce-id, expression: { simple: { expression: "${file:onlyname.noext}" } } }
                - setHeader: { name: ce-type, expression: { constant: { expression: order } } }
                - setHeader: { name: ce-source, expression: { constant: { expression: /files } } }
                - to: { uri: 'causerie:history' }
        """
        .formatted(in);
  }

  private void write(Path in, String id) throws Exception {
    Path made = folder.resolve(id + ".json");
    Files.createDirectories(in);
    Files.write(made, desk.event(order(id).status("Open").build()).data());
    Files.move(made, in.resolve(id + ".json"));
  }

  private void untilTold(int events) {
    Eventually.until(
        "it is told",
        () -> {
          desk.clock.tick(Duration.ofSeconds(5));
          return desk.causerie.events().list("history", null, null, null, 10).items().size()
              == events;
        });
  }

  @Test
  void routesThatBringEventsAreReplacedRemovedAndAdded() throws Exception {
    Installed brought = installed("history", () -> new Intake.Routed(List.of("files-in")));
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    try (ConnectorRuntime runtime = start(Map.of(), polled)) {
      runtime.change(List.of(polled, brought), Map.of("routes/f.yaml", files(first)), NOTHING);
      write(first, "1");
      untilTold(1);

      runtime.change(List.of(polled, brought), Map.of("routes/f.yaml", files(second)), NOTHING);
      write(second, "2");
      untilTold(2);
      assertThat(runtime.isReady()).isTrue();

      runtime.change(List.of(polled), Map.of(), NOTHING);
      write(second, "3");
      untilRead(orders, 3);
      assertThat(second.resolve("3.json")).as("nobody reads the folder").exists();
      assertThat(state("history").node()).isNull();
    }
  }

  @Test
  void figuresOfOneThatIsGoneEndAndThoseOfTheOthersStay() {
    try (ConnectorRuntime runtime = start(Map.of(), polled, other)) {
      Eventually.until(
          "both are measured",
          () ->
              meters.find("causerie.connector.here").tag("connector", "orders").gauge() != null
                  && meters.find("causerie.connector.here").tag("connector", "history").gauge()
                      != null);

      runtime.change(List.of(other), Map.of(), NOTHING);

      assertThat(meters.getMeters())
          .filteredOn(meter -> "orders".equals(meter.getId().getTag("connector")))
          .isEmpty();
      assertThat(meters.find("causerie.connector.here").tag("connector", "history").gauge())
          .isNotNull();
      assertThat(state("orders").node()).as("its lease is given back").isNull();
    }
  }

  @Test
  void whoRanBeforeRunsAgainThoughNotAllCouldBeTakenBack() {
    Installed second = installed("history", pushed());
    ConnectorRuntime.Between away =
        new ConnectorRuntime.Between() {
          @Override
          public void make() {}

          @Override
          public void takeBack() {
            throw new IllegalStateException("the database is away");
          }
        };
    try (ConnectorRuntime runtime = start(Map.of(), pushed, second, polled)) {
      untilRead(orders, 1);

      assertThatThrownBy(
              () ->
                  runtime.change(
                      List.of(pushed), Map.of("routes/payroll.yaml", twice("payroll")), away))
          .isInstanceOf(RouteException.class)
          .hasSuppressedException(new IllegalStateException("the database is away"));

      assertThat(runtime.isReady()).isTrue();
      assertThat(Desk.await(push(runtime, desk, "payroll", "1")).posted()).isEqualTo(1);
      assertThat(Desk.await(push(runtime, desk, "history", "2")).posted()).isEqualTo(1);
      untilRead(orders, 2);
    }
  }
}
