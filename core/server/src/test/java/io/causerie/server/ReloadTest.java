package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.config.FolderState;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed configuration comes into force in a server that goes on. */
class ReloadTest {
  private static final String SHOP =
      """
      system: shop
      title: Shop
      audience: { groups: [sales] }
      kind: cloudevents
      connectors:
        carts:
          config: { auth: { bearer: { tokens: [%s] } } }
          mapping:
            record: { type: Cart, id: .id }
            posts: [ { when: created, summary: { en: "{actor} filled {record}" } } ]
      """
          .formatted(RunningServer.SENDER);

  @TempDir private Path folder;
  private RunningServer api;

  @BeforeEach
  void open() {
    api = new RunningServer(Databases.H2, folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Configuration load() throws Exception {
    return ConfigurationLoader.load(folder, api.clock, System::getenv);
  }

  private void reload() throws Exception {
    api.server.reload(load());
  }

  private void replace(String file, String what, String with) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(what);
    Files.writeString(path, text.replace(what, with));
  }

  private void file(String name, String text) {
    RunningServer.file(folder, name, text);
  }

  private static String order(String id, int version, String status) {
    return "{\"id\":\"%s\",\"version\":%d,\"status\":\"%s\",\"by\":\"alovelace\"}"
        .formatted(id, version, status);
  }

  private String summary(String record) {
    return api.as("grace", "GET", "/api/v1/records/" + record + "/activities?lang=en", null)
        .json()
        .path("items")
        .get(0)
        .path("summary")
        .toString();
  }

  /** The next line of a stream. */
  private static String line(LiveReader reader) throws IOException {
    reader.until("event: change");
    return reader.until("data: ");
  }

  @Test
  void noPostIsRefusedOverReloadsOfItsOwnConnectorAndOfOthers() throws Exception {
    file("systems/shop.yaml", SHOP);
    reload();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    Map<String, Queue<Integer>> answers = new TreeMap<>();
    List<Thread> senders =
        List.of("orders", "carts", "orders", "carts").stream()
            .map(
                connector -> {
                  Queue<Integer> own =
                      answers.computeIfAbsent(connector, c -> new ConcurrentLinkedQueue<>());
                  return new Thread(
                      () -> {
                        while (!over.get()) {
                          String id = "h" + sent.incrementAndGet();
                          own.add(api.event(connector, id, order(id, 1, "Open")).status());
                        }
                      },
                      "sending");
                })
            .toList();
    senders.forEach(Thread::start);
    for (int i = 0; i < 6; i++) {
      int before = sent.get();
      replace("mappings/order.yaml", i % 2 == 0 ? "took" : "has", i % 2 == 0 ? "has" : "took");
      reload();
      // Each reload is met by posts on both sides of it.
      Eventually.until("posts go on", () -> sent.get() > before + 20);
    }
    over.set(true);
    for (Thread sender : senders) {
      sender.join();
    }

    assertThat(answers.get("orders")).hasSizeGreaterThan(20).containsOnly(202);
    assertThat(answers.get("carts")).hasSizeGreaterThan(20).containsOnly(202);
  }

  @Test
  void changedMappingAnswersForTheNextEventAndOthersAreTheSame() throws Exception {
    api.event("e1", order("1", 1, "Open"));
    assertThat(summary(api.record("ada", "1"))).contains("took");

    replace("mappings/order.yaml", "{actor} took {record}", "{actor} opened {record}");
    reload();
    api.event("e2", order("2", 1, "Open"));

    assertThat(summary(api.record("ada", "2"))).contains("opened");
    assertThat(summary(api.record("ada", "1"))).contains("took");
  }

  @Test
  void streamsStayOpenAndBringWhatComesAfterwards() throws Exception {
    api.event("e1", order("7", 1, "Open"));
    String record = api.record("ada", "7");
    HttpRequest operates =
        HttpRequest.newBuilder(URI.create(api.url("/api/v1/live?topic=connectors")))
            .header("Authorization", "Bearer " + api.token("grace", Scope.READ, Scope.OPERATE))
            .build();
    try (LiveReader grace = LiveReader.of(api, "grace", record);
        LiveReader operator = LiveReader.open(operates)) {
      grace.until("event: ready");
      operator.until("event: ready");

      replace("mappings/order.yaml", "a modifié {changes}", "a fixé {changes}");
      file("systems/shop.yaml", SHOP);
      reload();
      api.event("e2", order("7", 2, "Paid"));

      assertThat(line(grace)).contains("a fixé");
      assertThat(line(operator)).contains("connectors");
      assertThat(api.server.live().open()).isEqualTo(2);
    }
  }

  @Test
  void rightThatPeopleYamlTakesAwayIsGoneWithTheNextLineOfAnOpenStream() throws Exception {
    api.event("e1", order("7", 1, "Open"));
    String record = api.record("ada", "7");
    try (LiveReader ada = LiveReader.of(api, "ada", record);
        LiveReader grace = LiveReader.of(api, "grace", record)) {
      ada.until("event: ready");
      grace.until("event: ready");

      replace("people.yaml", "language: en, groups: [sales]", "language: en, groups: []");
      reload();
      api.event("e2", order("7", 2, "Paid"));

      assertThat(line(grace)).contains("Paid");
      assertThat(ada.next()).isEqualTo("end");
    }
    assertThat(api.as("ada", "GET", "/api/v1/records/" + record, null).status()).isEqualTo(404);
  }

  @Test
  void narrowerCeilingCountsForTheNextLineAndTheNextPage() throws Exception {
    api.event("e1", order("7", 1, "Open"));
    String record = api.record("ada", "7");
    try (LiveReader ada = LiveReader.of(api, "ada", record)) {
      ada.until("event: ready");

      replace("systems/desk.yaml", "groups: [sales, finance]", "groups: [finance]");
      reload();
      assertThat(api.as("ada", "GET", "/api/v1/records/" + record, null).status()).isEqualTo(404);
      assertThat(api.as("grace", "GET", "/api/v1/records/" + record, null).status()).isEqualTo(200);
      api.event("e2", order("7", 2, "Paid"));

      assertThat(ada.next()).isEqualTo("end");
    }
  }

  @Test
  void connectorsComeAndGo() throws Exception {
    assertThat(api.event("carts", "c1", "{\"id\":\"1\"}").status()).isEqualTo(401);
    file("systems/shop.yaml", SHOP);
    reload();
    assertThat(api.event("carts", "c1", "{\"id\":\"1\"}").status()).isEqualTo(202);

    Files.delete(folder.resolve("systems/shop.yaml"));
    reload();

    assertThat(api.event("carts", "c2", "{\"id\":\"2\"}").status()).isEqualTo(401);
    assertThat(api.event("e1", order("1", 1, "Open")).status()).isEqualTo(202);
    assertThat(api.send(null, "GET", "/health/ready", null).status()).isEqualTo(200);
  }

  @Test
  void titleOfAGroupIsShownAnew() throws Exception {
    api.event("e1", order("7", 1, "Open"));
    String post = api.record("ada", "7");
    String activity =
        api.as("ada", "GET", "/api/v1/records/" + post + "/activities", null)
            .json()
            .path("items")
            .get(0)
            .path("id")
            .asText();
    api.as(
        "ada",
        "POST",
        "/api/v1/activities/" + activity + "/notes",
        "{\"content\":\"for [@Sales](group:sales)\"}");
    String notes = "/api/v1/activities/" + activity + "/notes";
    String before = api.as("ada", "GET", notes, null).text();

    replace("people.yaml", "sales: { title: Sales }", "sales: { title: Vendors }");
    reload();

    assertThat(before).contains("Sales");
    assertThat(api.as("ada", "GET", notes, null).text()).contains("Vendors");
  }

  @Test
  void whatDoesNotStartLeavesAllAsItWas() throws Exception {
    file(
        "routes/orders.yaml",
        """
        - route: { id: a, from: { uri: 'causerie-push:orders', steps: [ { to: 'direct:in' }, { to: 'causerie:orders' } ] } }
        - route: { id: b, from: { uri: 'direct:in', steps: [ { log: x } ] } }
        - route: { id: c, from: { uri: 'direct:in', steps: [ { log: x } ] } }
        """);
    replace("people.yaml", "Ada Lovelace", "Augusta Ada King");
    replace("mappings/order.yaml", "{actor} took {record}", "{actor} opened {record}");
    file("systems/shop.yaml", SHOP);

    assertThatThrownBy(this::reload).hasMessageContaining("routes/orders.yaml");

    api.event("e1", order("1", 1, "Open"));
    assertThat(summary(api.record("ada", "1"))).contains("took").contains("Ada Lovelace");
    assertThat(api.event("carts", "c1", "{\"id\":\"1\"}").status()).isEqualTo(401);
    assertThat(api.as("ada", "GET", "/api/v1/me", null).json().path("name").asText())
        .isEqualTo("Ada Lovelace");

    Files.delete(folder.resolve("routes/orders.yaml"));
    reload();
    api.event("e2", order("2", 1, "Open"));
    assertThat(summary(api.record("ada", "2"))).contains("opened").contains("Augusta Ada King");
  }

  @Test
  void whatOnlyARestartBringsIsNamedAndNotInForce() throws Exception {
    Configuration started = load();
    replace(
        "causerie.yaml", "port: 0, limits: { signIns: 1000000", "port: 1, limits: { signIns: 5");
    replace("causerie.yaml", "server: {", "server: { publicUrl: 'https://talk.example.com', ");
    replace("causerie.yaml", "database: {", "demo: { signIn: true }\ndatabase: { poolSize: 4,");
    Configuration changed = load();
    int port = api.server.port();

    List<String> restarting = changed.restarting(started);
    api.server.reload(changed);
    api.server.folder(() -> new FolderState(Optional.empty(), restarting));

    assertThat(restarting)
        .containsExactly(
            "server.port",
            "server.publicUrl",
            "server.limits.signIns",
            "database.poolSize",
            "demo.signIn");
    assertThat(api.server.port()).isEqualTo(port);
    assertThat(api.server.publicUrl()).isEqualTo("http://127.0.0.1:" + port);
    assertThat(api.send(null, "POST", "/api/v1/login", "{\"person\":\"ada\"}").status())
        .as("the demonstration is not on")
        .isNotEqualTo(200);
    assertThat(
            api.send(api.token("grace", Scope.READ, Scope.OPERATE), "GET", "/api/v1/systems", null)
                .json()
                .path("configurationRestart"))
        .hasToString(
            "[\"server.port\",\"server.publicUrl\",\"server.limits.signIns\",\"database.poolSize\",\"demo.signIn\"]");
    assertThat(api.send(null, "GET", "/metrics", null).text())
        .contains("causerie_configuration_restart 5.0");
  }

  /** Nothing would bring it back. */
  @Test
  void reloadThatIsRefusedEndsNoFrameOfAHostThatWouldBeGone() throws Exception {
    api.record("ada", "7");
    String bearer =
        api.send(
                null,
                "POST",
                "/api/v1/embed",
                "{\"token\":\"%s\"}"
                    .formatted(
                        SecurityTest.sign(
                            "ada", "Order", "7", RunningServer.HOST_SECRET, api.clock.instant())))
            .json()
            .path("bearer")
            .asText();
    file(
        "routes/orders.yaml",
        """
        - route: { id: a, from: { uri: 'causerie-push:orders', steps: [ { to: 'direct:in' }, { to: 'causerie:orders' } ] } }
        - route: { id: b, from: { uri: 'direct:in', steps: [ { log: x } ] } }
        - route: { id: c, from: { uri: 'direct:in', steps: [ { log: x } ] } }
        """);
    replace("causerie.yaml", "name: desk", "name: counter");

    assertThatThrownBy(this::reload).hasMessageContaining("routes/orders.yaml");

    assertThat(api.send(bearer, "GET", "/api/v1/me", null).status()).isEqualTo(200);
    Files.delete(folder.resolve("routes/orders.yaml"));
    reload();
    assertThat(api.send(bearer, "GET", "/api/v1/me", null).status()).isEqualTo(401);
  }
}
