package io.causerie.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lets one real server process take the same events in three ways, one after the other, round by
 * round: as CloudEvents, as a signed webhook, and by routes of Camel's; prints what each gets done
 * as a ratio to the first of the same round.
 */
@Command(
    name = "stage-g",
    description = "Measures the ways in which events come.",
    mixinStandardHelpOptions = true)
public final class StageG implements Callable<Integer> {
  private static final int CLIENTS = 16;
  private static final String SECRET = "a-secret-of-the-shop";
  private static final Duration BOUND = Duration.ofMinutes(5);

  @Option(names = "--rounds", defaultValue = "3", description = "How often each is measured")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "6",
      description = "How long events are pushed, after as long a warm-up")
  private int seconds;

  @Option(names = "--routed", defaultValue = "8000", description = "Events a round by routes")
  private int routed;

  @Option(
      names = "--application",
      defaultValue = "core/server/target/causerie",
      description = "The folder with causerie.jar; default: ${DEFAULT-VALUE}")
  private Path application = Path.of("");

  private final AtomicLong orders = new AtomicLong();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StageG()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("causerie-bench");
    try (Store store = Store.fresh(Store.Kind.POSTGRESQL, folder)) {
      say("database", store.describe(Store.Kind.POSTGRESQL));
      OrderDesk.configure(folder, store);
      shop(folder);
      String token = ServerProcess.token(application, folder, "ada");
      for (int round = 1; round <= rounds; round++) {
        double cloudEvents;
        double webhook;
        try (ServerProcess server = ServerProcess.start(application, folder);
            Api api = new Api(server, token)) {
          Crowd.Work asCloudEvent = client -> api.push(OrderDesk.event(orders.incrementAndGet()));
          Crowd.Work asWebhook = client -> signed(api);
          // Whoever came first in a new server would pay its compiler for the other.
          pushed(asCloudEvent);
          pushed(asWebhook);
          cloudEvents = pushed(asCloudEvent);
          webhook = pushed(asWebhook);
        }
        double camel = routed(folder, store, round);
        say(
            "round " + round,
            format(
                "cloudevents %,.0f events/s; webhook %,.0f, ratio %.2f; camel, %d routes, %,.0f, ratio %.2f",
                cloudEvents, webhook, webhook / cloudEvents, CLIENTS, camel, camel / cloudEvents));
      }
      return 0;
    } finally {
      StageA.remove(folder);
    }
  }

  private double pushed(Crowd.Work work) throws InterruptedException {
    return Crowd.perSecond(CLIENTS, Duration.ofSeconds(seconds), work);
  }

  /** What a CloudEvent of the desk says in its data, as a shop would post it. */
  private int signed(Api api) throws IOException {
    byte[] body = body(orders.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
    return api.signed("shop", body, "sha256=" + signature(body));
  }

  private static String body(long number) {
    return """
        {"id":"%1$s","version":1,"status":"open","by":"clerk%2$d","customer":"Müller GmbH","net":12480.50,\
        "currency":"EUR","url":"http://127.0.0.1:8081/orders/%1$s"}"""
        .formatted(OrderDesk.order(number), number % 50);
  }

  private static String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Events a second by routes, each of which goes on once its event is stored: from the first that
   * is stored to the last.
   */
  private double routed(Path folder, Store store, int round) throws Exception {
    Path routes = folder.resolve("routes/shop.yaml");
    Path system = folder.resolve("systems/routes.yaml");
    Files.createDirectories(routes.getParent());
    Files.writeString(
        routes,
        IntStream.range(0, CLIENTS).mapToObj(i -> route(round, i)).collect(Collectors.joining()));
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
                IntStream.range(0, CLIENTS)
                    .mapToObj(i -> "r" + i)
                    .collect(Collectors.joining(", "))));
    long before = stored(store);
    try (ServerProcess server = ServerProcess.start(application, folder)) {
      long begin = System.nanoTime();
      // The first tenth warms it up, as a crowd is.
      await(store, before + routed / 10, begin);
      long counted = System.nanoTime();
      long first = stored(store);
      await(store, before + (long) routed / CLIENTS * CLIENTS, begin);
      double rate = (stored(store) - first) / ((System.nanoTime() - counted) / 1e9);
      say("resident memory, routes", server.residentMemory());
      return rate;
    } finally {
      Files.delete(routes);
      Files.delete(system);
    }
  }

  private String route(int round, int number) {
    String id = "B-%d-%d-${exchangeProperty.CamelTimerCounter}".formatted(round, number);
    return """
    - route:
        id: r%1$d
        from:
          uri: "timer:t%1$d?delay=-1&repeatCount=%2$d&includeMetadata=true"
          steps:
            - setBody: { simple: '{"id":"%3$s","version":1,"status":"open","by":"clerk1","customer":"Müller GmbH","net":12480.50,"currency":"EUR","url":"http://127.0.0.1:8081/orders/%3$s"}' }
            - setHeader: { name: ce-id, simple: "%3$s" }
            - setHeader: { name: ce-type, constant: order }
            - setHeader: { name: ce-source, constant: /routes }
            - to: causerie:routed
    """
        .formatted(number, routed / CLIENTS, id);
  }

  private static long stored(Store store) throws SQLException {
    return store.number("select count(*) from event where connector = 'routed'");
  }

  private static void await(Store store, long figure, long begin) throws SQLException {
    while (stored(store) < figure) {
      if (System.nanoTime() - begin > BOUND.toNanos()) {
        throw new LoadException("after " + BOUND + " there were not yet " + figure + " events");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static void shop(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("systems/shop.yaml"),
        """
        system: shop
        audience: { groups: [sales] }
        kind: webhook
        connectors:
          shop:
            config:
              verify: { hmac: { secrets: [%s], header: X-Signature, prefix: "sha256=" } }
              id: '"\\(.body.id)-\\(.body.version)"'
              type: '"order"'
            mapping: mappings/order.yaml
        """
            .formatted(SECRET));
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  private static void say(String what, String figure) {
    System.out.println(what + ": " + figure);
  }
}
