package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.db.Databases;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class ApiTest {
  @Parameter Databases databases = Databases.H2;
  @TempDir Path folder;
  private RunningServer api;

  @BeforeEach
  void start() {
    api = new RunningServer(databases, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String order(String id) {
    api.event(
        "e-" + id,
        "{\"id\":\"%s\",\"version\":1,\"status\":\"open\",\"by\":\"alovelace\"}".formatted(id));
    return api.record("ada", id);
  }

  private JsonNode firstPost(String record) {
    return api.as("ada", "GET", "/api/v1/records/" + record + "/activities", null)
        .json()
        .path("items")
        .path(0);
  }

  @Test
  void eventsBecomePostsInTheReadersLanguage() {
    Answer created =
        api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\",\"by\":\"alovelace\"}");
    api.event("2", "{\"id\":\"7\",\"version\":2,\"status\":\"shipped\",\"by\":\"alovelace\"}");

    assertThat(created.status()).isEqualTo(202);
    assertThat(created.json().path("posted").asInt()).isEqualTo(1);
    String path = "/api/v1/records?system=desk&type=Order&id=7&include=activities";
    JsonNode ada = api.as("ada", "GET", path, null).json();
    assertThat(ada.path("title").asText()).isEqualTo("Order 7");
    assertThat(ada.at("/activities/items/0/summary/text").asText())
        .isEqualTo("Ada Lovelace changed Status: open → shipped");
    assertThat(ada.at("/activities/items/1/summary/text").asText()).isEqualTo("You took Order 7");
    JsonNode grace = api.as("grace", "GET", path, null).json();
    assertThat(grace.at("/activities/items/0/summary/text").asText())
        .isEqualTo("Ada Lovelace a modifié Statut\u00a0: open → shipped");
  }

  @Test
  void senderIsToldWhatBecameOfItsEvents() {
    String event = "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}";
    api.event("1", event);

    assertThat(api.event("1", event).json().path("duplicate").asInt()).isEqualTo(1);
    assertThat(api.event("2", "{\"no\":\"id\"}").json().path("failed").asInt()).isEqualTo(1);
    assertThat(
            api.raw(
                    "application/cloudevents+json",
                    "{".getBytes(StandardCharsets.UTF_8),
                    RunningServer.SENDER)
                .status())
        .isEqualTo(400);
    assertThat(api.raw("application/cloudevents+json", new byte[0], "wrong").status())
        .isEqualTo(401);
    assertThat(api.raw("text/plain", new byte[0], RunningServer.SENDER).status()).isEqualTo(415);
    Answer large =
        api.raw("application/cloudevents+json", new byte[(1 << 20) + 1], RunningServer.SENDER);
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.problem()).isEqualTo("too-large");
  }

  @Test
  void failedEventIsSeenAndReplayedByAnOperator() {
    api.event("2", "{\"no\":\"id\"}");
    String operator = api.token("grace", Scope.OPERATE);

    JsonNode failed =
        api.send(operator, "GET", "/api/v1/connectors/orders/events?fate=failed", null).json();
    String id = failed.at("/items/0/id").asText();
    Answer replay =
        api.send(operator, "POST", "/api/v1/connectors/orders/events/" + id + "/replay", null);

    assertThat(failed.at("/items/0/reason").asText()).contains(".id is missing");
    assertThat(failed.at("/items/0/data/no").asText()).isEqualTo("id");
    assertThat(replay.status()).isEqualTo(200);
    assertThat(replay.json().path("fate").asText()).isEqualTo("failed");
    assertThat(api.as("ada", "GET", "/api/v1/connectors/orders/events", null).status())
        .isEqualTo(403);
    assertThat(api.send(operator, "GET", "/api/v1/connectors/nothing/events", null).status())
        .isEqualTo(404);
  }

  @Test
  void commentIsWrittenEditedAndRemoved() {
    String post = firstPost(order("7")).path("id").asText();
    Answer written =
        api.as(
            "ada",
            "POST",
            "/api/v1/activities/" + post + "/notes",
            "{\"content\":\"**Hi**\",\"upTo\":1}");
    String note = "/api/v1/notes/" + written.json().path("id").asText();

    assertThat(written.status()).isEqualTo(201);
    assertThat(written.headers()).containsEntry("ETag", "\"v1\"").containsEntry("Location", note);
    assertThat(written.json().path("html").asText()).isEqualTo("<p><strong>Hi</strong></p>\n");
    Answer edited = api.as("ada", "PATCH", note, "{\"content\":\"Ho\"}", "If-Match", "\"v1\"");
    assertThat(edited.headers()).containsEntry("ETag", "\"v2\"");
    Answer known = api.as("ada", "GET", note, null, "If-None-Match", "\"v2\"");
    assertThat(known.status()).as("reactions change nothing of its version").isEqualTo(200);
    assertThat(api.as("ada", "PATCH", note, "{\"content\":\"Ha\"}", "If-Match", "\"v1\"").problem())
        .isEqualTo("conflict-version");
    assertThat(api.as("grace", "PATCH", note, "{\"content\":\"Ha\"}").status()).isEqualTo(403);
    assertThat(api.as("grace", "GET", note + "/history", null).json().path("items")).hasSize(2);
    assertThat(api.as("ada", "DELETE", note, null).status()).isEqualTo(204);
    assertThat(api.as("ada", "GET", note, null).json().at("/removed/by/name").asText())
        .isEqualTo("Ada Lovelace");
  }

  @Test
  void permanentLinkIsAnswered() {
    String record = order("7");
    String post = firstPost(record).path("id").asText();
    String path = "/api/v1/activities/" + post + "/link";

    Answer link = api.as("ada", "POST", path, "{\"upTo\":5}");

    assertThat(link.status()).isEqualTo(200);
    assertThat(link.json().path("path").asText())
        .isEqualTo("/records/" + record + "#activity=" + post);
    assertThat(api.as("ada", "POST", path, "{\"upTo\":\"now\"}").status()).isEqualTo(400);
    String none = "/api/v1/activities/0000000000001/link";
    assertThat(api.as("ada", "POST", none, "{}").status()).isEqualTo(404);
  }

  @Test
  void retriedWriteIsOneWrite() {
    String record = order("7");
    String path = "/api/v1/records/" + record + "/activities";

    Answer first = api.as("ada", "POST", path, "{\"content\":\"Once\"}", "Idempotency-Key", "k");
    Answer again = api.as("ada", "POST", path, "{\"content\":\"Once\"}", "Idempotency-Key", "k");
    Answer other = api.as("ada", "POST", path, "{\"content\":\"Twice\"}", "Idempotency-Key", "k");

    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.problem()).isEqualTo("idempotency-conflict");
  }

  @Test
  void whatMayNotBeSeenAnswersAsWhatDoesNotExist() {
    api.event("1", "{\"id\":\"9\",\"version\":1,\"status\":\"open\",\"secret\":true}");
    String record = api.record("grace", "9");
    String post =
        api.as("grace", "GET", "/api/v1/records/" + record + "/activities", null)
            .json()
            .at("/items/0/id")
            .asText();

    for (String path :
        List.of(
            "/api/v1/records/%s",
            "/api/v1/records/%s/activities", "/api/v1/records/%s/readers?lane=internal")) {
      Answer hidden = api.as("ada", "GET", path.formatted(record), null);
      Answer missing = api.as("ada", "GET", path.formatted("0000000000001"), null);
      assertThat(hidden.status()).isEqualTo(404);
      assertThat(hidden.text()).isEqualTo(missing.text());
    }
    for (String path :
        List.of(
            "/api/v1/activities/%s",
            "/api/v1/activities/%s/notes", "/api/v1/activities/%s/changes")) {
      assertThat(api.as("ada", "GET", path.formatted(post), null).text())
          .isEqualTo(api.as("ada", "GET", path.formatted("0000000000001"), null).text());
    }
    assertThat(
            api.as("ada", "POST", "/api/v1/activities/" + post + "/notes", "{\"content\":\"x\"}")
                .status())
        .isEqualTo(404);
    assertThat(api.as("ada", "GET", "/api/v1/records?system=desk&type=Order&id=9", null).text())
        .isEqualTo(
            api.as("ada", "GET", "/api/v1/records?system=desk&type=Order&id=none", null).text());
  }

  @Test
  void unknownFieldsAreRefusedByName() {
    String record = order("7");

    Answer field =
        api.as("ada", "POST", "/api/v1/records/" + record + "/activities", "{\"contents\":\"x\"}");
    Answer query = api.as("ada", "GET", "/api/v1/records/" + record + "/activities?shw=talk", null);

    assertThat(field.problem()).isEqualTo("unknown-field");
    assertThat(field.json().path("detail").asText()).contains("did you mean 'content'?");
    assertThat(query.json().path("detail").asText()).contains("did you mean 'show'?");
  }

  @Test
  void uglyBodiesGetClearAnswers() {
    String path = "/api/v1/records/" + order("7") + "/activities";
    for (String body :
        List.of(
            "",
            "not json",
            "[]",
            "{\"content\":1}",
            "{\"content\":\"\"}",
            "{\"content\":\"a\\u0000\"}",
            "{\"content\":\"a\\ud800\"}",
            "{\"content\":\"x\",\"lane\":\"secret\"}",
            "{\"content\":\"x\",\"content\":\"y\"}",
            "{\"content\":" + "[".repeat(10_000),
            "{\"content\":\"" + "x".repeat(30_000) + "\"}")) {
      Answer answer = api.as("ada", "POST", path, body);
      assertThat(answer.status()).as(body.substring(0, Math.min(40, body.length()))).isEqualTo(400);
      assertThat(answer.json().path("detail").asText()).isNotBlank();
    }
    assertThat(
            api.as("ada", "POST", path, "{\"content\":\"" + "x".repeat(1 << 20) + "\"}").status())
        .isEqualTo(413);
    Answer html = api.as("ada", "POST", path, "{\"content\":\"<img src=x onerror=alert(1)>\"}");
    assertThat(html.json().path("html").asText()).doesNotContain("<img");
    assertThat(api.as("ada", "POST", path, "{\"content\":\"x\",\"lane\":\"customer\"}").status())
        .isEqualTo(403);
    assertThat(api.as("ada", "POST", path, "{\"content\":\"[@J](person:jana)\"}").problem())
        .isEqualTo("mention-cannot-read");
  }

  @Test
  void keysOfAnyCharactersAreLookedUp() {
    for (String key :
        List.of("a/b", "a\"b'c", "../../etc", "%00", "é 😀", "a&b=c", "a#b", "x".repeat(512))) {
      api.event(
          "e" + key.hashCode(),
          RunningServer.JSON
              .createObjectNode()
              .put("id", key)
              .put("version", 1)
              .put("status", "open")
              .toString());
      Answer found =
          api.as(
              "ada",
              "GET",
              "/api/v1/records?system=desk&type=Order&id="
                  + URLEncoder.encode(key, StandardCharsets.UTF_8),
              null);
      assertThat(found.status()).as(key).isEqualTo(200);
      assertThat(found.json().path("key").asText()).isEqualTo(key);
    }
    assertThat(api.as("ada", "GET", "/api/v1/records?system=desk&type=Order&id=%00", null).status())
        .isEqualTo(404);
    assertThat(api.as("ada", "GET", "/api/v1/records/not-an-id", null).status()).isEqualTo(404);
    assertThat(api.as("ada", "GET", "/api/v1/records?system=desk", null).status()).isEqualTo(400);
  }

  @Test
  void reactionsFollowsAndMarks() {
    String record = order("7");
    String post = firstPost(record).path("id").asText();
    String thumb =
        "/api/v1/activities/"
            + post
            + "/reactions/"
            + URLEncoder.encode("👍", StandardCharsets.UTF_8);

    assertThat(api.as("ada", "PUT", thumb, null).status()).isEqualTo(204);
    assertThat(firstPost(record).at("/reactions/0/count").asInt()).isEqualTo(1);
    assertThat(api.as("ada", "DELETE", thumb, null).status()).isEqualTo(204);
    assertThat(
            api.as("ada", "PUT", "/api/v1/activities/" + post + "/reactions/word", null).status())
        .isEqualTo(400);
    assertThat(api.as("ada", "PUT", "/api/v1/records/" + record + "/follow", null).status())
        .isEqualTo(204);
    assertThat(
            api.as("ada", "GET", "/api/v1/records/" + record, null).json().path("follow").asText())
        .isEqualTo("following");
    assertThat(api.as("ada", "DELETE", "/api/v1/records/" + record + "/follow", null).status())
        .isEqualTo(204);
    assertThat(api.as("ada", "PUT", "/api/v1/records/" + record + "/read", "{\"upTo\":5}").status())
        .isEqualTo(204);
    assertThat(
            api.as("ada", "PUT", "/api/v1/records/" + record + "/read", "{\"upTo\":-1}").status())
        .isEqualTo(400);
    assertThat(
            api.as("ada", "GET", "/api/v1/people?q=gr&record=" + record, null)
                .json()
                .at("/items/0/name")
                .asText())
        .isEqualTo("Grace Hopper");
    assertThat(
            api.as("ada", "GET", "/api/v1/activities/" + post + "/readers", null)
                .json()
                .path("count")
                .asInt())
        .isEqualTo(2);
    assertThat(
            api.as("ada", "GET", "/api/v1/activities/" + post + "/changes", null)
                .json()
                .path("items"))
        .hasSize(1);
    assertThat(
            api.as("ada", "POST", "/api/v1/preview", "{\"content\":\"*x*\"}")
                .json()
                .path("html")
                .asText())
        .contains("<em>x</em>");
    assertThat(api.as("ada", "GET", "/api/v1/me", null).json().path("name").asText())
        .isEqualTo("Ada Lovelace");
  }

  @Test
  void feedIsPagedWithoutGapsOrDoubles() {
    String record = order("7");
    for (int i = 0; i < 25; i++) {
      api.as(
          "ada",
          "POST",
          "/api/v1/records/" + record + "/activities",
          "{\"content\":\"post " + i + "\"}");
    }
    List<String> ids = new ArrayList<>();
    String path = "/api/v1/records/" + record + "/activities?limit=10";
    String next = "";
    do {
      JsonNode page =
          api.as("ada", "GET", next.isEmpty() ? path : path + "&cursor=" + next, null).json();
      page.path("items").forEach(p -> ids.add(p.path("id").asText()));
      next = page.path("next").asText();
    } while (!next.isEmpty());

    assertThat(ids).hasSize(26).doesNotHaveDuplicates();
    assertThat(api.as("ada", "GET", path + "&cursor=nonsense", null).status()).isEqualTo(400);
    assertThat(
            api.as("ada", "GET", "/api/v1/records/" + record + "/activities?limit=0", null)
                .status())
        .isEqualTo(400);
    assertThat(
            api.as("ada", "GET", "/api/v1/records/" + record + "/activities?show=changes", null)
                .json()
                .path("items"))
        .hasSize(1);
    assertThat(
            api.as("ada", "GET", "/api/v1/records/" + record + "/activities?show=talk", null)
                .json()
                .path("items"))
        .hasSize(25);
  }

  @Test
  void liveTellsOfWhatTheReaderMaySee() throws Exception {
    String record = order("7");
    try (LiveReader reader = LiveReader.of(api, "grace", record)) {
      assertThat(reader.next()).isEqualTo("ready");

      api.as("ada", "POST", "/api/v1/records/" + record + "/activities", "{\"content\":\"Hello\"}");

      assertThat(reader.until("data: {\"position\"")).isNotNull();
      assertThat(reader.next()).isEqualTo("change");
    }
  }

  @Test
  void healthAndMetricsAreOpen() {
    order("7");

    assertThat(api.send(null, "GET", "/health/live", null).status()).isEqualTo(200);
    assertThat(api.send(null, "GET", "/health/ready", null).text()).isEqualTo("ready");
    assertThat(api.send(null, "GET", "/metrics", null).text())
        .contains("causerie_events_total{connector=\"orders\",fate=\"posted\"} 1.0")
        .contains("causerie_journal_unnumbered_age_seconds")
        .doesNotContain(RunningServer.SENDER);
    assertThat(api.send(null, "GET", "/openapi.yaml", null).text()).startsWith("openapi: 3.0.3");
  }

  @Test
  void editorsReadTheSchemasOfTheConfiguration() {
    assertThat(api.send(null, "GET", "/schemas/mapping.json", null).json().path("title").asText())
        .isEqualTo("Causerie: a mapping");
    assertThat(api.send(null, "GET", "/schemas/other.json", null).status()).isEqualTo(404);
  }

  @Test
  void groupIsCalledAsItsReaderDoes() {
    api.event("secret", "{\"id\":\"groups\",\"version\":1,\"by\":\"x\",\"secret\":true}");
    String path =
        "/api/v1/records/" + api.record("grace", "groups") + "/readers?lane=internal&lang=";

    assertThat(api.as("grace", "GET", path + "fr", null).text()).contains("membre de Finances");
    assertThat(api.as("grace", "GET", path + "en", null).text()).contains("member of Finance\"");
  }

  @Test
  void groupInATextIsCalledAsItsReaderDoes() {
    String record = order("group-in-text");
    String post =
        api.as(
                "ada",
                "POST",
                "/api/v1/records/" + record + "/activities",
                "{\"content\":\"[@](group:finance), see [@](person:grace)\",\"lane\":\"internal\"}")
            .json()
            .path("id")
            .asText();
    String path = "/api/v1/activities/" + post;

    JsonNode french = api.as("grace", "GET", path + "?lang=fr", null).json();
    assertThat(french.path("html").asText()).contains(">@Finances</span>, see <");
    assertThat(french.path("content").asText())
        .isEqualTo("[@Finances](group:finance), see [@Grace Hopper](person:grace)");
    assertThat(french.at("/mentions/0/name").asText()).isEqualTo("Finances");
    JsonNode second = french.at("/mentions/1");
    int start = second.path("start").asInt();
    assertThat(
            french.path("content").asText().substring(start, start + second.path("length").asInt()))
        .isEqualTo("[@Grace Hopper](person:grace)");
    assertThat(api.as("grace", "GET", path + "?lang=en", null).json().path("html").asText())
        .contains(">@Finance</span>");
    assertThat(api.as("ada", "GET", path + "/history?lang=fr", null).text()).contains("@Finances<");
    String completed = "/api/v1/people?q=fin&lane=internal&record=" + record + "&lang=";
    assertThat(api.as("ada", "GET", completed + "fr", null).json().at("/groups/0/title").asText())
        .isEqualTo("Finances");
    String preview = "{\"record\":\"%s\",\"content\":\"[@](group:finance)\"}".formatted(record);
    assertThat(api.as("ada", "POST", "/api/v1/preview?lang=fr", preview).text())
        .contains("@Finances<");
  }

  @Test
  void ownerIsToldAsSuchInTheReadersLanguage() {
    api.event("h1", "{\"id\":\"h\",\"version\":1,\"status\":\"open\",\"owner\":\"ada\"}");
    String post = firstPost(api.record("ada", "h")).path("id").asText();
    api.event("h2", "{\"id\":\"h\",\"version\":2,\"status\":\"packed\",\"owner\":\"grace\"}");
    String path = "/api/v1/activities/" + post + "/readers?lang=";

    assertThat(api.as("ada", "GET", path + "en", null).status()).isEqualTo(404);
    JsonNode grace = api.as("grace", "GET", path + "en", null).json().at("/persons/0");
    assertThat(grace.path("rule").asText()).isEqualTo("holder");
    assertThat(grace.path("role").asText()).isEqualTo("owner");
    assertThat(grace.path("ruleText").asText()).containsIgnoringCase("as the order's owner");
    assertThat(api.as("grace", "GET", path + "fr", null).json().at("/persons/0/ruleText").asText())
        .startsWith("comme responsable (");
  }

  @Test
  void formerContactAndNamesNobodyHasAreTold() {
    api.event("k1", "{\"id\":\"k\",\"version\":1,\"status\":\"open\",\"contact\":\"jana\"}");
    String record = api.record("ada", "k");
    String post =
        api.as(
                "ada",
                "POST",
                "/api/v1/records/" + record + "/activities",
                "{\"content\":\"Dear Jana\",\"lane\":\"customer\"}")
            .json()
            .path("id")
            .asText();
    api.event(
        "k2", "{\"id\":\"k\",\"version\":2,\"status\":\"packed\",\"contact\":\"new@example.com\"}");

    String readers = "/api/v1/activities/" + post + "/readers?lang=";
    assertThat(api.as("ada", "GET", readers + "en", null).text())
        .contains("customer of this record, when this began")
        .contains("\"began\":true");
    assertThat(api.as("ada", "GET", readers + "fr", null).text())
        .contains("client de cette fiche, au début de cette discussion");
    assertThat(
            api.as("ada", "GET", "/api/v1/records/" + record + "/readers?lane=customer", null)
                .json()
                .path("awaited")
                .asInt())
        .isEqualTo(1);
    JsonNode kept = api.as("jana", "GET", "/api/v1/records/" + record, null).json();
    assertThat(kept.path("state")).isEmpty();
    assertThat(kept.path("lanes")).isEmpty();
    assertThat(kept.path("title").asText()).isEqualTo("Order k");
    assertThat(kept.has("url")).isFalse();
  }

  private static JsonNode customerLane(JsonNode record) {
    return record
        .path("lanes")
        .valueStream()
        .filter(l -> l.path("lane").asText().equals("customer"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void wordsThatWereMeantForTheFormerContactAreRefused() {
    api.event("g1", "{\"id\":\"g\",\"version\":1,\"status\":\"open\",\"contact\":\"otto\"}");
    String record = "/api/v1/records/" + api.record("ada", "g");
    String gate = customerLane(api.as("ada", "GET", record, null).json()).path("gate").asText();
    assertThat(
            api.as("ada", "GET", record + "/readers?lane=customer", null)
                .json()
                .path("gate")
                .asText())
        .isEqualTo(gate);
    String words =
        "{\"content\":\"Dear Otto\",\"lane\":\"customer\",\"gate\":\"%s\"}".formatted(gate);
    String[] key = {"Idempotency-Key", "dear-otto"};
    Answer written = api.as("ada", "POST", record + "/activities", words, key);
    api.event("g2", "{\"id\":\"g\",\"version\":2,\"status\":\"open\",\"contact\":\"jana\"}");

    Answer refused = api.as("ada", "POST", record + "/activities", words);

    assertThat(written.status()).isEqualTo(201);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("readers-changed");
    assertThat(refused.json().at("/outside/0").asText()).isEqualTo("Jana Müller");
    assertThat(refused.json().path("detail").asText()).startsWith("Jana Müller reads this now");
    assertThat(api.as("jana", "GET", record + "/activities", null).text()).doesNotContain("Otto");
    assertThat(api.as("ada", "POST", record + "/activities", words, key).json().path("id"))
        .as("sent again, not written again")
        .isEqualTo(written.json().path("id"));
    JsonNode now = customerLane(api.as("ada", "GET", record, null).json());
    assertThat(now.path("begun").asBoolean()).isFalse();
    assertThat(now.path("gate").asText()).isNotEqualTo(gate);
  }

  @Test
  void previewIsNoWayToNames() {
    String record = order("p");
    String words = "{\"content\":\"[@x](person:grace)\"%s}";

    assertThat(api.as("ada", "POST", "/api/v1/preview", words.formatted("")).text())
        .doesNotContain("Hopper");
    assertThat(
            api.as(
                    "ada",
                    "POST",
                    "/api/v1/preview",
                    words.formatted(",\"record\":\"" + record + "\""))
                .text())
        .contains("Grace Hopper");
  }
}
