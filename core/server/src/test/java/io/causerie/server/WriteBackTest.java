package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.contract.board.Board;
import io.causerie.contract.board.BoardPlugin;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.plugin.PluginFolder;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people write comes into the system of its record, whatever that does. */
class WriteBackTest {
  private static final String ALL = "find edit delete";
  private static PluginFolder plugins;

  @TempDir Path folder;
  private final Board board = new Board();
  private @Nullable RunningServer running;

  @BeforeAll
  static void add(@TempDir Path added) {
    BoardPlugin.add(added);
    plugins = PluginFolder.open(added, WriteBackTest.class.getClassLoader());
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

  /** A server that writes on the board, with a record that it knows. */
  private RunningServer server(String means, String writeBack) {
    TestDatabase database = RunningServer.tables(Databases.H2);
    RunningServer api =
        new RunningServer(
            database,
            new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
            Map.of(),
            plugins,
            folder,
            files -> write(files, database, means, writeBack));
    running = api;
    Eventually.until("the record is known", () -> !record(api).isEmpty());
    return api;
  }

  private void write(Path files, TestDatabase database, String means, String writeBack) {
    RunningServer.file(
        files,
        "causerie.yaml",
        """
        server: { port: 0, limits: { writes: 1000000, searches: 1000000 } }
        database: { url: "%s", username: "%s", password: "%s" }
        accounts:
          keys:
            - { id: now, secret: a-key-by-chance-of-32-characters-now }
        """
            .formatted(database.url(), database.user(), database.password()));
    RunningServer.file(
        files,
        "people.yaml",
        """
        people:
          - { id: ada, name: Ada Lovelace, language: fr, identities: { board: [ada] } }
          - { id: grace, name: Grace Hopper }
          - { id: jana, name: Jana Müller, guest: true }
        """);
    RunningServer.file(
        files,
        "systems/board.yaml",
        """
        system: board
        title: The board
        audience: { everyone: true, customer: everyone }
        kind: board
        %s
        config: { url: "%s", token: %s, means: "%s" }
        connectors:
          events:
            schedule: PT1S
            since: 2026-01-01
            mapping:
              record: { type: Order, id: '.record | split("/")[1]', title: .record }
              audience: '{ everyone: true, customer: { persons: ["jana"] } }'
              actor: { id: .author }
              track: [ { field: record, label: Record } ]
              note: { id: .id, content: .text, inReplyTo: .inReplyTo, deleted: '.what == "removed"' }
        """
            .formatted(writeBack, board.url(), Board.TOKEN, means));
  }

  private static String record(RunningServer api) {
    return api.as("ada", "GET", "/api/v1/records?system=board&type=Order&id=7", null)
        .json()
        .path("id")
        .asText();
  }

  private static RunningServer.Answer post(RunningServer api, String lane, String content) {
    return api.as(
        "ada",
        "POST",
        "/api/v1/records/" + record(api) + "/activities",
        "{\"lane\":\"%s\",\"content\":\"%s\",\"alsoIn\":[\"board\"]}".formatted(lane, content));
  }

  /** A post that is on its way, by its path. */
  private static String sent(RunningServer api, String content) {
    RunningServer.Answer answer = post(api, "internal", content);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().at("/copies/0/system").asText()).isEqualTo("board");
    return "/api/v1/activities/" + answer.json().path("id").asText();
  }

  private static JsonNode copy(RunningServer api, String path) {
    return api.as("grace", "GET", path + "/deliveries", null).json().at("/items/0");
  }

  private static void until(RunningServer api, String path, String state) {
    until(api, state, () -> copy(api, path).path("state").asText().equals(state));
  }

  /** Time passes meanwhile. */
  private static void until(RunningServer api, String what, BooleanSupplier holds) {
    Eventually.until(
        what,
        Duration.ofSeconds(30),
        () -> {
          api.clock.tick(Duration.ofMillis(500));
          return holds.getAsBoolean();
        });
  }

  private List<String> texts() {
    return board.comments("Order", "7").stream().map(Board.There::words).toList();
  }

  @Test
  void whatIsWrittenHereIsThereSignedAndSaysSo() {
    RunningServer api = server(ALL, "writeBack: internal");

    String path = sent(api, "Who ships [@G](person:grace)?");
    until(api, path, "there");

    assertThat(copy(api, path).path("since").asText()).startsWith("2026-11-23T08:00");
    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Who ships @Grace Hopper?");
    String comment =
        api.as("grace", "POST", path + "/notes", "{\"content\":\"We do\",\"alsoIn\":[\"board\"]}")
            .json()
            .path("id")
            .asText();
    until(api, "/api/v1/notes/" + comment, "there");
    List<Board.There> there = board.comments("Order", "7");
    assertThat(there.get(2).inReplyTo()).isEqualTo(there.get(1).id());
    assertThat(there.get(2).lane()).isEqualTo("internal");
    api.as("grace", "PATCH", "/api/v1/notes/" + comment, "{\"content\":\"They do\"}");
    until(api, "the edit is there", () -> texts().contains("Grace Hopper: They do"));
    api.as("ada", "DELETE", path, null);
    until(api, path, "gone");
    assertThat(texts()).containsExactly("It begins", "Grace Hopper: They do");
  }

  @Test
  void filesStayHereAndTheWordsSayThereHowMany() throws Exception {
    RunningServer api = server(ALL, "writeBack: internal");
    String body =
        "{\"content\":\"The plan\",\"alsoIn\":[\"board\"],\"files\":[\"%s\"]}"
            .formatted(api.given("ada"));

    String posts = "/api/v1/records/" + record(api) + "/activities";
    String path =
        "/api/v1/activities/" + api.as("ada", "POST", posts, body).json().path("id").asText();
    until(api, path, "there");

    assertThat(texts()).last().asString().contains("The plan", "(1 fichier, dans Causerie)");
  }

  @Test
  void aLaneThatIsNotWrittenThereIsNotOffered() {
    RunningServer api = server(ALL, "writeBack: [internal]");

    assertThat(post(api, "customer", "Dear Jana").status()).isEqualTo(403);

    JsonNode lanes =
        api.as("ada", "GET", "/api/v1/records/" + record(api), null).json().path("lanes");
    assertThat(lanes)
        .extracting(lane -> lane.path("lane").asText() + " " + lane.path("alsoIn").asBoolean())
        .containsExactly("internal true", "customer false");
    assertThat(board.calls()).isZero();
  }

  @Test
  void nothingIsWrittenThereUnlessItIsConfigured() {
    RunningServer api = server(ALL, "");

    assertThat(post(api, "internal", "Hello").status()).isEqualTo(403);
    assertThat(board.calls()).isZero();
  }

  private void reload(RunningServer api, String from, String to) throws Exception {
    Path file = folder.resolve("systems/board.yaml");
    Files.writeString(file, Files.readString(file).replace(from, to));
    api.server.reload(ConfigurationLoader.load(folder, api.clock, System::getenv, plugins));
  }

  @Test
  void aReloadBeginsAndEndsIt() throws Exception {
    RunningServer api = server(ALL, "matchByEmail: false");
    assertThat(post(api, "internal", "Too early").status()).isEqualTo(403);

    reload(api, "matchByEmail: false", "writeBack: internal");
    String path = sent(api, "In between");
    until(api, path, "there");
    reload(api, "writeBack: internal", "matchByEmail: false");

    assertThat(post(api, "internal", "Too late").status()).isEqualTo(403);
    api.as("ada", "DELETE", path, null);
    until(api, path, "gone");
    assertThat(texts()).containsExactly("It begins");
  }

  @Test
  void whatMayNotBeWrittenThereWhenItsTurnComesIsRefused() throws Exception {
    RunningServer api = server(ALL, "writeBack: internal");
    board.next(Board.Trouble.BUSY);
    String path = sent(api, "Too late");
    Eventually.until("it was tried", () -> board.calls() == 1);

    reload(api, "writeBack: internal", "matchByEmail: false");
    until(api, path, "refused");

    assertThat(texts()).containsExactly("It begins");
    assertThat(board.calls()).isEqualTo(1);
  }

  @Test
  void whatIsEditedWhileItIsInDoubtIsThereAsItWasEdited() {
    RunningServer api = server(ALL, "writeBack: internal");
    board.next(Board.Trouble.LOST);
    String path = sent(api, "First");
    Eventually.until("it was sent", () -> board.calls() == 1);

    api.as("ada", "PATCH", path, "{\"content\":\"Second\"}");
    until(api, "its edit is there", () -> texts().contains("Ada Lovelace: Second"));

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Second");
    until(api, path, "there");
  }

  @Test
  void whatMayNotBeLookedForIsNotRefused() {
    RunningServer api = server("find", "writeBack: internal");
    board.next(Board.Trouble.LOST);
    board.veiled(true);

    String path = sent(api, "Once");
    until(api, "it was looked for", () -> board.looks() > 0);
    assertThat(copy(api, path).path("state").asText()).isEqualTo("waiting");

    board.veiled(false);
    until(api, path, "there");
    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Once");
  }

  @Test
  void aLostAnswerIsLookedForBeforeItIsSentAgain() {
    RunningServer api = server("find", "writeBack: internal");
    board.next(Board.Trouble.LOST);

    String path = sent(api, "Once");
    until(api, path, "there");

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Once");
    assertThat(board.calls()).isEqualTo(1);
  }

  @Test
  void whatWasCutBeforeItArrivedIsSentAgain() {
    RunningServer api = server("find", "writeBack: internal");
    board.next(Board.Trouble.CUT, Board.Trouble.BUSY, Board.Trouble.LIMIT);

    String path = sent(api, "Once");
    until(api, path, "there");

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Once");
    assertThat(board.calls()).isEqualTo(4);
  }

  @Test
  void aTargetThatKnowsMarksTakesItOnceWithoutBeingSearched() {
    board.once();
    RunningServer api = server("once", "writeBack: internal");
    board.next(Board.Trouble.LOST, Board.Trouble.LOST);

    String path = sent(api, "Once");
    until(api, path, "there");

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Once");
  }

  @Test
  void whereNothingCanBeFoundOutItIsInDoubtAndTryingAgainMayWriteItTwice() {
    RunningServer api = server("", "writeBack: internal");
    board.next(Board.Trouble.LOST);

    String path = sent(api, "At least once");
    until(api, path, "doubt");

    assertThat(copy(api, path).path("reason").asText())
        .isEqualTo("it was sent, and the target did not say whether it arrived");
    assertThat(copy(api, path).at("/phrases/reason/code").asText()).isEqualTo("delivery.unknown");
    assertThat(api.as("grace", "POST", path + "/deliveries/board/retry", null).status())
        .isEqualTo(403);
    assertThat(api.as("ada", "POST", path + "/deliveries/board/retry", null).status())
        .isEqualTo(200);
    until(api, path, "there");
    assertThat(texts()).hasSize(3);
  }

  @Test
  void whatIsRefusedSaysWhyAndWaitsForItsAuthor() {
    RunningServer api = server(ALL, "writeBack: internal");
    board.next(Board.Trouble.REFUSED);

    String path = sent(api, "Please");
    until(api, path, "refused");

    assertThat(copy(api, path).path("reason").asText()).isEqualTo("the board says 403");
    assertThat(copy(api, path).path("canRetry").asBoolean()).isTrue();
    assertThat(texts()).containsExactly("It begins");
    api.as("ada", "POST", path + "/deliveries/board/retry", null);
    until(api, path, "there");
    String operator = api.token("grace", Scope.READ, Scope.OPERATE);
    assertThat(
            api.send(operator, "GET", "/api/v1/deliveries?state=done&channel=back:board", null)
                .json()
                .path("items"))
        .hasSize(1);
  }

  @Test
  void whatAnOperatorTriesAgainForOthersIsInTheAudit() {
    RunningServer api = server(ALL, "writeBack: internal");
    board.next(Board.Trouble.REFUSED);
    String path = sent(api, "Please");
    until(api, path, "refused");
    String operator = api.token("grace", Scope.READ, Scope.WRITE, Scope.OPERATE);

    assertThat(api.send(operator, "POST", path + "/deliveries/board/retry", null).status())
        .isEqualTo(200);
    until(api, path, "there");

    assertThat(api.send(operator, "GET", "/api/v1/audit", null).json().path("items"))
        .extracting(entry -> entry.path("who").asText() + ": " + entry.path("detail").asText())
        .anyMatch(entry -> entry.matches("grace: post \\w+ by back:board"));
  }

  @Test
  void whatCannotFollowIsTold() {
    RunningServer api = server("find", "writeBack: internal");
    String path = sent(api, "First");
    until(api, path, "there");

    api.as("ada", "PATCH", path, "{\"content\":\"Second\"}");
    until(api, "it differs", () -> copy(api, path).path("differs").asBoolean());
    until(api, path, "there");
    api.as("ada", "DELETE", path, null);
    until(api, path, "there");

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: First");
  }

  @Test
  void whatSomebodyTookAwayThereIsGone() {
    RunningServer api = server(ALL, "writeBack: internal");
    String path = sent(api, "First");
    until(api, path, "there");
    board.take(board.comments("Order", "7").get(1).id());

    api.as("ada", "PATCH", path, "{\"content\":\"Second\"}");
    until(api, path, "gone");

    assertThat(texts()).containsExactly("It begins");
  }

  private static long awaited(RunningServer api) {
    try (Connection connection = api.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from awaited")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> posts(RunningServer api) {
    List<String> posts = new ArrayList<>();
    api.as("grace", "GET", "/api/v1/records/" + record(api) + "/activities", null)
        .json()
        .path("items")
        .forEach(post -> posts.add(post.path("content").asText()));
    return posts;
  }

  @Test
  void whatItsSystemTellsOfBeforeItAnswersIsNoSecondPost() {
    RunningServer api = server("find", "writeBack: internal");
    board.next(Board.Trouble.LATE);
    String path = sent(api, "Only once");
    until(api, "its event has come, and waits", () -> awaited(api) == 1);
    assertThat(posts(api)).filteredOn(post -> post.contains("Only once")).hasSize(1);

    board.letGo();
    until(api, path, "there");
    until(api, "its event is settled", () -> awaited(api) == 0);

    assertThat(posts(api)).filteredOn(post -> post.contains("Only once")).hasSize(1);
    board.write("otto", "Order", "7", "Seen", board.comments("Order", "7").get(1).id());
    until(
        api,
        "it is answered there and read here",
        () ->
            api.as("grace", "GET", path + "/notes", null)
                .json()
                .at("/items/0/content")
                .asText()
                .equals("Seen"));
    assertThat(board.calls()).as("what came from there is not written there").isEqualTo(1);
  }

  @Test
  void aTargetThatHangsHoldsUpNobodyAndIsAskedAgain() {
    RunningServer api = server("find", "writeBack: internal");
    board.next(Board.Trouble.HANG);
    String path = sent(api, "First");
    Eventually.until("it hangs", () -> board.calls() == 1);

    api.clock.tick(Duration.ofSeconds(61));
    until(api, path, "there");

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: First");
  }
}
