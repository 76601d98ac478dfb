package io.causerie.bench;

import io.causerie.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long changed files take until they are in force, of a server with many connectors that are
 * polled each second, and what those who push to another one notice of it.
 */
@Command(name = "stage-f", description = "Measures reloads.", mixinStandardHelpOptions = true)
public final class StageF implements Callable<Integer> {
  private static final Pattern RELOADS =
      Pattern.compile("(?m)^causerie_configuration_reload_seconds_(count|sum) (\\S+)$");
  private static final int CLIENTS = 4;

  @Option(names = "--connectors", defaultValue = "50", description = "How many are polled")
  private int connectors;

  @Option(names = "--rounds", defaultValue = "9", description = "How often each is done")
  private int rounds;

  @Option(
      names = "--application",
      defaultValue = "core/server/target/causerie",
      description = "The folder with causerie.jar; default: ${DEFAULT-VALUE}")
  private Path application;

  private final HttpClient http = HttpClient.newHttpClient();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StageF()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("causerie-bench");
    try (Store store = Store.fresh(Store.Kind.POSTGRESQL, folder)) {
      say("database", store.describe(Store.Kind.POSTGRESQL));
      OrderDesk.configure(folder, store);
      ServerProcess.token(application, folder, "ada");
      // Each has a system of its own, so that one changed file is one changed connector.
      for (int i = 0; i < connectors; i++) {
        connector(folder, store, i, 0);
      }
      store.execute("create table nothing (id bigint primary key, changed timestamp, status text)");
      try (ServerProcess server = ServerProcess.start(application, folder)) {
        say("start to first answer", server.startedIn().toMillis() + " ms");
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentLinkedQueue<Long> waits = new ConcurrentLinkedQueue<>();
        AtomicLong refused = new AtomicLong();
        List<Thread> clients = clients(server, over, waits, refused);
        measure("one of " + connectors, server, round -> connector(folder, store, 0, round));
        measure(
            "all " + connectors,
            server,
            round -> {
              for (int i = 0; i < connectors; i++) {
                connector(folder, store, i, -round);
              }
            });
        over.set(true);
        for (Thread client : clients) {
          client.join();
        }
        long[] nanos = waits.stream().mapToLong(Long::longValue).toArray();
        say("pushed all the while", Latency.of(nanos).toString());
        say("the slowest of them", Arrays.stream(nanos).max().orElse(0) / 1_000_000 + " ms");
        say("refused of them", String.valueOf(refused.get()));
      }
    } finally {
      StageA.remove(folder);
    }
    return 0;
  }

  /** Changes files. */
  @FunctionalInterface
  private interface Change {
    void write(int round) throws IOException;
  }

  private void measure(String what, ServerProcess server, Change change) throws Exception {
    double[] millis = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      double[] before = reloads(server);
      change.write(round + 1);
      Eventually.until(
          "it is in force", Duration.ofMinutes(2), () -> reloads(server)[0] > before[0]);
      millis[round] = (reloads(server)[1] - before[1]) * 1000;
    }
    Arrays.sort(millis);
    say(
        "changed: " + what,
        String.format(
            Locale.ROOT,
            "in force after %.0f ms (%.0f to %.0f)",
            millis[rounds / 2],
            millis[0],
            millis[rounds - 1]));
  }

  /** How many there were, and how long they took together, in seconds. */
  private double[] reloads(ServerProcess server) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("/metrics"))).build();
      Matcher told = RELOADS.matcher(http.send(request, BodyHandlers.ofString()).body());
      double[] found = new double[2];
      while (told.find()) {
        found[told.group(1).equals("count") ? 0 : 1] = Double.parseDouble(told.group(2));
      }
      return found;
    } catch (IOException | InterruptedException e) {
      throw new LoadException("the figures are not told: " + e);
    }
  }

  private List<Thread> clients(
      ServerProcess server,
      AtomicBoolean over,
      ConcurrentLinkedQueue<Long> waits,
      AtomicLong refused) {
    AtomicLong order = new AtomicLong();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client =
          new Thread(
              () -> {
                while (!over.get()) {
                  long begin = System.nanoTime();
                  if (push(server, order.incrementAndGet()) != 202) {
                    refused.incrementAndGet();
                  }
                  waits.add(System.nanoTime() - begin);
                }
              },
              "pushing");
      client.start();
      clients.add(client);
    }
    return clients;
  }

  private int push(ServerProcess server, long order) {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%1$d\",\"source\":\"/desk\",\"type\":\"order\",\"data\":{\"id\":\"%1$d\",\"version\":1,\"status\":\"open\",\"by\":\"clerk\"}}"
            .formatted(order);
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(server.url("/api/v1/connectors/orders/events")))
                  .header("Authorization", "Bearer " + OrderDesk.SENDER)
                  .header("Content-Type", "application/cloudevents+json")
                  .POST(HttpRequest.BodyPublishers.ofString(event, StandardCharsets.UTF_8))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      return 0;
    }
  }

  private static void connector(Path folder, Store store, int number, int round)
      throws IOException {
    Path systems = Files.createDirectories(folder.resolve("systems"));
    Files.writeString(
        systems.resolve("idle%d.yaml".formatted(number)),
        """
        system: idle%1$d
        audience: { groups: [sales] }
        kind: sql
        config: { url: "%2$s" }
        connectors:
          idle%1$d:
            schedule: PT1S
            reconcile: never
            config:
              query: select id, changed, status from nothing
              key: id
              changedOn: changed
            mapping:
              record: { type: Thing, id: .id, version: .changed }
              track: [ { field: status, label: "Status %3$d", value: .status } ]
              posts: [ { when: created, summary: { en: "{record} is new" } } ]
        """
            .formatted(number, store.url(), round));
  }

  private static void say(String what, String figure) {
    System.out.printf("%-28s %s%n", what, figure);
  }
}
