package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.ingest.Ingest;
import io.causerie.model.SourceEvent;
import io.causerie.server.RunningServer.Answer;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL of its own, which is stopped for ten seconds and started again. */
class DatabaseAwayTest {
  private static final int DELIVERERS = 6;
  private static final Duration AWAY = Duration.ofSeconds(10);

  @TempDir Path folder;
  private EmbeddedPostgres postgres;
  private RunningServer api;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Queue<Answer> refused = new ConcurrentLinkedQueue<>();
  private volatile boolean enough;

  @BeforeEach
  void start() {
    postgres = postgres(0);
    api =
        new RunningServer(
            Databases.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"),
            folder.resolve("config"));
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
    postgres.close();
  }

  private EmbeddedPostgres postgres(int port) {
    try {
      EmbeddedPostgres.Builder builder =
          Databases.builder().setDataDirectory(folder.resolve("pg")).setCleanDataDirectory(false);
      return (port == 0 ? builder : builder.setPort(port)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nothingIsLostWhileTheDatabaseIsAwayAndEverybodyIsToldToComeBack() throws Exception {
    api.event("0", "{\"id\":\"talked\",\"version\":1,\"status\":\"open\"}");
    String record = api.record("ada", "talked");
    ExecutorService people = Executors.newFixedThreadPool(DELIVERERS + 1);
    List<Future<Integer>> sent = new ArrayList<>();
    for (int i = 0; i < DELIVERERS; i++) {
      sent.add(people.submit(this::deliver));
    }
    Future<Integer> commented = people.submit(() -> comment(record));
    Eventually.until("they are at work", () -> numbers.get() > 100);

    int port = postgres.getPort();
    postgres.close();
    long gone = System.nanoTime();
    Eventually.until(
        "ten seconds pass, with refusals",
        Duration.ofSeconds(60),
        () -> System.nanoTime() - gone > AWAY.toNanos() && refusals.get() > DELIVERERS);
    assertThat(api.send(null, "GET", "/health/ready", null).status()).isEqualTo(503);
    assertThat(api.send(null, "GET", "/health/live", null).status()).isEqualTo(200);
    postgres = postgres(port);
    int before = numbers.get();
    Eventually.until(
        "they go on by themselves", Duration.ofSeconds(60), () -> numbers.get() > before + 50);
    enough = true;
    people.shutdown();
    assertThat(people.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    int events = 1;
    for (Future<Integer> each : sent) {
      events += each.get();
    }
    assertThat(refused).isNotEmpty().allSatisfy(DatabaseAwayTest::assertComeBack);
    assertThat(count("select count(*) from event where fate = 1")).isEqualTo(events);
    assertThat(count("select count(*) from event")).isEqualTo(events);
    assertThat(count("select count(*) from activity where kind <> 2")).isEqualTo(events);
    assertThat(count("select count(*) from activity where kind = 2"))
        .isEqualTo((long) commented.get());
  }

  @Test
  void whoSendsMoreThanCanBeWrittenIsToldToSlowDownAndLosesNothing() throws Exception {
    Ingest ingest = api.server.causerie().ingest();
    List<CompletableFuture<?>> taken = new ArrayList<>();
    try (var connection = postgres.getPostgresDatabase().getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("lock table event_key in access exclusive mode");
      while (taken.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
        SourceEvent event = order("q" + taken.size());
        taken.add(ingest.accept("orders", Ingest.keyOf(event), event).toCompletableFuture());
      }
      Answer full = api.event("one-more", "{\"id\":\"one-more\",\"version\":1}");

      assertThat(full.status()).as(full.text()).isEqualTo(429);
      assertThat(full.problem()).isEqualTo("busy");
      assertThat(full.headers()).containsKey("Retry-After");
      connection.rollback();
    }
    CompletableFuture<?> refusedOne = taken.remove(taken.size() - 1);
    assertThat(refusedOne).isCompletedExceptionally();
    for (CompletableFuture<?> each : taken) {
      each.get(120, TimeUnit.SECONDS);
    }
    assertThat(count("select count(*) from event")).isEqualTo(taken.size());
  }

  private static SourceEvent order(String id) {
    byte[] data =
        "{\"id\":\"%s\",\"version\":1,\"status\":\"open\"}"
            .formatted(id)
            .getBytes(StandardCharsets.UTF_8);
    return new SourceEvent("/desk", "order", id, null, null, "application/json", Map.of(), data);
  }

  private static void assertComeBack(Answer answer) {
    // Away is not busy: 429 is for whoever sends more than can be written.
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("unavailable");
    assertThat(answer.headers()).containsKey("Retry-After");
    assertThat(answer.json().path("detail").asText()).isNotBlank();
  }

  /** Sends one event after the other, each until it is taken; returns how many. */
  private int deliver() {
    int sent = 0;
    while (!enough) {
      String id = "e" + numbers.incrementAndGet();
      String data = "{\"id\":\"%s\",\"version\":1,\"status\":\"open\"}".formatted(id);
      untilTaken(() -> api.event(id, data), 202);
      sent++;
    }
    return sent;
  }

  private int comment(String record) {
    int written = 0;
    while (!enough) {
      String key = "k" + numbers.incrementAndGet();
      untilTaken(
          () ->
              api.as(
                  "ada",
                  "POST",
                  "/api/v1/records/" + record + "/activities",
                  "{\"content\":\"" + key + "\"}",
                  "Idempotency-Key",
                  key),
          201);
      written++;
    }
    return written;
  }

  private void untilTaken(java.util.function.Supplier<Answer> request, int taken) {
    Eventually.until(
        "it is taken",
        Duration.ofSeconds(90),
        () -> {
          Answer answer = request.get();
          if (answer.status() == taken) {
            return true;
          }
          refusals.incrementAndGet();
          refused.add(answer);
          return false;
        });
  }

  private long count(String sql) throws Exception {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
