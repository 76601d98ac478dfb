package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever leaves is out; what ends takes along what hung on it. */
@ParameterizedClass
@EnumSource(Databases.class)
class SessionsTest {
  @Parameter Databases databases = Databases.H2;
  @TempDir Path folder;
  private RunningServer api;
  private String record = "";

  @BeforeEach
  void start() {
    api = new RunningServer(databases, folder);
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}");
    record = api.record("ada", "7");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private TokenStore.Made token(String person, @Nullable Duration lifetime, Scope... scopes) {
    return api.server
        .tokens()
        .make(
            new TokenStore.Grant(Caller.Kind.API, "test", person, Set.of(scopes), null, lifetime));
  }

  private String cookie(String token) {
    Answer login = api.send(null, "POST", "/api/v1/login", "{\"token\":\"" + token + "\"}");
    assertThat(login.status()).isEqualTo(200);
    return String.valueOf(login.headers().get("Set-Cookie")).replaceAll(";.*", "");
  }

  private int me(String cookie) {
    return api.send(null, "GET", "/api/v1/me", null, "Cookie", cookie).status();
  }

  private void leave(String person) {
    List<Person> others = new ArrayList<>(api.server.causerie().people().all());
    others.removeIf(p -> p.id().equals(person));
    api.server.causerie().origins().says(Origin.PEOPLE_FILE, others);
  }

  @Test
  void whoHasLeftMayDoNothingAnyMore() {
    String token = token("ada", null, Scope.READ, Scope.OPERATE).token();
    String cookie = cookie(token);
    assertThat(api.send(token, "GET", "/api/v1/connectors", null).status()).isEqualTo(200);

    leave("ada");

    assertThat(api.send(token, "GET", "/api/v1/connectors", null).status()).isEqualTo(401);
    assertThat(api.send(null, "GET", "/api/v1/connectors", null, "Cookie", cookie).status())
        .isEqualTo(401);
    assertThat(api.send(null, "POST", "/api/v1/login", "{\"token\":\"" + token + "\"}").status())
        .isEqualTo(401);
  }

  @Test
  void sessionEndsWithItsToken() {
    TokenStore.Made token = token("ada", null, Scope.READ);
    String cookie = cookie(token.token());
    assertThat(me(cookie)).isEqualTo(200);

    api.server.tokens().revoke(token.id());

    assertThat(me(cookie)).isEqualTo(401);

    TokenStore.Made brief = token("ada", Duration.ofHours(1), Scope.READ);
    String briefly = cookie(brief.token());
    assertThat(me(briefly)).isEqualTo(200);
    api.clock.tick(Duration.ofMinutes(61));
    assertThat(me(briefly)).isEqualTo(401);
  }

  @Test
  void clockThatIsPutBackEndsNoSessionAndLengthensNone() {
    TokenStore.Made brief = token("ada", Duration.ofHours(1), Scope.READ);
    String cookie = cookie(brief.token());

    api.clock.tick(Duration.ofHours(-5));
    assertThat(me(cookie)).isEqualTo(200);
    TokenStore.Made later = token("ada", Duration.ofHours(1), Scope.READ);
    String another = cookie(later.token());
    assertThat(me(another)).isEqualTo(200);

    api.clock.tick(Duration.ofMinutes(61));
    assertThat(me(another)).as("an hour by the clock of then").isEqualTo(401);
    api.clock.tick(Duration.ofHours(5));
    assertThat(me(cookie)).isEqualTo(401);
  }

  @Test
  void streamEndsWithItsTokenAndWithItsPerson() throws Exception {
    for (boolean leaves : new boolean[] {false, true}) {
      TokenStore.Made token = token("grace", null, Scope.READ, Scope.OPERATE);
      OkHttpClient client = new OkHttpClient.Builder().readTimeout(Duration.ofSeconds(60)).build();
      Request request =
          new Request.Builder()
              .url(api.url("/api/v1/live?topic=connectors&topic=record:" + record))
              .header("Authorization", "Bearer " + token.token())
              .build();
      try (Response response = client.newCall(request).execute()) {
        var lines = response.body().source();
        assertThat(lines.readUtf8Line()).isEqualTo("event: ready");

        if (leaves) {
          leave("grace");
        } else {
          api.server.tokens().revoke(token.id());
        }

        assertThat(lines.readUtf8())
            .as("it is told, and over, before the next heartbeat looks")
            .contains("event: end")
            .doesNotContain("still here");
      }
    }
  }

  /** The line that wakes the stream finds the token gone, however lately tokens were looked at. */
  @Test
  void streamTellsNothingOnceItsTokenWasTakenBack() throws Exception {
    String post =
        api.as("ada", "GET", "/api/v1/records/" + record + "/activities", null)
            .json()
            .at("/items/0/id")
            .asText();
    TokenStore.Made token = token("grace", null, Scope.READ);
    OkHttpClient client = new OkHttpClient.Builder().readTimeout(Duration.ofSeconds(60)).build();
    Request request =
        new Request.Builder()
            .url(api.url("/api/v1/live?topic=record:" + record))
            .header("Authorization", "Bearer " + token.token())
            .build();
    try (Response response = client.newCall(request).execute()) {
      var lines = response.body().source();
      assertThat(lines.readUtf8Line()).isEqualTo("event: ready");

      api.server.tokens().revoke(token.id());
      api.as("ada", "POST", "/api/v1/activities/" + post + "/notes", "{\"content\":\"Secret\"}");

      assertThat(lines.readUtf8()).contains("event: end").doesNotContain("Secret");
    }
  }

  @Test
  void frameEndsWhenItsPersonLeaves() throws Exception {
    String bearer =
        api.send(
                null,
                "POST",
                "/api/v1/embed",
                "{\"token\":\""
                    + SecurityTest.sign(
                        "ada", "Order", "7", RunningServer.HOST_SECRET, api.clock.instant())
                    + "\"}")
            .json()
            .path("bearer")
            .asText();
    String path = "/api/v1/records/" + record;
    assertThat(api.send(bearer, "GET", path, null).status()).isEqualTo(200);

    leave("ada");

    assertThat(api.send(bearer, "GET", path, null).status()).isEqualTo(401);
  }

  @Test
  void operatorSeesAndEndsWhatLetsSomebodyIn() {
    String operator = api.token("grace", Scope.READ, Scope.OPERATE);
    TokenStore.Made token = token("ada", null, Scope.READ);
    api.clock.tick(Duration.ofSeconds(1));
    String cookie = cookie(token.token());

    JsonNode items = api.send(operator, "GET", "/api/v1/sessions", null).json().path("items");

    assertThat(items).extracting(i -> i.path("kind").asText()).contains("token", "session");
    JsonNode session = items.get(0);
    assertThat(session.path("kind").asText()).isEqualTo("session");
    assertThat(session.path("person").asText()).isEqualTo("ada");
    assertThat(session.path("token").asText()).isEqualTo(token.id());
    assertThat(items.toString()).doesNotContain(token.token());

    String path = "/api/v1/sessions/" + session.path("id").asText();
    assertThat(api.send(token.token(), "DELETE", path, null).status()).isEqualTo(403);
    assertThat(api.send(operator, "DELETE", path, null).status()).isEqualTo(204);
    assertThat(me(cookie)).isEqualTo(401);
    assertThat(api.send(operator, "DELETE", path, null).status()).isEqualTo(404);
    assertThat(api.send(operator, "DELETE", "/api/v1/sessions/" + token.id(), null).status())
        .isEqualTo(204);
    assertThat(api.send(token.token(), "GET", "/api/v1/me", null).status()).isEqualTo(401);
    JsonNode line = api.send(operator, "GET", "/api/v1/audit", null).json().path("items").get(1);
    assertThat(line.path("who").asText()).isEqualTo("grace");
    assertThat(line.path("action").asText()).isEqualTo("end");
    assertThat(line.path("detail").asText()).contains(session.path("id").asText());
  }

  @Test
  void sessionsArePaged() {
    String operator = api.token("grace", Scope.READ, Scope.OPERATE);
    for (int i = 0; i < 5; i++) {
      token("ada", null, Scope.READ);
    }
    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = api.send(operator, "GET", "/api/v1/sessions?limit=2" + next, null).json();
      page.path("items").forEach(i -> seen.add(i.path("id").asText()));
      next = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!next.isEmpty());

    assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(6);
    assertThat(api.send(operator, "GET", "/api/v1/sessions?cursor=none", null).status())
        .isEqualTo(400);
  }

  @Test
  void tokenDoesNotEndItselfBySigningOut() {
    String token = token("ada", null, Scope.READ).token();

    assertThat(api.send(token, "DELETE", "/api/v1/login", null).status()).isEqualTo(403);
    assertThat(api.send(token, "GET", "/api/v1/me", null).status()).isEqualTo(200);
  }

  @Test
  void sessionOfADemonstrationLosesWhatTheConfigurationTakesAway() {
    TokenStore tokens = api.server.tokens();
    TokenStore.Made operator =
        tokens.make(
            new TokenStore.Grant(
                Caller.Kind.SESSION,
                "browser",
                "ada",
                Set.of(Scope.READ, Scope.OPERATE),
                null,
                Duration.ofHours(1)));
    TokenStore.Made frame =
        tokens.make(
            new TokenStore.Grant(
                Caller.Kind.EMBED, "desk", "ada", Set.of(Scope.READ), null, Duration.ofHours(1)));

    tokens.retain(true, List.of("ada"), List.of("desk"));
    assertThat(tokens.caller(operator.token())).isPresent();
    assertThat(tokens.caller(frame.token())).isPresent();
    tokens.retain(true, List.of("grace"), List.of("other"));
    assertThat(tokens.caller(operator.token())).isEmpty();
    assertThat(tokens.caller(frame.token())).isEmpty();
  }

  @Test
  void topicsThatCannotBeFollowedAreRefused() throws Exception {
    String live = "/api/v1/live?topic=";
    String person = api.token("ada", Scope.READ, Scope.WRITE);
    String many = ("record:" + record + "&topic=").repeat(50) + "record:" + record;

    assertThat(api.send(person, "GET", "/api/v1/live", null).status()).isEqualTo(400);
    assertThat(api.send(person, "GET", live + "nothing", null).status()).isEqualTo(400);
    assertThat(api.send(person, "GET", live + "record:no-id", null).status()).isEqualTo(400);
    assertThat(api.send(person, "GET", live + many, null).status()).isEqualTo(400);
    assertThat(api.send(person, "GET", live + "connectors", null).status()).isEqualTo(403);
  }

  @Test
  void readerWhoIsAheadOfTheLogBeginsAnew() throws Exception {
    String token = api.token("ada", Scope.READ, Scope.WRITE);
    for (String ahead : List.of("9000000000000000", "999999999999999999", "from-elsewhere")) {
      Request request =
          new Request.Builder()
              .url(api.url("/api/v1/live?topic=record:" + record))
              .header("Authorization", "Bearer " + token)
              .header("Last-Event-ID", ahead)
              .build();
      try (Response response =
          new OkHttpClient.Builder()
              // Of all of it: heartbeats would keep a time-out of each reading from ever coming.
              .callTimeout(Duration.ofSeconds(60))
              .build()
              .newCall(request)
              .execute()) {
        assertThat(response.body().string()).as(ahead).contains("event: reset");
      }
    }
    Eventually.until(
        "the log has a position",
        () -> api.server.causerie().journal().position() > 1_000_000_000_000_000L);
  }
}
