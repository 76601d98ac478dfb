package io.causerie.server;

import io.causerie.engine.store.Database;
import io.causerie.engine.store.Schema;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.TestDatabase;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as a process that is killed again and again, and those who feed it until they are
 * answered.
 */
final class KilledServer {
  private static final Logger LOG = LoggerFactory.getLogger(KilledServer.class);
  private static final int MOST = 4000;
  private static final int BATCH = 5;

  /** So few that events of several deliverers meet at each of them, and fold. */
  static final int SHARED_RECORDS = 4;

  private final Path folder;
  private final TestDatabase database;
  private final String token;
  private final int port;
  private final Random random;
  private final AtomicInteger versions = new AtomicInteger(1);
  private final OkHttpClient client =
      new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(10)).build();
  private final AtomicInteger events = new AtomicInteger();
  private final AtomicInteger notes = new AtomicInteger();
  private volatile boolean enough;

  /** How much was sent, all of it answered. */
  record Sent(int events, int notes) {}

  /**
   * @param seed of the moments of the kills; it is logged, so that a run can be tried again
   */
  KilledServer(Path folder, TestDatabase database, long seed) throws IOException {
    LOG.info("killed by the seed {}: -Dkills.seed={}", seed, seed);
    this.random = new Random(seed);
    this.folder = folder;
    this.database = database;
    Database own = Database.open(database.source());
    Schema.update(database.source(), "io/causerie/server/changelog.xml");
    this.token =
        new TokenStore(own, Clock.systemUTC())
            .make(
                new TokenStore.Grant(
                    Caller.Kind.API, "kill", "ada", Set.of(Scope.READ, Scope.WRITE), null, null))
            .token();
    close(database);
    this.port = Ports.free();
  }

  /** Lets go of H2's file. */
  private static void close(TestDatabase database) {
    database.pool().getHikariPoolMXBean().softEvictConnections();
    Eventually.until(
        "no connection is open",
        () -> database.pool().getHikariPoolMXBean().getTotalConnections() == 0);
  }

  Sent feedAndKill(int kills) throws Exception {
    List<Runnable> feeding =
        List.of(
            () -> deliver(this::singles),
            () -> deliver(this::batches),
            () -> deliver(this::changes),
            () -> deliver(this::changes),
            this::comment);
    ExecutorService feeders = Executors.newFixedThreadPool(feeding.size());
    ServerProcess process = start();
    List<Future<?>> fed = feeding.stream().<Future<?>>map(feeders::submit).toList();
    for (int i = 0; i < kills; i++) {
      int before = events.get();
      int more = 5 + random.nextInt(60);
      Eventually.until(
          "the process takes events", Duration.ofSeconds(60), () -> events.get() >= before + more);
      process.kill();
      process = start();
    }
    enough = true;
    feeders.shutdown();
    if (!feeders.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new AssertionError("somebody was never answered");
    }
    for (Future<?> feeder : fed) {
      feeder.get();
    }
    process.close();
    return new Sent(events.get(), notes.get());
  }

  private ServerProcess start() throws IOException {
    return ServerProcess.start(folder, "512m", port);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Sends one request after the other, each until it is answered. */
  private void deliver(Supplier<List<String>> next) {
    while (!enough && events.get() < MOST) {
      send(next.get());
    }
  }

  private void send(List<String> sent) {
    boolean batch = sent.size() > 1;
    Request request =
        new Request.Builder()
            .url(url("/api/v1/connectors/orders/events"))
            .header("Authorization", "Bearer " + RunningServer.SENDER)
            .post(
                batch
                    ? body("[" + String.join(",", sent) + "]", "application/cloudevents-batch+json")
                    : body(sent.get(0), "application/cloudevents+json"))
            .build();
    untilAnswered(request, 202);
    events.addAndGet(sent.size());
  }

  /** A record of its own. */
  private List<String> singles() {
    return List.of(event(UUID.randomUUID().toString(), 1));
  }

  /** New records, and a change of one that others change too, in one request. */
  private List<String> batches() {
    List<String> batch = new ArrayList<>(changes());
    while (batch.size() < BATCH) {
      batch.addAll(singles());
    }
    return batch;
  }

  /** A change of a record that others change too: it joins what they changed, or comes late. */
  private List<String> changes() {
    int version = versions.incrementAndGet();
    return List.of(event("shared-" + version % SHARED_RECORDS, version));
  }

  private static String event(String record, int version) {
    return """
        {"specversion":"1.0","id":"%s","source":"/kill","type":"t",
         "data":{"id":"%s","version":%d,"status":"at %d","by":"clerk"}}"""
        .formatted(UUID.randomUUID(), record, version, version);
  }

  private static RequestBody body(String text, String type) {
    return RequestBody.create(text.getBytes(StandardCharsets.UTF_8), MediaType.parse(type));
  }

  private String untilAnswered(Request request, int expected) {
    String[] answer = {""};
    Eventually.until(
        request.url() + " is answered " + expected,
        Duration.ofSeconds(90),
        () -> {
          try (Response response = client.newCall(request).execute()) {
            answer[0] = response.body().string();
            return response.code() == expected;
          } catch (IOException e) {
            return false;
          }
        });
    return answer[0];
  }

  /** Comments on the first record that is there, each comment until it is answered. */
  private void comment() {
    Eventually.until("a first event is there", Duration.ofSeconds(60), () -> events.get() > 0);
    String post = firstPost();
    while (!enough && notes.get() < MOST) {
      String key = UUID.randomUUID().toString();
      Request request =
          new Request.Builder()
              .url(url("/api/v1/activities/" + post + "/notes"))
              .header("Authorization", "Bearer " + token)
              .header("Idempotency-Key", key)
              .post(body("{\"content\":\"" + key + "\"}", "application/json"))
              .build();
      untilAnswered(request, 201);
      notes.incrementAndGet();
    }
  }

  private String firstPost() {
    String known = "shared-0";
    send(
        List.of(
            event(known, versions.addAndGet(SHARED_RECORDS) / SHARED_RECORDS * SHARED_RECORDS)));
    String record =
        untilAnswered(
            new Request.Builder()
                .url(url("/api/v1/records?system=desk&type=Order&include=activities&id=" + known))
                .header("Authorization", "Bearer " + token)
                .build(),
            200);
    try {
      return RunningServer.JSON.readTree(record).at("/activities/items/0/id").asText();
    } catch (IOException e) {
      throw new IllegalStateException(record, e);
    }
  }

  long count(String sql) {
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
