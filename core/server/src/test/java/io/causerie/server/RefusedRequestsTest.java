package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.db.Databases;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks for something that cannot be is told what to do, in words of this API. */
class RefusedRequestsTest {
  @TempDir Path folder;
  private RunningServer api;
  private String record;

  @BeforeEach
  void start() {
    api = new RunningServer(Databases.H2, folder);
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\",\"by\":\"alovelace\"}");
    record = api.record("ada", "7");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String detail(String method, String path, @Nullable String body) {
    Answer answer = api.as("ada", method, path, body);
    assertThat(answer.status()).isEqualTo(400);
    return answer.json().path("detail").asText();
  }

  private String posts() {
    return "/api/v1/records/" + record + "/activities";
  }

  @Test
  void brokenJsonIsToldByItsPlaceAlone() {
    assertThat(detail("POST", posts(), "{\"content\":"))
        .startsWith("the body is not JSON in UTF-8: it ends too early, in line 1")
        .doesNotContain("Feature", "Source");
    assertThat(detail("POST", posts(), "{\"content\": NaN}"))
        .isEqualTo("the body is not JSON in UTF-8: look at line 1, column 16");
    assertThat(detail("POST", posts(), "{\"content\":\"a\",\"content\":\"b\"}"))
        .startsWith("the body is not JSON in UTF-8: look at line 1");
  }

  @Test
  void fieldOfAnotherTypeIsNotCalledMissing() {
    String post = api.as("ada", "GET", posts(), null).json().at("/items/0/id").asText();
    String notes = "/api/v1/activities/" + post + "/notes";

    assertThat(detail("POST", notes, "{\"content\":\"x\",\"inReplyTo\":5}"))
        .isEqualTo("'inReplyTo' must be a text, in quotes");
    assertThat(detail("POST", notes, "{}")).isEqualTo("'content' is required, as text");
  }

  @Test
  void parameterThatSaysTwoThingsIsRefused() {
    assertThat(detail("GET", posts() + "?limit=1&limit=2", null))
        .isEqualTo("'limit' is given 2 times; give it once");
    assertThat(detail("GET", posts() + "?cursor=%00", null))
        .startsWith("'cursor' has the character U+0000");
  }

  @Test
  void cursorOfAnotherListIsRefused() {
    api.event("2", "{\"id\":\"7\",\"version\":2,\"status\":\"shipped\",\"by\":\"alovelace\"}");
    String ofPosts = api.as("ada", "GET", posts() + "?limit=1", null).json().path("next").asText();
    String operator = api.token("grace", Scope.OPERATE);
    String events = "/api/v1/connectors/orders/events?limit=1";
    String ofEvents = api.send(operator, "GET", events, null).json().path("next").asText();

    assertThat(ofPosts).isNotEmpty();
    assertThat(ofEvents).isNotEmpty();
    assertThat(api.send(operator, "GET", events + "&cursor=" + ofEvents, null).status())
        .isEqualTo(200);
    assertThat(api.send(operator, "GET", events + "&cursor=" + ofPosts, null).status())
        .isEqualTo(400);
    assertThat(api.send(operator, "GET", "/api/v1/audit?cursor=" + ofEvents, null).status())
        .isEqualTo(400);
    assertThat(detail("GET", posts() + "?cursor=" + ofEvents, null))
        .isEqualTo("cursor is not one this list gave; leave it out to begin at the first page");
  }
}
