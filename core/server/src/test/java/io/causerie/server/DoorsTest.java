package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small doors that stood open. */
class DoorsTest {
  @TempDir Path folder;

  private void configure(String what, String with) throws Exception {
    Path main = folder.resolve("causerie.yaml");
    String text = Files.readString(main);
    assertThat(text).contains(what);
    Files.writeString(main, text.replace(what, with));
  }

  private static String token(Instant now, Consumer<JWTClaimsSet.Builder> more) throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("desk")
            .audience("causerie")
            .subject("ada")
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .claim("record", Map.of("system", "desk", "type", "Order", "id", "7"));
    more.accept(claims);
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    jwt.sign(new MACSigner(RunningServer.HOST_SECRET.getBytes(StandardCharsets.UTF_8)));
    return jwt.serialize();
  }

  private static Answer embed(RunningServer api, String token) {
    return api.send(null, "POST", "/api/v1/embed", "{\"token\":\"" + token + "\"}");
  }

  @Test
  void timesOfAHostsTokenMustHoldTogether() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      Instant now = api.clock.instant();

      assertThat(embed(api, token(now, c -> c.notBeforeTime(Date.from(now)))).status())
          .isEqualTo(200);
      assertThat(
              embed(api, token(now, c -> c.notBeforeTime(Date.from(now.plusSeconds(50)))))
                  .json()
                  .path("detail")
                  .asText())
          .contains("nbf");
      assertThat(
              embed(api, token(now, c -> c.expirationTime(Date.from(now.minusSeconds(10)))))
                  .json()
                  .path("detail")
                  .asText())
          .contains("before `iat`");
      String bad = "a\u0000b";
      assertThat(embed(api, token(now, c -> c.subject(bad))).status()).isEqualTo(401);
      assertThat(embed(api, token(now, c -> c.jwtID(bad))).status()).isEqualTo(401);
    }
  }

  /** Which connectors there are, and how they fare, is told to nobody who may not send to them. */
  @Test
  void connectorThatThereIsAnswersAStrangerAsOneThatThereIsNot() throws Exception {
    TestDatabase database = RunningServer.tables(Databases.H2);
    new PurchaseTable(database, folder);
    RunningServer.file(
        folder,
        "systems/mail.yaml",
        """
        system: mail
        audience: { everyone: true }
        kind: cloudevents
        connectors:
          signed:
            config: { auth: { standardWebhooks: { secrets: [whsec_%s] } } }
            mapping: mappings/order.yaml
          resting:
            config: { auth: { bearer: { tokens: [a-token-of-sixteen-letters] } } }
            mapping: mappings/order.yaml
        """
            .formatted("QUJD".repeat(10)));
    SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
    try (RunningServer api = new RunningServer(database, clock, Map.of(), folder, written -> {})) {
      String operator = api.token("mary", Scope.OPERATE);
      String resting = "/api/v1/connectors/resting";
      assertThat(api.send(operator, "POST", resting + "/pause", "{}").status()).isEqualTo(200);
      Eventually.until(
          "it rests",
          () -> push(api, "resting", "a-token-of-sixteen-letters", EVENT).status() == 503);
      for (String body : List.of(EVENT, "{", "x".repeat(2_000_000))) {
        for (String shown : List.of("", "not-a-token-of-anybody")) {
          Answer nobody = push(api, "nosuch", shown, body);
          assertThat(nobody.status()).isIn(401, 413);
          for (String connector : List.of("orders", "signed", "resting", "purchases")) {
            Answer answer = push(api, connector, shown, body);

            assertThat(answer.text()).as(connector).isEqualTo(nobody.text());
            assertThat(answer.headers().keySet()).isEqualTo(nobody.headers().keySet());
          }
        }
      }
      assertThat(push(api, "orders", RunningServer.SENDER, EVENT).status()).isEqualTo(202);
    }
  }

  private static final String EVENT =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/d\",\"type\":\"t\",\"data\":{\"id\":\"1\"}}";

  private static Answer push(RunningServer api, String connector, String token, String event) {
    String path = "/api/v1/connectors/" + connector + "/events";
    Request.Builder request =
        new Request.Builder()
            .url(api.url(path))
            .post(RequestBody.create(event, MediaType.get("application/cloudevents+json")));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return api.send("POST", path, request.build());
  }

  @Test
  void hostVouchesForNobodyButHers() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      configure(
          "{ name: desk, ", "{ name: desk, systems: [desk], groups: [finance], persons: [mary], ");
      Clock clock = Clock.systemUTC();
      try (CauserieServer server =
          CauserieServer.start(ConfigurationLoader.load(folder, clock, System::getenv), clock)) {
        Instant now = clock.instant();
        assertThat(embed(server, token(now, c -> {}))).contains("may not vouch for that person");
        assertThat(embed(server, token(now, c -> c.subject("grace")))).contains("bearer");
        assertThat(embed(server, token(now, c -> c.subject("mary"))))
            .as("she may be vouched for, and sees no order")
            .contains("not-found");
        assertThat(
                embed(
                    server,
                    token(
                        now,
                        c ->
                            c.subject("grace")
                                .claim("record", Map.of("system", "hr", "type", "X", "id", "7")))))
            .contains("may not show records of that system");
      }
      configure("groups: [finance]", "groups: [finace]");
      assertThatThrownBy(() -> ConfigurationLoader.load(folder, Clock.systemUTC(), System::getenv))
          .hasMessageContaining("did you mean 'finance'?");
    }
  }

  private static String embed(CauserieServer server, String token) throws Exception {
    Request request =
        new Request.Builder()
            .url(server.address() + "/api/v1/embed")
            .post(
                okhttp3.RequestBody.create(
                    "{\"token\":\"" + token + "\"}", okhttp3.MediaType.get("application/json")))
            .build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      return response.body().string();
    }
  }

  @Test
  void demonstrationAnswersToItsOwnNamesOnly() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      configure("embed:", "demo: { signIn: true }\nembed:");
      Clock clock = Clock.systemUTC();
      try (CauserieServer server =
          CauserieServer.start(ConfigurationLoader.load(folder, clock, System::getenv), clock)) {
        assertThat(page(server, "Host", "rebound.example.com:80").code()).isEqualTo(400);
        assertThat(page(server, "Host", "localhost:" + server.port()).code()).isEqualTo(200);
        assertThat(page(server, "Host", "127.0.0.1:" + server.port()).code()).isEqualTo(200);
      }
    }
  }

  private static Response page(CauserieServer server, String header, String value)
      throws Exception {
    Request request =
        new Request.Builder().url(server.address() + "/sign-in").header(header, value).build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      return response;
    }
  }

  @Test
  void behindTlsBrowsersAreHeldToIt() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      configure("port: 0,", "port: 0, publicUrl: 'https://talk.example.com',");
      Clock clock = Clock.systemUTC();
      try (CauserieServer server =
          CauserieServer.start(ConfigurationLoader.load(folder, clock, System::getenv), clock)) {
        assertThat(page(server, "Accept", "text/html").header("Strict-Transport-Security"))
            .isEqualTo("max-age=31536000");
        String token =
            server
                .tokens()
                .make(
                    new io.causerie.server.signin.TokenStore.Grant(
                        io.causerie.server.signin.Caller.Kind.API,
                        "t",
                        "ada",
                        java.util.Set.of(Scope.READ),
                        null,
                        null))
                .token();
        Request login =
            new Request.Builder()
                .url(server.address() + "/api/v1/login")
                .post(
                    okhttp3.RequestBody.create(
                        "{\"token\":\"" + token + "\"}", okhttp3.MediaType.get("application/json")))
                .build();
        String cookie;
        try (Response response = new OkHttpClient().newCall(login).execute()) {
          cookie = String.valueOf(response.header("Set-Cookie"));
        }
        assertThat(cookie).startsWith("__Host-causerie=").contains("Secure").contains("Path=/");
        for (boolean named : new boolean[] {true, false}) {
          String shown = cookie.replaceAll(";.*", "");
          Request me =
              new Request.Builder()
                  .url(server.address() + "/api/v1/me")
                  .header("Cookie", named ? shown : shown.replace("__Host-", ""))
                  .build();
          try (Response response = new OkHttpClient().newCall(me).execute()) {
            assertThat(response.code()).isEqualTo(named ? 200 : 401);
          }
        }
      }
    }
  }

  @Test
  void whatCannotBeStoredIsRefusedAndNotAFault() {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String operator = api.token("ada", Scope.READ, Scope.WRITE, Scope.OPERATE);
      String connector = "/api/v1/connectors/orders";
      for (String bad : List.of("\\u0000", "\\ud800", "x".repeat(1001))) {
        assertThat(
                api.send(operator, "POST", connector + "/pause", "{\"reason\":\"" + bad + "\"}")
                    .status())
            .as(bad)
            .isEqualTo(400);
        assertThat(
                api.send(
                        operator,
                        "POST",
                        connector + "/events/discard",
                        "{\"all\":true,\"reason\":\"" + bad + "\"}")
                    .status())
            .isEqualTo(400);
      }
      for (String path :
          List.of(
              connector + "/events?q=%00",
              connector + "/events?cause=%00",
              "/api/v1/connectors/%00",
              "/api/v1/records?system=desk&type=Order&id=%00",
              "/api/v1/people?record=0000000000001&q=%00")) {
        assertThat(api.send(operator, "GET", path, null).status()).as(path).isIn(400, 404);
      }
      assertThat(api.send(null, "POST", "/api/v1/login", "{\"token\":1e99999999999}").status())
          .as("a number of which none can be made")
          .isEqualTo(400);
      assertThat(
              api.send(null, "POST", "/api/v1/login", "{\"token\":\"x\",\"person\":\"ada\"}")
                  .text())
          .contains("say either `token` or `person`");
      assertThat(api.send(null, "POST", "/api/v1/login", "{\"token\":\"\\u0000\"}").status())
          .isEqualTo(400);
    }
  }

  @Test
  void halfACharacterOfASourceIsReplacedAndADisguiseIsShown() {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String operator = api.token("ada", Scope.READ, Scope.WRITE, Scope.OPERATE);
      api.event("half", "{\"id\":\"1\",\"x\":\"\\udc00 x\"}");
      api.event("turned", "{\"id\":\"inv-\u202efdp.exe\",\"version\":1,\"status\":\"a\u0085b\"}");

      Answer events = api.send(operator, "GET", "/api/v1/connectors/orders/events", null);
      assertThat(events.status()).isEqualTo(200);
      assertThat(events.text()).contains("\ufffd x").doesNotContainIgnoringCase("\\ud800");
      Answer record =
          api.as(
              "ada", "GET", "/api/v1/records?system=desk&type=Order&id=inv-%E2%80%AEfdp.exe", null);
      assertThat(record.json().path("title").asText()).isEqualTo("Order inv-[U+202E]fdp.exe");
    }
  }

  @Test
  void problemsAreExplainedByTheServerItself() {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String type = api.send(null, "GET", "/api/v1/me", null).json().path("type").asText();

      assertThat(type).isEqualTo("/problems/unauthenticated");
      assertThat(api.send(null, "GET", type, null).text()).contains("Sign in first");
      Answer method = api.send(null, "POST", "/api/v1/me", "{}");
      assertThat(method.status()).isEqualTo(405);
      assertThat(method.json().path("detail").asText()).contains("/api/v1/me").contains("POST");
      assertThat(method.headers().get("Permissions-Policy")).contains("camera=()");
    }
  }

  @Test
  void addressThatLeadsNowhereIsAPageForABrowserOnly() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      Answer page =
          api.send(null, "GET", "/nonsense", null, "Accept", "text/html,application/xhtml+xml");
      assertThat(page.status()).isEqualTo(404);
      assertThat(page.headers().get("Content-Type")).startsWith("text/html");
      assertThat(page.text()).contains("/ui/pages/not-found.js");

      Answer json = api.send(null, "GET", "/nonsense", null, "Accept", "application/json");
      assertThat(json.problem()).isEqualTo("not-found");
      Request request =
          new Request.Builder()
              .url(api.url("/api/v1/nonsense"))
              .header("Accept", "text/html")
              .build();
      try (Response response = new OkHttpClient().newCall(request).execute()) {
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void lookUpForgivesTheCaseOfLetters(Databases databases) {
    try (RunningServer api = new RunningServer(databases, folder)) {
      api.event("1", "{\"id\":\"SO-7a\",\"version\":1,\"status\":\"open\"}");
      api.event("2", "{\"id\":\"x\",\"version\":1,\"status\":\"open\"}");
      api.event("3", "{\"id\":\"X\",\"version\":1,\"status\":\"open\"}");

      Answer found = api.as("ada", "GET", "/api/v1/records?system=DESK&type=order&id=so-7A", null);

      assertThat(found.status()).isEqualTo(200);
      assertThat(found.json().path("key").asText()).isEqualTo("SO-7a");
      for (String exact : List.of("x", "X")) {
        assertThat(
                api.as("ada", "GET", "/api/v1/records?system=desk&type=Order&id=" + exact, null)
                    .json()
                    .path("key")
                    .asText())
            .isEqualTo(exact);
      }
      assertThat(api.as("ada", "GET", "/api/v1/records?system=desk&type=order&id=x", null).status())
          .as("one of two: nobody knows which")
          .isEqualTo(404);
    }
  }

  @Test
  void whereFindsAreReportedIsTold() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      configure("port: 0,", "port: 0, securityContact: 'mailto:security@example.com',");
      Clock clock = Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), java.time.ZoneOffset.UTC);
      try (CauserieServer server =
          CauserieServer.start(ConfigurationLoader.load(folder, clock, System::getenv), clock)) {
        Request request =
            new Request.Builder().url(server.address() + "/.well-known/security.txt").build();
        try (Response response = new OkHttpClient().newCall(request).execute()) {
          assertThat(response.body().string())
              .contains("Contact: mailto:security@example.com\n")
              .contains("Expires: 2027-05-22T00:00:00Z\n");
        }
      }
    }
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      assertThat(api.send(null, "GET", "/.well-known/security.txt", null).status()).isEqualTo(404);
    }
  }

  @Test
  void valuesOfTheEnvironmentStandInNoError() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
    }
    configure("port: 0,", "port: '${env:SECRET}', publicUrl: '${file:secret.txt}',");
    Files.writeString(folder.resolve("secret.txt"), "swordfish-of-a-file");

    assertThatThrownBy(
            () ->
                ConfigurationLoader.load(
                    folder, Clock.systemUTC(), Map.of("SECRET", "swordfish-of-env")::get))
        .hasMessageContaining("${env:SECRET}")
        .hasMessageContaining("${file:secret.txt}")
        .hasMessageNotContaining("swordfish");
  }

  @Test
  void databaseOfH2IsReadByNobodyElse() throws Exception {
    Path data = folder.resolve("data/desk");
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
    }
    Path main = folder.resolve("causerie.yaml");
    Files.writeString(
        main, Files.readString(main).replaceAll("jdbc:h2:mem:[^\"\\s]*", "jdbc:h2:file:" + data));
    for (int start = 0; start < 2; start++) {
      CauserieServer.start(
              ConfigurationLoader.load(folder, Clock.systemUTC(), System::getenv),
              Clock.systemUTC())
          .close();
      Path file = folder.resolve("data/desk.mv.db");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(data.getParent())
          .as("no trace of faults that are none")
          .isDirectoryNotContaining("glob:**trace.db");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  @Test
  void whatOthersWroteBeginsNoLineOfTheLog() {
    assertThat(SaidLine.within("event a\r\n2026-11-23 INFO forged\nb\u001b[2J\u2028c of x"))
        .isEqualTo("event a\n    2026-11-23 INFO forged\n    b?[2J\n    c of x");
  }
}
