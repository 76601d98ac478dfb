package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.contract.board.Board;
import io.causerie.contract.board.BoardPlugin;
import io.causerie.engine.store.Database;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.causerie.testkit.system.Application;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they write into a system. */
@Tag("chaos")
class WriteBackIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private final Board board = new Board();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    board.close();
  }

  private Application application(String name, TestDatabase database, String means)
      throws IOException {
    Application application = Application.in(Files.createDirectories(folder.resolve(name)));
    BoardPlugin.add(application.plugins());
    application.write(
        "causerie.yaml",
        """
        server: { port: 0 }
        database: { url: "%s", username: "%s", password: "%s" }
        """
            .formatted(database.url(), database.user(), database.password()));
    application.write("people.yaml", "people: [ { id: ada, name: Ada Lovelace } ]\n");
    application.write(
        "systems/board.yaml",
        """
        system: board
        audience: everyone
        kind: board
        writeBack: internal
        config: { url: "%s", token: %s, means: "%s" }
        connectors:
          events:
            schedule: PT1S
            since: 2026-01-01
            mapping:
              record: { type: Order, id: '.record | split("/")[1]', title: .record }
              actor: { id: .author }
              track: [ { field: record, label: Record } ]
              note: { id: .id, content: .text, inReplyTo: .inReplyTo, deleted: '.what == "removed"' }
        """
            .formatted(board.url(), Board.TOKEN, means));
    return application;
  }

  private JsonNode send(String address, String method, String path, String body, String token) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address + path))
                  .method(
                      method,
                      body.isEmpty()
                          ? HttpRequest.BodyPublishers.noBody()
                          : HttpRequest.BodyPublishers.ofString(body))
                  .header("Content-Type", "application/json")
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String record(String address, String token) {
    return send(address, "GET", "/api/v1/records?system=board&type=Order&id=7", "", token)
        .path("id")
        .asText();
  }

  private void write(String address, String token, String content) {
    Eventually.until("the record is known", LONG, () -> !record(address, token).isEmpty());
    send(
        address,
        "POST",
        "/api/v1/records/" + record(address, token) + "/activities",
        "{\"content\":\"%s\",\"alsoIn\":[\"board\"]}".formatted(content),
        token);
  }

  private static void until(TestDatabase database, String state) {
    Database direct = Database.over(database.source());
    Eventually.until(
        "the delivery is " + state,
        LONG,
        () ->
            direct.read(
                h ->
                    h.createQuery("select state from delivery where channel = 'back:board'")
                        .mapTo(String.class)
                        .list()
                        .equals(List.of(state))));
  }

  /** As if the claims of whoever died were over. */
  private static void overdue(TestDatabase database) {
    Database.over(database.source())
        .writing(
            h ->
                h.execute(
                    """
                    update delivery set claimed_until = timestamp '2026-01-01 00:00:00'
                    where state = 'claimed'
                    """));
  }

  private List<String> texts() {
    return board.comments("Order", "7").stream().map(Board.There::words).toList();
  }

  /** Killed while a request is under way that does what the trouble says. */
  private void killed(Board.Trouble trouble, String means, String then) throws Exception {
    board.write("otto", "Order", "7", "It begins", null);
    try (TestDatabase database = Databases.POSTGRES.fresh()) {
      Application application = application("one", database, means);
      try (Application.Server server = application.serve()) {
        board.next(trouble);
        write(server.address(), application.token("ada", "read,write"), "Once");
        Eventually.until("it is under way", LONG, () -> board.calls() == 1);
        server.process().destroyForcibly().waitFor();
      }
      board.letGo();
      overdue(database);
      try (Application.Server server = application.serve()) {
        assertThat(server.process().isAlive()).isTrue();
        until(database, then);
      }
    }
  }

  @Test
  void aServerThatIsKilledAfterTheTargetHasItFindsItThere() throws Exception {
    killed(Board.Trouble.LATE, "find", "done");

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Once");
    assertThat(board.calls()).isEqualTo(1);
  }

  @Test
  void aServerThatIsKilledBeforeTheTargetHasItSendsItAgain() throws Exception {
    killed(Board.Trouble.HANG, "find", "done");

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Once");
    assertThat(board.calls()).isEqualTo(2);
  }

  @Test
  void whereNothingCanBeFoundOutItIsInDoubtAndNotSentAgain() throws Exception {
    killed(Board.Trouble.LATE, "", "doubt");

    assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Once");
    assertThat(board.calls()).isEqualTo(1);
  }

  /** What people see of the record, newest first. */
  private List<String> posts(String address, String token) {
    List<String> posts = new ArrayList<>();
    String record = record(address, token);
    for (JsonNode post :
        send(address, "GET", "/api/v1/records/" + record + "/activities", "", token)
            .path("items")) {
      // What another Causerie wrote has its mark behind it.
      posts.add(post.path("content").asText().replaceAll(" #\\w+-\\w+$", ""));
    }
    return posts;
  }

  @Test
  void twoOnOneSystemDoNotAnswerEachOtherForEver() throws Exception {
    board.write("otto", "Order", "7", "It begins", null);
    try (TestDatabase one = Databases.POSTGRES.fresh();
        TestDatabase other = Databases.POSTGRES.fresh()) {
      Application first = application("one", one, "find edit delete");
      Application second = application("other", other, "find edit delete");
      try (Application.Server here = first.serve();
          Application.Server there = second.serve()) {
        String hers = first.token("ada", "read,write");
        String his = second.token("ada", "read,write");
        write(here.address(), hers, "From the first");
        write(there.address(), his, "From the second");
        Eventually.until("both are on the board", LONG, () -> texts().size() == 3);

        for (int i = 0; i < 2; i++) {
          String address = i == 0 ? here.address() : there.address();
          String token = i == 0 ? hers : his;
          Eventually.until(
              "the other one's has come",
              LONG,
              () ->
                  posts(address, token).stream().filter(p -> p.contains("From the")).count() == 2);
        }
        // Each has read all events that there are, its own among them.
        board.write("otto", "Order", "7", "It ends", null);
        Eventually.until(
            "both have read all of it",
            LONG,
            () ->
                posts(here.address(), hers).contains("It ends")
                    && posts(there.address(), his).contains("It ends"));

        assertThat(texts())
            .containsExactlyInAnyOrder(
                "It begins",
                "Ada Lovelace: From the first",
                "Ada Lovelace: From the second",
                "It ends");
        assertThat(posts(here.address(), hers))
            .filteredOn(post -> !post.isEmpty())
            .containsExactlyInAnyOrder(
                "It begins", "From the first", "Ada Lovelace: From the second", "It ends");
        assertThat(posts(there.address(), his))
            .filteredOn(post -> !post.isEmpty())
            .containsExactlyInAnyOrder(
                "It begins", "Ada Lovelace: From the first", "From the second", "It ends");
        assertThat(board.calls()).isEqualTo(2);
      }
    }
  }
}
