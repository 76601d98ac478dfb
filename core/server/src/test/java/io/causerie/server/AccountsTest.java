package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.contract.board.Board;
import io.causerie.contract.board.BoardPlugin;
import io.causerie.engine.people.Origin;
import io.causerie.server.plugin.PluginFolder;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People connect accounts of their own; what is granted is nowhere in clear. */
class AccountsTest {
  private static final String NOW = "a-key-by-chance-of-32-characters-now";
  private static final String BEFORE = "a-key-by-chance-of-32-characters-before";
  private static PluginFolder plugins;

  @TempDir Path folder;
  private final Board board = new Board();
  private final TestDatabase database = RunningServer.tables(Databases.H2);
  private @Nullable RunningServer running;

  @BeforeAll
  static void add(@TempDir Path added) {
    BoardPlugin.add(added);
    plugins = PluginFolder.open(added, AccountsTest.class.getClassLoader());
  }

  @BeforeEach
  void known() {
    board.write("otto", "Order", "7", "It begins", null);
  }

  @AfterEach
  void close() {
    if (running != null) {
      running.close();
    }
    board.close();
  }

  private RunningServer server(String keys) {
    RunningServer api =
        new RunningServer(
            database,
            new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
            Map.of(),
            plugins,
            folder,
            files -> write(files, keys));
    running = api;
    Eventually.until("the record is known", () -> !record(api).isEmpty());
    return api;
  }

  private void write(Path files, String keys) {
    RunningServer.file(
        files,
        "causerie.yaml",
        """
        server: { port: 0 }
        database: { url: "%s", username: "%s", password: "%s" }
        accounts: { keys: [%s] }
        """
            .formatted(database.url(), database.user(), database.password(), keys));
    RunningServer.file(
        files,
        "people.yaml",
        """
        groups: { sales: {} }
        people:
          - { id: ada, name: Ada Lovelace, groups: [sales] }
          - { id: grace, name: Grace Hopper, groups: [sales], identities: { board: [grace] } }
          - { id: jana, name: Jana Müller, groups: [sales], guest: true }
          - { id: otto, name: Otto Ek }
        """);
    RunningServer.file(
        files,
        "systems/board.yaml",
        """
        system: board
        title: The board
        audience: { groups: [sales], customer: { groups: [sales] } }
        kind: board
        writeBack: internal
        config: { url: "%s", token: %s }
        connectors:
          events:
            schedule: PT1S
            since: 2026-01-01
            mapping:
              record: { type: Order, id: '.record | split("/")[1]', title: .record }
        """
            .formatted(board.url(), Board.TOKEN));
  }

  private static String key(String id, String secret) {
    return "{ id: %s, secret: %s }".formatted(id, secret);
  }

  private static String record(RunningServer api) {
    return api.as("ada", "GET", "/api/v1/records?system=board&type=Order&id=7", null)
        .json()
        .path("id")
        .asText();
  }

  private static RunningServer.Answer begin(RunningServer api) {
    return api.as("ada", "POST", "/api/v1/me/accounts", "{\"system\":\"board\"}");
  }

  /** Agrees at the board, and gives what it sends back. */
  private static Map<String, String> agree(String agreement) throws Exception {
    HttpResponse<String> sent =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(agreement)).build(),
                HttpResponse.BodyHandlers.ofString());
    URI back = URI.create(sent.headers().firstValue("Location").orElseThrow());
    assertThat(back.getPath()).isEqualTo("/preferences");
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : back.getRawQuery().split("&")) {
      String[] two = part.split("=", 2);
      query.put(two[0], URLDecoder.decode(two[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static RunningServer.Answer finish(
      RunningServer api, String person, Map<String, String> back) {
    return api.as(
        person,
        "POST",
        "/api/v1/me/accounts",
        "{\"state\":\"%s\",\"code\":\"%s\"}".formatted(back.get("state"), back.get("code")));
  }

  private static JsonNode account(RunningServer api) {
    return api.as("ada", "GET", "/api/v1/me/accounts", null).json().at("/items/0/account");
  }

  private void connect(RunningServer api) throws Exception {
    Map<String, String> back = agree(begin(api).json().path("agreement").asText());
    assertThat(finish(api, "ada", back).status()).isEqualTo(200);
  }

  private String sent(RunningServer api, String content) {
    String id =
        api.as(
                "ada",
                "POST",
                "/api/v1/records/" + record(api) + "/activities",
                "{\"content\":\"%s\",\"alsoIn\":[\"board\"]}".formatted(content))
            .json()
            .path("id")
            .asText();
    return "/api/v1/activities/" + id;
  }

  private static void until(RunningServer api, String path, String state) {
    Eventually.until(
        state,
        Duration.ofSeconds(30),
        () -> {
          api.clock.tick(Duration.ofMillis(500));
          return api.as("ada", "GET", path + "/deliveries", null)
              .json()
              .at("/items/0/state")
              .asText()
              .equals(state);
        });
  }

  /** All that stands in the tables of accounts. */
  private static List<String> stored(RunningServer api) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = api.connection();
        Statement statement = connection.createStatement()) {
      for (String table : List.of("server_account", "server_account_wish")) {
        ResultSet rows = statement.executeQuery("select * from " + table);
        while (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(rows.getObject(i)));
          }
        }
      }
    }
    return values;
  }

  @Test
  void whatSheWritesIsHersThereOnceSheHasConnectedHerAccount() throws Exception {
    RunningServer api = server(key("now", NOW));
    until(api, sent(api, "signed"), "there");
    connect(api);

    String own = sent(api, "mine");
    until(api, own, "there");
    api.as("ada", "PATCH", own, "{\"content\":\"my own\"}");
    Eventually.until(
        "she edits it as herself, too",
        Duration.ofSeconds(30),
        () -> {
          api.clock.tick(Duration.ofMillis(500));
          return board.comments("Order", "7").get(2).text().contains("own");
        });

    assertThat(account(api).path("name").asText()).isEqualTo("ada");
    assertThat(account(api).path("refused").asBoolean()).isFalse();
    assertThat(board.comments("Order", "7"))
        .extracting(c -> c.author() + " says " + c.words())
        .containsExactly(
            "otto says It begins", "integration says Ada Lovelace: signed", "ada says my own");
    String grant =
        board.tokens().stream().filter(t -> t.startsWith("grant-")).findFirst().orElseThrow();
    assertThat(stored(api)).noneMatch(value -> value.contains(grant));
    assertThat(api.as("ada", "GET", "/api/v1/me/accounts", null).text()).doesNotContain(grant);
  }

  @Test
  void aStateIsHersOnceAndForTenMinutes() throws Exception {
    RunningServer api = server(key("now", NOW));
    Map<String, String> back = agree(begin(api).json().path("agreement").asText());

    assertThat(finish(api, "grace", back).status()).as("somebody else").isEqualTo(400);
    assertThat(finish(api, "ada", back).status()).as("who began it").isEqualTo(200);
    assertThat(finish(api, "ada", back).status()).as("once more").isEqualTo(400);
    api.as("ada", "DELETE", "/api/v1/me/accounts/board", null);
    Map<String, String> late = agree(begin(api).json().path("agreement").asText());
    api.clock.tick(Duration.ofMinutes(11));
    assertThat(finish(api, "ada", late).status()).isEqualTo(400);
    Map<String, String> wrong =
        new LinkedHashMap<>(agree(begin(api).json().path("agreement").asText()));
    wrong.put("code", "another");
    assertThat(finish(api, "ada", wrong).problem()).isEqualTo("source-failed");

    assertThat(account(api).isMissingNode()).isTrue();
  }

  @Test
  void nobodyElseIsToldOfItOrBegins() {
    RunningServer api = server(key("now", NOW));

    for (String other : List.of("jana", "otto")) {
      assertThat(api.as(other, "GET", "/api/v1/me/accounts", null).json().path("items"))
          .as(other)
          .isEmpty();
      assertThat(api.as(other, "POST", "/api/v1/me/accounts", "{\"system\":\"board\"}").status())
          .as(other)
          .isEqualTo(404);
    }
    for (String mixed : List.of("\"state\":\"x\"", "\"code\":\"y\"")) {
      String body = "{\"system\":\"board\"," + mixed + "}";
      assertThat(api.as("ada", "POST", "/api/v1/me/accounts", body).status()).isEqualTo(400);
    }
  }

  @Test
  void nobodyConnectsTheUserOfSomebodyElse() throws Exception {
    RunningServer api = server(key("now", NOW));
    board.sits("grace");
    Map<String, String> back = agree(begin(api).json().path("agreement").asText());

    RunningServer.Answer answer = finish(api, "ada", back);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("grace is known here as another person's user");
    assertThat(account(api).isMissingNode()).isTrue();
    assertThat(board.tokens()).noneMatch(token -> token.startsWith("grant-"));
  }

  @Test
  void whatIsSealedForOneIsNotOpenedForAnother() throws Exception {
    RunningServer api = server(key("now", NOW));
    connect(api);
    try (Connection connection = api.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("update server_account set person = 'grace'");
    }

    String id =
        api.as(
                "grace",
                "POST",
                "/api/v1/records/" + record(api) + "/activities",
                "{\"content\":\"as another\",\"alsoIn\":[\"board\"]}")
            .json()
            .path("id")
            .asText();
    until(api, "/api/v1/activities/" + id, "refused");

    assertThat(board.comments("Order", "7")).hasSize(1);
  }

  @Test
  void anAccountThatIsRefusedIsSaidSoAndNobodyElseWritesInItsPlace() throws Exception {
    RunningServer api = server(key("now", NOW));
    connect(api);
    board.tokens().stream().filter(t -> t.startsWith("grant-")).forEach(board::shut);

    String path = sent(api, "too late");
    until(api, path, "refused");

    assertThat(board.comments("Order", "7")).hasSize(1);
    assertThat(account(api).path("refused").asBoolean()).isTrue();
    connect(api);
    assertThat(account(api).path("refused").asBoolean()).isFalse();
    api.as("ada", "POST", path + "/deliveries/board/retry", null);
    until(api, path, "there");
    assertThat(board.comments("Order", "7").get(1).author()).isEqualTo("ada");
  }

  @Test
  void keysAreChangedByPuttingAnotherBefore() throws Exception {
    RunningServer before = server(key("before", BEFORE));
    connect(before);
    before.server.close();

    RunningServer api = server(key("now", NOW) + ", " + key("before", BEFORE));
    until(api, sent(api, "under the old key"), "there");

    assertThat(stored(api)).contains("now").doesNotContain("before");
    assertThat(board.comments("Order", "7").get(1).author()).isEqualTo("ada");
  }

  @Test
  void whoDisconnectsIsNoLongerGrantedAnythingThere() throws Exception {
    RunningServer api = server(key("now", NOW));
    connect(api);

    assertThat(api.as("ada", "DELETE", "/api/v1/me/accounts/board", null).status()).isEqualTo(204);

    assertThat(account(api).isMissingNode()).isTrue();
    assertThat(stored(api)).isEmpty();
    assertThat(board.tokens()).noneMatch(token -> token.startsWith("grant-"));
    until(api, sent(api, "signed"), "there");
    assertThat(board.comments("Order", "7").get(1).author()).isEqualTo("integration");
  }

  @Test
  void itGoesWithWhoeverHasLeft() throws Exception {
    RunningServer api = server(key("now", NOW));
    connect(api);

    api.server
        .causerie()
        .origins()
        .says(
            Origin.PEOPLE_FILE,
            api.server.causerie().people().all().stream()
                .filter(person -> !person.id().equals("ada"))
                .toList());
    api.server.accounts().purge();

    assertThat(stored(api)).isEmpty();
  }

  @Test
  void withoutAKeyNothingIsOffered() {
    RunningServer api = server("");

    assertThat(api.as("ada", "GET", "/api/v1/me/accounts", null).json().path("items")).isEmpty();
    assertThat(begin(api).status()).isEqualTo(404);
  }
}
