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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private record Asked(String method, String path, @Nullable String body, int answer) {}

  /** What is asked where a token may be remembered, and what its person is answered. */
  private List<Asked> good() {
    String notes = "/api/v1/activities/" + post + "/notes";
    String records = "/api/v1/records";
    return List.of(
        new Asked("GET", notes, null, 200),
        new Asked("GET", records + "/" + record + "?include=activities", null, 200),
        new Asked("GET", records + "?system=desk&type=Order&id=7", null, 200),
        new Asked("GET", records + "?system=desk&type=Order&id=nothing", null, 404),
        new Asked("POST", notes, "{\"content\":\"Seen\"}", 201));
  }

  /** As it must not be asked, or for what is not there. */
  private List<Asked> bad() {
    String activities = "/api/v1/activities/";
    String other = post.substring(0, 12) + (post.endsWith("1") ? "2" : "1");
    String said = "{\"content\":\"Seen\"}";
    return List.of(
        new Asked("POST", activities + other + "/notes", said, 404),
        new Asked("POST", activities + "no-id/notes", said, 404),
        new Asked("POST", activities + post + "/notes", "{", 400),
        new Asked("POST", activities + post + "/notes", "{\"words\":1}", 400),
        new Asked("GET", activities + post + "/notes?limit=0", null, 400),
        new Asked("GET", activities + other + "/notes", null, 404),
        new Asked("GET", "/api/v1/records/no-id", null, 404),
        new Asked("GET", "/api/v1/records/" + record + "?include=all", null, 400),
        new Asked("GET", "/api/v1/records", null, 400));
  }

  private int answer(String token, Asked asked) {
    return api.send(token, asked.method(), asked.path(), asked.body()).status();
  }

  /** A token that is remembered, and pages that are kept for it. */
  private TokenStore.Made remembered() {
    TokenStore.Made token = token(null);
    for (int i = 0; i < 2; i++) {
      good().forEach(a -> assertThat(answer(token.token(), a)).as("%s", a).isEqualTo(a.answer()));
    }
    assertThat(api.server.tokens().remembered(token.token())).isPresent();
    return token;
  }

  @Test
  void whatAnotherNodeTookBackCountsNoMore() {
    StatementLog log = StatementLog.over(database);
    TokenStore another = new TokenStore(Database.over(log.source(), log.reads()), clock);
    for (Asked asked : Stream.concat(good().stream(), bad().stream()).toList()) {
      TokenStore.Made token = remembered();
      assertThat(answer(token.token(), asked)).as("%s", asked).isEqualTo(asked.answer());

      another.revoke(token.id());

      assertThat(answer(token.token(), asked)).as("%s", asked).isEqualTo(401);
      assertThat(api.server.tokens().remembered(token.token())).as("%s", asked).isEmpty();
    }
  }

  /** Only where it says so in numbers: so the table of tokens is not asked. */
  @Test
  void whatIsRememberedIsNotLookedUp() throws SQLException {
    TokenStore.Made token = remembered();
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("update server_token set revoked = created");
    }

    good().forEach(a -> assertThat(answer(token.token(), a)).as("%s", a).isEqualTo(a.answer()));

    Asked bad = bad().get(0);
    assertThat(answer(token.token(), bad)).as("%s", bad).isEqualTo(401);
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
    TokenStore.Made token = remembered();
    List<Person> others = new ArrayList<>(api.server.causerie().people().all());
    others.removeIf(p -> p.id().equals("ada"));

    api.server.causerie().origins().says(Origin.PEOPLE_FILE, others);

    good().forEach(a -> assertThat(answer(token.token(), a)).as("%s", a).isEqualTo(401));
  }

  /** One that was not taken back is looked up once more, and remembered again. */
  @Test
  void whoeverStaysIsLetInWhenOthersGo() {
    TokenStore.Made token = remembered();

    api.server.tokens().revoke(token(null).id());

    good().forEach(a -> assertThat(answer(token.token(), a)).as("%s", a).isEqualTo(a.answer()));
    assertThat(api.server.tokens().remembered(token.token())).isPresent();
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
