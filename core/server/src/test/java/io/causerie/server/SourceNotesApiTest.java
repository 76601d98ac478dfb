package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comments that were made in a source, as whoever reads and operates is answered. */
class SourceNotesApiTest {
  private static final String COMMENTS =
      """
      on: [order]
      record: { type: Order, id: .order }
      note: { id: .id, content: .text, author: { id: .by, name: .name }, inReplyTo: .answers }
      """;

  @TempDir Path folder;
  private RunningServer api;

  @BeforeEach
  void start() {
    TestDatabase database = RunningServer.tables(Databases.H2);
    api =
        new RunningServer(
            database,
            new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
            Map.of(),
            folder,
            files -> {
              RunningServer.write(files, database);
              RunningServer.file(files, "mappings/order.yaml", COMMENTS);
            });
    event("1", "c1", "Call them", "");
    event("2", "c2", "I did", "c1");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void event(String id, String comment, String text, String answers) {
    Answer answer =
        api.event(
            id,
            """
            {"order":"7","id":"%s","text":"%s","by":"alovelace","name":"A.","answers":"%s"}
            """
                .formatted(comment, text, answers));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private JsonNode post(String person) {
    JsonNode posts =
        api.as(person, "GET", "/api/v1/records/" + api.record(person, "7") + "/activities", null)
            .json()
            .path("items");
    assertThat(posts).hasSize(1);
    return posts.path(0);
  }

  @Test
  void readerIsToldInWhichSystemItWasSaid() {
    JsonNode post = post("grace");

    assertThat(post.path("kind").asText()).isEqualTo("post");
    assertThat(post.at("/actor/person").asText()).isEqualTo("ada");
    assertThat(post.at("/source/system").asText()).isEqualTo("desk");
    assertThat(post.at("/source/title").asText()).isEqualTo("Order desk");
    assertThat(post.at("/notes/items/0/content").asText()).isEqualTo("I did");
    assertThat(post.at("/notes/items/0/source/title").asText()).isEqualTo("Order desk");
  }

  @Test
  void whoeverWroteItThereIsToldWhyItIsNotChangedHere() {
    JsonNode post = post("ada");
    String note = post.at("/notes/items/0/id").asText();

    Answer edit = api.as("ada", "PATCH", "/api/v1/notes/" + note, "{\"content\":\"Not yet\"}");
    Answer remove = api.as("ada", "DELETE", "/api/v1/activities/" + post.path("id").asText(), null);

    assertThat(post.path("canEdit").asBoolean()).isFalse();
    assertThat(post.at("/notes/items/0/canEdit").asBoolean()).isFalse();
    assertThat(edit.status()).isEqualTo(403);
    assertThat(edit.json().path("detail").asText())
        .isEqualTo("the comment was written in desk; it can be changed there alone");
    assertThat(remove.status()).isEqualTo(403);
    assertThat(remove.json().path("detail").asText())
        .isEqualTo("the post was written in desk; it can be changed there alone");
  }

  @Test
  void operatorIsToldWhereTheCommentStands() {
    String operator = api.token("ada", Scope.OPERATE);
    JsonNode post = post("grace");

    JsonNode events =
        api.send(operator, "GET", "/api/v1/connectors/orders/events?fate=posted", null)
            .json()
            .path("items");

    assertThat(events).hasSize(2);
    assertThat(events.at("/1/comment/activity").asText()).isEqualTo(post.path("id").asText());
    assertThat(events.at("/1/comment").has("note")).isFalse();
    assertThat(events.at("/0/comment/note").asText())
        .isEqualTo(post.at("/notes/items/0/id").asText());
  }

  @Test
  void tryOutShowsWhatComesOfIt() {
    JsonNode seen =
        api.send(
                api.token("ada", Scope.OPERATE),
                "POST",
                "/api/v1/mappings/preview",
                """
                {"connector":"orders","event":{"order":"7","id":"c3","text":"So *be* it","by":"x",
                 "answers":"c1"},"type":"order"}
                """)
            .json()
            .path("seen");

    assertThat(seen.at("/note/id").asText()).isEqualTo("c3");
    assertThat(seen.at("/note/author").asText()).isEqualTo("x");
    assertThat(seen.at("/note/content").asText()).isEqualTo("So *be* it");
    assertThat(seen.at("/note/inReplyTo").asText()).isEqualTo("c1");
    assertThat(seen.at("/note/lane").asText()).isEqualTo("internal");
    assertThat(seen.has("nothing")).isFalse();
  }
}
