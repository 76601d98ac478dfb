package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.store.Database;
import io.causerie.model.RecordId;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A token that is remembered lets in nobody whom one that is looked up would not. */
@ParameterizedClass
@EnumSource(Databases.class)
class RememberedTokensTest {
  @Parameter Databases databases = Databases.H2;
  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  private TestDatabase database;
  private RunningServer api;
  private String record = "";
  private String post = "";

  @BeforeEach
  void start() {
    database = RunningServer.tables(databases);
    api =
        new RunningServer(
            database, clock, Map.of(), folder, files -> RunningServer.write(files, database));
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}");
    record = api.record("ada", "7");
    post =
        api.as("ada", "GET", "/api/v1/records/" + record + "/activities", null)
            .json()
            .at("/items/0/id")
            .asText();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private TokenStore.Made token(@Nullable Duration lifetime) {
    return api.server
        .tokens()
        .make(
            new TokenStore.Grant(
                Caller.Kind.API, "test", "ada", Set.of(Scope.READ, Scope.WRITE), null, lifetime));
  }

  /** What is answered where a token may be remembered. */
  private List<Integer> answers(Function<String[], RunningServer.Answer> send) {
    String notes = "/api/v1/activities/" + post + "/notes";
    return Stream.of(
            new String[] {"GET", notes, null},
            new String[] {"GET", "/api/v1/records/" + record + "?include=activities", null},
            new String[] {"GET", "/api/v1/records?system=desk&type=Order&id=nothing", null},
            new String[] {"POST", notes, "{\"content\":\"Seen\"}"})
        .map(send)
        .map(RunningServer.Answer::status)
        .toList();
  }

  private List<Integer> shown(String token) {
    return answers(r -> api.send(token, r[0], r[1], r[2]));
  }

  private void remember(String token) {
    for (int i = 0; i < 3; i++) {
      assertThat(shown(token)).containsExactly(200, 200, 404, 201);
    }
    assertThat(api.server.tokens().remembered(token)).isPresent();
  }

  private static final List<Integer> NOBODY = List.of(401, 401, 401, 401);

  @Test
  void whatAnotherNodeTookBackCountsNoMore() {
    TokenStore.Made token = token(null);
    remember(token.token());
    StatementLog log = StatementLog.over(database);

    new TokenStore(Database.over(log.source(), log.reads()), clock).revoke(token.id());

    assertThat(shown(token.token())).isEqualTo(NOBODY);
    assertThat(api.server.tokens().remembered(token.token())).isEmpty();
  }

  @Test
  void sessionEndsWithItsTokenByTheClock() {
    TokenStore.Made token = token(Duration.ofHours(1));
    String cookie =
        String.valueOf(
                api.send(null, "POST", "/api/v1/login", "{\"token\":\"" + token.token() + "\"}")
                    .headers()
                    .get("Set-Cookie"))
            .replaceAll(";.*", "");
    String notes = "/api/v1/activities/" + post + "/notes";
    for (int i = 0; i < 3; i++) {
      assertThat(api.send(null, "GET", notes, null, "Cookie", cookie).status()).isEqualTo(200);
    }

    clock.tick(Duration.ofMinutes(61));

    assertThat(api.send(null, "GET", notes, null, "Cookie", cookie).status()).isEqualTo(401);
  }

  @Test
  void whoeverHasLeftIsNobody() {
    TokenStore.Made token = token(null);
    remember(token.token());
    List<Person> others = new ArrayList<>(api.server.causerie().people().all());
    others.removeIf(p -> p.id().equals("ada"));

    api.server.causerie().origins().says(Origin.PEOPLE_FILE, others);

    assertThat(shown(token.token())).isEqualTo(NOBODY);
  }

  /** One that was not taken back is looked up once more, and remembered again. */
  @Test
  void whoeverStaysIsLetInWhenOthersGo() {
    TokenStore.Made token = token(null);
    remember(token.token());

    api.server.tokens().revoke(token(null).id());

    assertThat(shown(token.token())).containsExactly(200, 200, 404, 201);
    remember(token.token());
  }

  /** Whether something is there, or how it must be asked for, is said to nobody. */
  @Test
  void whoeverIsNobodyLearnsNothingElse() {
    api.event("2", "{\"id\":\"8\",\"version\":1,\"status\":\"open\"}");
    TokenStore.Made token = token(null);
    remember(token.token());
    api.server.tokens().revoke(token.id());
    String activities = "/api/v1/activities/";
    String said = "{\"content\":\"Seen\"}";
    String other = post.substring(0, 12) + (post.endsWith("1") ? "2" : "1");

    for (String[] request :
        List.of(
            new String[] {"POST", activities + other + "/notes", said},
            new String[] {"POST", activities + "no-id/notes", said},
            new String[] {"POST", activities + post + "/notes", "{"},
            new String[] {"POST", activities + post + "/notes", "{\"words\":1}"},
            new String[] {"GET", activities + post + "/notes?limit=0", null},
            new String[] {"GET", activities + other + "/notes", null},
            new String[] {"GET", "/api/v1/records/no-id", null},
            new String[] {"GET", "/api/v1/records/" + record + "?include=all", null},
            new String[] {"GET", "/api/v1/records", null})) {
      // As after a use of before, whichever comes first.
      assertThat(api.send(token.token(), request[0], request[1], request[2]).status())
          .as("%s %s", request[0], request[1])
          .isEqualTo(401);
    }
  }

  /** What is remembered of a frame does not say what its record became part of. */
  @Test
  void frameGoesOnInTheRecordThatTookItsOwn() {
    api.event("2", "{\"id\":\"8\",\"version\":1,\"status\":\"open\"}");
    String frame =
        api.server
            .tokens()
            .make(
                new TokenStore.Grant(
                    Caller.Kind.EMBED,
                    "desk",
                    "ada",
                    Set.of(Scope.READ, Scope.WRITE),
                    RecordId.parse(record),
                    Duration.ofHours(1)))
            .token();
    String notes = "/api/v1/activities/" + post + "/notes";
    String said = "{\"content\":\"Seen\"}";
    assertThat(api.send(frame, "GET", notes, null).status()).isEqualTo(200);
    assertThat(api.send(frame, "POST", notes, said).status()).isEqualTo(201);

    api.event("3", "{\"id\":\"7\",\"version\":2,\"status\":\"open\",\"into\":\"8\"}");

    assertThat(api.send(frame, "POST", notes, said).status()).isEqualTo(201);
    assertThat(api.send(frame, "GET", notes, null).status()).isEqualTo(200);
  }
}
