package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is posted outside, to a receiver that checks it with what is not ours. */
class OutgoingWebhooksTest {
  private static final String KEY = "a-key-by-chance-of-32-characters-now";

  @TempDir Path folder;
  private final TestDatabase database = RunningServer.tables(Databases.H2);
  private final List<Message> came = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private volatile String retryAfter = "";
  private HttpServer receiver;
  private RunningServer api;

  /** A message, as it came. */
  record Message(Map<String, List<String>> headers, String body) {
    String id() {
      return header("webhook-id");
    }

    String header(String name) {
      return Objects.requireNonNull(headers.get(name)).get(0);
    }

    JsonNode json() {
      return new RunningServer.Answer(0, Map.of(), body).json();
    }
  }

  @BeforeEach
  void open() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          came.add(
              new Message(
                  exchange.getRequestHeaders().entrySet().stream()
                      .collect(
                          Collectors.toMap(
                              e -> e.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue)),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
    api =
        new RunningServer(
            database,
            // What checks a signature looks at the time of day as well.
            new SettableClock(Instant.now()),
            Map.of(),
            folder,
            this::write);
  }

  @AfterEach
  void close() {
    api.close();
    receiver.stop(0);
  }

  private void write(Path files) {
    RunningServer.write(files, database);
    RunningServer.file(
        files,
        "causerie.yaml",
        """
        server: { host: 127.0.0.1, port: 0 }
        database: { url: "%s", username: "%s", password: "%s" }
        accounts: { keys: [{ id: now, secret: %s }] }
        webhooks:
          hosts:
            - { host: "127.0.0.1:%5$d", plain: true, addresses: [127.0.0.1] }
            - { host: "localhost:%5$d", plain: true }
        """
            .formatted(
                database.url(),
                database.user(),
                database.password(),
                KEY,
                receiver.getAddress().getPort()));
  }

  private String url(String host) {
    return "http://%s:%d/hook".formatted(host, receiver.getAddress().getPort());
  }

  private String operator() {
    return api.token("mary", Scope.READ, Scope.WRITE, Scope.OPERATE);
  }

  private JsonNode ofDesk(String person) {
    RunningServer.Answer added =
        api.send(
            operator(),
            "POST",
            "/api/v1/systems/desk/webhooks",
            "{\"url\":\"%s\",\"person\":\"%s\"}".formatted(url("127.0.0.1"), person));
    assertThat(added.status()).isEqualTo(201);
    return added.json();
  }

  private void event(String id, String more) {
    assertThat(
            api.event(
                    id,
                    "{\"id\":\"7\",\"version\":%s,\"status\":\"s%s\"%s}".formatted(id, id, more))
                .status())
        .isLessThan(300);
  }

  private void await(int messages) {
    Eventually.until("so many came: " + messages, () -> came.size() >= messages);
  }

  private JsonNode deliveries(String query) {
    return api.send(operator(), "GET", "/api/v1/deliveries?channel=webhook" + query, null)
        .json()
        .path("items");
  }

  private void awaitSettled(String outcome) {
    Eventually.until(
        "settled: " + outcome,
        () -> {
          JsonNode done = deliveries("&state=done");
          return !done.isEmpty() && done.get(0).path("outcome").asText().equals(outcome);
        });
  }

  @Test
  void whatHappensInASystemIsPostedSignedAndSmall() throws Exception {
    JsonNode endpoint = ofDesk("ada");

    event("1", ",\"by\":\"bob\"");
    await(1);

    Message message = came.get(0);
    Verified.by(endpoint.path("secret").asText(), message);
    JsonNode said = message.json();
    assertThat(said.path("type").asText()).isEqualTo("activity.posted");
    assertThat(said.at("/data/record/key").asText()).isEqualTo("7");
    assertThat(said.at("/data/activity/summary/text").asText()).isEqualTo("bob took Order 7");
    assertThat(said.at("/data/url").asText())
        .startsWith(api.server.publicUrl() + "/records/")
        .contains("#activity=");
    awaitSettled("delivered");
  }

  @Test
  void whatItsPersonMayNotReadAnyMoreIsNotSent() {
    ofDesk("ada");
    event("1", "");
    await(1);
    status = 503;
    event("2", "");
    await(2);

    api.server
        .causerie()
        .origins()
        .says(
            Origin.PEOPLE_FILE,
            api.server.causerie().people().all().stream()
                .map(p -> p.id().equals("ada") ? Person.employee("ada", "Ada Lovelace") : p)
                .toList());
    status = 204;
    api.clock.tick(Duration.ofHours(1));

    awaitSettled("withheld");
    assertThat(came).hasSize(2);
  }

  @Test
  void whatIsOfFinanceAloneIsWithheldFromTheFirst() {
    ofDesk("ada");
    event("1", ",\"secret\":true");

    awaitSettled("withheld");
    assertThat(came).isEmpty();
  }

  @Test
  void whoeverIsBusyIsTriedAgainWithTheSameIdWhenItAskedFor() {
    ofDesk("ada");
    status = 503;
    retryAfter = "600";
    event("1", "");
    await(1);
    Eventually.until("it waits", () -> deliveries("&state=due").size() == 1);
    assertThat(deliveries("&state=due").get(0).path("failure").asText())
        .isEqualTo("127.0.0.1 answered 503");
    assertThat(Instant.parse(deliveries("&state=due").get(0).path("due").asText()))
        .isAfterOrEqualTo(api.clock.instant().plusSeconds(599));

    status = 204;
    retryAfter = "";
    api.clock.tick(Duration.ofMinutes(11));
    await(2);

    assertThat(came.get(1).id()).isEqualTo(came.get(0).id());
    awaitSettled("delivered");
  }

  @Test
  void whoeverSaysThatItIsGoneIsAskedNoMore() {
    JsonNode endpoint = ofDesk("ada");
    status = 410;

    event("1", "");
    awaitSettled("needless");
    event("2", "");
    Eventually.until("nothing waits", () -> deliveries("&state=due").isEmpty());

    JsonNode all =
        api.send(operator(), "GET", "/api/v1/systems/desk/webhooks", null).json().path("items");
    assertThat(all.get(0).path("id")).isEqualTo(endpoint.path("id"));
    assertThat(all.get(0).hasNonNull("ended")).isTrue();
    assertThat(came).hasSize(1);
  }

  @Test
  void aRedirectIsNotFollowedAndDeadOnesWaitForAnOperator() {
    ofDesk("ada");
    status = 302;
    event("1", "");
    await(1);
    Eventually.until("it waits", () -> deliveries("&state=due").size() == 1);

    api.clock.tick(Duration.ofDays(5));
    Eventually.until("it is dead", () -> deliveries("&state=dead").size() == 1);
    assertThat(deliveries("&state=dead").get(0).path("failure").asText())
        .isEqualTo("127.0.0.1 answered 302, a redirect, which is not followed");

    status = 200;
    api.send(
        operator(),
        "POST",
        "/api/v1/deliveries/retry",
        "{\"channel\":\"webhook\",\"state\":\"dead\"}");
    awaitSettled("delivered");
  }

  @Test
  void onesOwnIsAddedTestedRenewedAndRemoved() throws Exception {
    String body = "{\"url\":\"%s\"}".formatted(url("127.0.0.1"));
    JsonNode mine = api.as("ada", "POST", "/api/v1/me/webhooks", body).json();
    String path = "/api/v1/me/webhooks/" + mine.path("id").asText();
    String first = mine.path("secret").asText();

    JsonNode test = api.as("ada", "POST", path + "/test", null).json();
    assertThat(test.path("taken").asBoolean()).isTrue();
    assertThat(test.path("status").asInt()).isEqualTo(204);
    Verified.by(first, came.get(0));
    assertThat(came.get(0).json().path("type").asText()).isEqualTo("test");

    String second = api.as("ada", "POST", path + "/secret", null).json().path("secret").asText();
    api.as("ada", "POST", path + "/test", null);
    assertThat(second).isNotEqualTo(first);
    Verified.by(first, came.get(1));
    Verified.by(second, came.get(1));

    api.clock.tick(Duration.ofHours(25));
    api.as("ada", "POST", path + "/test", null);
    assertThat(came.get(2).header("webhook-signature").split(" ")).hasSize(1);

    status = 500;
    JsonNode failed = api.as("ada", "POST", path + "/test", null).json();
    assertThat(failed.path("taken").asBoolean()).isFalse();
    assertThat(failed.path("failure").asText()).isEqualTo("127.0.0.1 answered 500");

    assertThat(api.as("grace", "DELETE", path, null).status()).isEqualTo(404);
    assertThat(api.as("ada", "DELETE", path, null).status()).isEqualTo(204);
    assertThat(api.as("ada", "GET", "/api/v1/me/webhooks", null).json().path("items")).isEmpty();
    assertThat(api.as("ada", "POST", path + "/test", null).status()).isEqualTo(404);
  }

  @Test
  void whatIsNotListedIsRefusedAndWhatLeadsIntoThisHouseIsNotPostedTo() {
    for (String url :
        List.of(
            "https://127.0.0.1:%d/".formatted(receiver.getAddress().getPort()),
            "http://127.0.0.1:1/",
            "http://example.com/",
            "ftp://127.0.0.1/",
            "no address")) {
      RunningServer.Answer refused =
          api.as("ada", "POST", "/api/v1/me/webhooks", "{\"url\":\"%s\"}".formatted(url));
      assertThat(refused.status()).as(url).isEqualTo(400);
      assertThat(refused.json().path("field").asText()).isEqualTo("url");
    }

    String inside = "{\"url\":\"%s\"}".formatted(url("localhost"));
    String id = api.as("ada", "POST", "/api/v1/me/webhooks", inside).json().path("id").asText();
    JsonNode test = api.as("ada", "POST", "/api/v1/me/webhooks/" + id + "/test", null).json();

    assertThat(test.path("taken").asBoolean()).isFalse();
    assertThat(test.path("failure").asText()).contains("`webhooks.hosts` does not list");
    assertThat(came).isEmpty();
  }

  @Test
  void nobodyFromOutsideHasOne() {
    assertThat(api.as("jana", "GET", "/api/v1/me/webhooks", null).status()).isEqualTo(403);
    assertThat(
            api.as(
                    "jana",
                    "POST",
                    "/api/v1/me/webhooks",
                    "{\"url\":\"%s\"}".formatted(url("127.0.0.1")))
                .status())
        .isEqualTo(403);
    assertThat(
            api.send(
                    operator(),
                    "POST",
                    "/api/v1/systems/desk/webhooks",
                    "{\"url\":\"%s\",\"person\":\"jana\"}".formatted(url("127.0.0.1")))
                .status())
        .isEqualTo(400);
  }

  @Test
  void secretsAreNowhereInClearAndOperatorsAreAudited() throws Exception {
    String secret = ofDesk("ada").path("secret").asText();

    try (var connection = api.connection();
        var rows =
            connection.createStatement().executeQuery("select sealed, key_id from webhook")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).doesNotContain(secret.substring(6));
      assertThat(rows.getString(2)).isEqualTo("now");
    }
    assertThat(api.send(operator(), "GET", "/api/v1/systems/desk/webhooks", null).text())
        .doesNotContain(secret);
    assertThat(
            api.send(operator(), "GET", "/api/v1/audit", null)
                .json()
                .at("/items/0/detail")
                .asText())
        .isEqualTo("desk, on behalf of ada");
  }
}
