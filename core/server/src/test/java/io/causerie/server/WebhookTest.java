package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What reaches a webhook through the server, and what of it stays there. */
class WebhookTest {
  private static final String SECRET = "canary-of-a-path-51c0";
  private static final String IN = "/api/v1/connectors/tickets/in/";

  private static final String IMPATIENT =
      "verify: { secret: { secrets: [%s], header: X-Secret } }, id: .body.n, patience: PT0.2S"
          .formatted(SECRET);

  private static final String SLOW =
      """
      - route:
          id: slow
          from:
            uri: causerie-push:tickets
            steps:
              - bean: { beanType: '%s' }
              - to: { uri: 'causerie:tickets' }
      """
          .formatted(Slow.class.getName());

  @TempDir Path folder;
  private String limits = "";
  private boolean forwarded;

  private RunningServer server(String config, Map<String, String> routes) {
    TestDatabase database = RunningServer.tables(Databases.H2);
    return new RunningServer(
        database,
        new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
        Map.of(),
        folder,
        files -> {
          RunningServer.write(files, database);
          configure(files);
          RunningServer.file(
              files,
              "systems/tickets.yaml",
              """
              system: tickets
              audience: { groups: [sales] }
              kind: webhook
              connectors:
                tickets:
                  config: { %s }
                  mapping: mappings/order.yaml
              """
                  .formatted(config));
          routes.forEach((name, text) -> RunningServer.file(files, name, text));
        });
  }

  private void configure(Path files) {
    try {
      Path main = files.resolve("causerie.yaml");
      String text = Files.readString(main);
      if (!limits.isEmpty()) {
        text = text.replaceFirst("writes: .*?searches: 1000000", limits);
      }
      Files.writeString(
          main, forwarded ? text.replace("port: 0,", "port: 0, forwarded: true,") : text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer post(RunningServer api, String path, String body, String... headers) {
    Request.Builder request =
        new Request.Builder()
            .url(api.url(path))
            .post(
                RequestBody.create(
                    body.getBytes(StandardCharsets.UTF_8), MediaType.get("application/json")));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    // The contract knows one word for whatever stands there.
    return api.send("POST", path.replaceFirst("/in/.*", "/in/path"), request.build());
  }

  @Test
  void secretOfAnAddressIsNeitherKeptNorLogged() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.start();
    root.addAppender(heard);
    root.setLevel(Level.INFO);
    String config =
        "verify: { secret: { secrets: [%s], path: true } }, id: .body.n, subject: .path"
            .formatted(SECRET);
    try (RunningServer api = server(config, Map.of())) {
      String order = "{\"n\":\"1\",\"id\":\"7\",\"version\":1,\"status\":\"open\"}";
      assertThat(post(api, IN + SECRET + "/shop%2Fnorth/x", order).json().path("posted").asInt())
          .isEqualTo(1);
      assertThat(post(api, IN + SECRET, "{").json().path("failed").asInt()).isEqualTo(1);
      assertThat(post(api, IN + SECRET + "0", order).status()).isEqualTo(401);
      assertThat(post(api, "/api/v1/connectors/tickets/events", order).status()).isEqualTo(401);
      assertThat(post(api, "/api/v1/connectors/nosuch/in/" + SECRET, order).status())
          .isEqualTo(401);
      String operator = api.token("ada", Scope.READ, Scope.OPERATE);
      Answer events =
          api.send(operator, "GET", "/api/v1/connectors/tickets/events?fate=posted", null);
      assertThat(events.json().at("/items/0/subject").asText()).isEqualTo("shop/north/x");
      List<String> told = new ArrayList<>();
      told.add(api.send(operator, "GET", "/api/v1/connectors/tickets/events", null).text());
      told.add(api.send(operator, "GET", "/api/v1/audit", null).text());
      told.add(api.send(null, "GET", "/metrics", null).text());
      heard.list.forEach(line -> told.add(line.getFormattedMessage()));
      try (var connection = api.connection();
          ResultSet dump = connection.createStatement().executeQuery("script")) {
        while (dump.next()) {
          told.add(dump.getString(1));
        }
      }
      assertThat(told).noneMatch(text -> text.contains(SECRET));
    } finally {
      root.detachAppender(heard);
      root.setLevel(before);
    }
  }

  /** Whoever pushes is bounded by the queue it waits in, and by no number of writes. */
  @Test
  void pushesToAPathAreNotCountedAsWrites() {
    String config = "verify: { secret: { secrets: [%s], path: true } }".formatted(SECRET);
    limits = "writes: 1, reactions: 1, searches: 1";
    try (RunningServer api = server(config, Map.of())) {
      for (String end :
          List.of("a", "b", "read", "x/read", "preview", "reactions/x", "reactions/y")) {
        assertThat(post(api, IN + SECRET + "/" + end, "{\"id\":\"1\"}").status())
            .as(end)
            .isEqualTo(202);
      }
    }
  }

  @Test
  void certificateIsTheProxysWordAndNotWhoItSpeaksFor() {
    String config =
        "verify: { certificate: { header: X-Client-DN, names: [CN=erp], from: [%s] } }, id: .body.n";
    String order = "{\"n\":\"1\",\"id\":\"7\",\"version\":1,\"status\":\"open\"}";
    String events = "/api/v1/connectors/tickets/events";
    forwarded = true;
    try (RunningServer api = server(config.formatted("127.0.0.1"), Map.of())) {
      assertThat(
              post(api, events, order, "X-Client-DN", "CN=erp", "X-Forwarded-For", "203.0.113.9")
                  .status())
          .isEqualTo(202);
    }
    try (RunningServer api = server(config.formatted("203.0.113.9"), Map.of())) {
      assertThat(
              post(api, events, order, "X-Client-DN", "CN=erp", "X-Forwarded-For", "203.0.113.9")
                  .status())
          .as("what anybody can write names no proxy")
          .isEqualTo(401);
    }
  }

  /** A step that does not end before it is let. */
  public static final class Slow implements Processor {
    static volatile CountDownLatch end = new CountDownLatch(1);

    @Override
    public void process(Exchange exchange) throws InterruptedException {
      end.await();
    }
  }

  @Test
  void whatIsNotStoredInTimeIsToBeSentAgainAndToldOnce() {
    Slow.end = new CountDownLatch(1);
    try (RunningServer api = server(IMPATIENT, Map.of("routes/slow.yaml", SLOW))) {
      String order = "{\"n\":\"1\",\"id\":\"7\",\"version\":1,\"status\":\"open\"}";
      String events = "/api/v1/connectors/tickets/events";
      try {
        Answer late = post(api, events, order, "X-Secret", SECRET);
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.problem()).isEqualTo("not-stored-yet");
        assertThat(late.headers()).containsEntry("Retry-After", "30");
      } finally {
        Slow.end.countDown();
      }
      Eventually.until(
          "it is taken", () -> post(api, events, order, "X-Secret", SECRET).status() == 202);
      assertThat(
              api.as("ada", "GET", "/api/v1/records?system=tickets&type=Order&id=7", null).status())
          .isEqualTo(200);
      assertThat(posts(api)).isEqualTo(1);
    }
  }

  /** While a change waits for the first one's end, the second waits for the change. */
  @Test
  void whoWaitsForAChangeIsToldInTimeToo() throws Exception {
    Slow.end = new CountDownLatch(1);
    try (RunningServer api = server(IMPATIENT, Map.of("routes/slow.yaml", SLOW))) {
      String events = "/api/v1/connectors/tickets/events";
      CompletableFuture<Void> change;
      try {
        assertThat(post(api, events, order("1"), "X-Secret", SECRET).status()).isEqualTo(503);
        Path system = folder.resolve("systems/tickets.yaml");
        Files.writeString(system, Files.readString(system).replace("PT0.2S", "PT0.3S"));
        AtomicReference<Thread> changing = new AtomicReference<>(Thread.currentThread());
        change =
            CompletableFuture.runAsync(
                () -> {
                  changing.set(Thread.currentThread());
                  reload(api);
                });
        Eventually.until(
            "the change waits",
            () ->
                Stream.of(Objects.requireNonNull(changing.get()).getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("drained")));

        Answer held = post(api, events, order("2"), "X-Secret", SECRET);

        assertThat(held.status()).isEqualTo(503);
        assertThat(held.problem()).isEqualTo("not-stored-yet");
        assertThat(change).as("it was told before the change was over").isNotDone();
      } finally {
        Slow.end.countDown();
      }
      change.get(60, TimeUnit.SECONDS);
      Eventually.until(
          "both are taken, once",
          () ->
              post(api, events, order("2"), "X-Secret", SECRET).status() == 202 && posts(api) == 2);
    }
  }

  private void reload(RunningServer api) {
    try {
      api.server.reload(ConfigurationLoader.load(folder, api.clock, System::getenv));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String order(String number) {
    return "{\"n\":\"%1$s\",\"id\":\"7%1$s\",\"version\":1,\"status\":\"open\"}".formatted(number);
  }

  private static int posts(RunningServer api) {
    try (var connection = api.connection();
        ResultSet count =
            connection.createStatement().executeQuery("select count(*) from activity")) {
      count.next();
      return count.getInt(1);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
