package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbox over HTTP: what one is told, what of it is read, and that all devices hear of it. */
class NotificationsApiTest {
  private static final String INBOX = "/api/v1/notifications";

  @TempDir Path folder;

  private static JsonNode inbox(RunningServer api, String query) {
    return api.as("grace", "GET", INBOX + query, null).json().path("items");
  }

  private static JsonNode unread(RunningServer api) {
    return api.as("grace", "GET", "/api/v1/counts", null).json().path("notifications");
  }

  @Test
  void whoIsNamedIsToldReadsItAndHearsOfItOnAllDevices() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      api.event("e1", "{\"id\":\"1\",\"version\":1}");
      String record = api.record("ada", "1");
      HttpRequest live =
          HttpRequest.newBuilder(URI.create(api.url("/api/v1/live?topic=notifications")))
              .header("Authorization", "Bearer " + api.token("grace", Scope.READ))
              .header("Accept", "text/event-stream")
              .build();
      try (LiveReader device = LiveReader.open(live)) {
        assertThat(device.until("data: {\"what\"")).contains("notifications", "\"count\":0");
        String post =
            api.as(
                    "ada",
                    "POST",
                    "/api/v1/records/" + record + "/activities",
                    "{\"lane\":\"internal\",\"content\":\"Who packs it?\"}")
                .json()
                .path("id")
                .asText();
        String note =
            api.as(
                    "ada",
                    "POST",
                    "/api/v1/activities/" + post + "/notes",
                    "{\"content\":\"[@](person:grace), you?\"}")
                .json()
                .path("id")
                .asText();

        // It waits a moment for more.
        api.clock.tick(Duration.ofSeconds(10));
        assertThat(device.until("data: {\"what\"")).contains("\"count\":1", "\"exact\":true");
        assertThat(inbox(api, ""))
            .singleElement()
            .satisfies(
                one -> {
                  assertThat(one.at("/reason/code").asText()).isEqualTo("mention");
                  assertThat(one.at("/reason/by/name").asText()).isEqualTo("Ada Lovelace");
                  assertThat(one.at("/activity/id").asText()).isEqualTo(post);
                  assertThat(one.at("/note/id").asText()).isEqualTo(note);
                  assertThat(one.at("/note/html").asText()).contains("you?");
                  assertThat(one.path("unread").asBoolean()).isTrue();
                });
        String id = inbox(api, "").at("/0/id").asText();

        mark(api, "{\"ids\":[\"" + id + "\"]}");
        assertThat(device.until("data: {\"what\"")).contains("\"count\":0");
        assertThat(inbox(api, "?unread=true")).isEmpty();
        mark(api, "{\"ids\":[\"" + id + "\"],\"read\":false}");
        assertThat(device.until("data: {\"what\"")).contains("\"count\":1");
        api.as("grace", "PUT", "/api/v1/records/" + record + "/read", "{\"upTo\":1}");
        mark(api, "{\"upTo\":" + inbox(api, "").at("/0/place").asLong() + "}");
        assertThat(device.until("data: {\"what\"")).contains("\"count\":0");
        assertThat(unread(api).path("count").asInt()).isZero();
      }
    }
  }

  private static void mark(RunningServer api, String body) {
    assertThat(api.as("grace", "PUT", INBOX + "/read", body).status()).isEqualTo(204);
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      for (String body :
          new String[] {
            "{}",
            "{\"upTo\":1,\"ids\":[\"0000000000001\"]}",
            "{\"upTo\":1,\"read\":false}",
            "{\"ids\":[]}",
            "{\"ids\":[\"?\"]}",
            "{\"ids\":[\"0000000000001\"],\"read\":1}"
          }) {
        Answer answer = api.as("grace", "PUT", INBOX + "/read", body);
        assertThat(answer.status()).as(body).isEqualTo(400);
      }
      assertThat(api.as("grace", "GET", INBOX + "?cursor=x", null).status()).isEqualTo(400);
      assertThat(api.as("grace", "GET", INBOX + "?filter=x", null).status()).isEqualTo(400);
      Eventually.until("nothing is there", () -> inbox(api, "").isEmpty());
    }
  }
}
