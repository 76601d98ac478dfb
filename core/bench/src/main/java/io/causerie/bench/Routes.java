package io.causerie.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Routes of Camel's as a way in which events come. They begin with a server, so each round has its
 * own; before they begin, CloudEvents are pushed to it, by which it is warm and that are compared.
 */
final class Routes {
  private static final int ROUTES = 16;
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Between what is pushed and the first of the routes. */
  private static final Duration MARGIN = Duration.ofSeconds(4);

  private final Path application;
  private final Path folder;
  private final Store store;
  private final Duration pushing;
  private final int events;
  private final AtomicLong numbers = new AtomicLong(500_000_000);
  private int round;

  Routes(Path application, Path folder, Store store, Duration pushing, int events) {
    this.application = application;
    this.folder = folder;
    this.store = store;
    this.pushing = pushing;
    this.events = events;
  }

  /** Events a second, both by the same server. */
  record Beside(double cloudEvents, double routed) {}

  /**
   * A round. Each route goes on once its event is stored; they are measured from the first tenth
   * that is stored to the last.
   */
  Beside round(String token) throws Exception {
    round++;
    Path routes = folder.resolve("routes/shop.yaml");
    Path system = folder.resolve("systems/routes.yaml");
    Files.createDirectories(routes.getParent());
    Files.writeString(
        routes, IntStream.range(0, ROUTES).mapToObj(this::route).collect(Collectors.joining()));
    Files.writeString(
        system,
        """
        system: routes
        audience: { groups: [sales] }
        kind: camel
        connectors:
          routed:
            config: { route: [%s] }
            mapping: mappings/order.yaml
        """
            .formatted(
                IntStream.range(0, ROUTES)
                    .mapToObj(i -> "r" + i)
                    .collect(Collectors.joining(", "))));
    try (Tally tally = new Tally(store)) {
      long before = tally.posted("routed");
      try (ServerProcess server = ServerProcess.start(application, folder);
          Api api = new Api(server, token)) {
        double plain =
            Crowd.perSecond(
                ROUTES, pushing, client -> api.push(OrderDesk.event(numbers.incrementAndGet())));
        long many = (long) events / ROUTES * ROUTES;
        return new Beside(plain, tally.perSecond("routed", before, many, LOOK));
      }
    } finally {
      Files.delete(routes);
      Files.delete(system);
    }
  }

  private String route(int number) {
    String id = "B-%d-%d-${exchangeProperty.CamelTimerCounter}".formatted(round, number);
    return """
    - route:
        id: r%1$d
        from:
          uri: "timer:t%1$d?delay=%4$d&period=1&fixedRate=true&repeatCount=%2$d&includeMetadata=true"
          steps:
            - setBody: { simple: '{"id":"%3$s","version":1,"status":"open","by":"clerk1","customer":"Müller GmbH","net":12480.50,"currency":"EUR","url":"http://127.0.0.1:8081/orders/%3$s"}' }
            - setHeader: { name: ce-id, simple: "%3$s" }
            - setHeader: { name: ce-type, constant: order }
            - setHeader: { name: ce-source, constant: /routes }
            - to: causerie:routed
    """
        .formatted(number, events / ROUTES, id, pushing.multipliedBy(2).plus(MARGIN).toMillis());
  }
}
