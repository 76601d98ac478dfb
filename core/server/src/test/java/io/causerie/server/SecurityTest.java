package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.db.Databases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SecurityTest {
  @Parameter Databases databases = Databases.H2;
  @TempDir Path folder;
  private RunningServer api;

  @BeforeEach
  void start() {
    api = new RunningServer(databases, folder);
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}");
    api.event("2", "{\"id\":\"8\",\"version\":1,\"status\":\"open\"}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  /** Every operation of the contract that does not say itself that it is open. */
  @Test
  void nothingIsAnsweredToWhoIsNotKnown() throws Exception {
    Set<String> open = new TreeSet<>();
    int asked = 0;
    for (Operation operation : Operation.of(api)) {
      if (Set.of("none", "door").contains(operation.scope())) {
        open.add(operation.toString());
      } else {
        String concrete = operation.path().replaceAll("\\{[a-z]+}", "0000000000001");
        for (String token : Arrays.asList(null, "csr_wrong")) {
          assertThat(api.send(token, operation.method(), concrete, null).status())
              .as("%s with %s", operation, token)
              .isEqualTo(401);
        }
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(25);
    assertThat(open)
        .containsExactlyInAnyOrder(
            "GET /.well-known/security.txt",
            "GET /health/live",
            "GET /health/ready",
            "GET /metrics",
            "GET /openapi.yaml",
            "GET /problems/{kind}",
            "GET /schemas/{name}.json",
            "OPTIONS /api/v1/connectors/{connector}/events",
            "OPTIONS /api/v1/connectors/{connector}/in/{path}",
            "POST /api/v1/connectors/{connector}/events",
            "POST /api/v1/connectors/{connector}/in/{path}",
            "POST /api/v1/embed",
            "POST /api/v1/login");
  }

  @Test
  void tokenIsBoundToItsScopeItsEndAndItsRevocation() {
    String record = api.record("ada", "7");
    String reader = api.token("ada", Scope.READ);
    String post = "/api/v1/records/" + record + "/activities";

    assertThat(api.send(reader, "POST", post, "{\"content\":\"x\"}").status()).isEqualTo(403);
    TokenStore.Made brief =
        api.server
            .tokens()
            .make(
                new TokenStore.Grant(
                    Caller.Kind.API,
                    "brief",
                    "ada",
                    Set.of(Scope.READ),
                    null,
                    Duration.ofHours(1)));
    assertThat(api.send(brief.token(), "GET", post, null).status()).isEqualTo(200);
    api.clock.tick(Duration.ofHours(2));
    assertThat(api.send(brief.token(), "GET", post, null).status()).isEqualTo(401);
    api.server.tokens().list().forEach(t -> api.server.tokens().revoke(t.id()));
    assertThat(api.send(reader, "GET", post, null).status()).isEqualTo(401);
  }

  @Test
  void cookieSessionWritesOnlyWithItsGuard() {
    String record = api.record("ada", "7");
    String path = "/api/v1/records/" + record + "/activities";
    String token = api.token("ada", Scope.READ, Scope.WRITE);
    Answer login = api.send(null, "POST", "/api/v1/login", "{\"token\":\"" + token + "\"}");
    String set = String.valueOf(login.headers().get("Set-Cookie"));
    String cookie = set.replaceAll(";.*", "");

    assertThat(set).contains("HttpOnly").contains("SameSite=Lax");
    assertThat(api.send(null, "GET", path, null, "Cookie", cookie).status()).isEqualTo(200);
    Answer unguarded = api.send(null, "POST", path, "{\"content\":\"x\"}", "Cookie", cookie);
    assertThat(unguarded.status()).isEqualTo(401);
    assertThat(unguarded.json().path("detail").asText()).contains("X-Causerie-CSRF");
    String csrf = login.json().path("csrf").asText();
    assertThat(
            api.send(
                    null,
                    "POST",
                    path,
                    "{\"content\":\"x\"}",
                    "Cookie",
                    cookie,
                    "X-Causerie-CSRF",
                    csrf)
                .status())
        .isEqualTo(201);
    assertThat(
            api.send(
                    null,
                    "POST",
                    "/api/v1/login",
                    "{\"token\":\"" + token + "\"}",
                    "Sec-Fetch-Site",
                    "cross-site")
                .status())
        .isEqualTo(403);
    assertThat(api.send(null, "POST", "/api/v1/login", "{\"person\":\"ada\"}").status())
        .isEqualTo(400);
    assertThat(
            api.send(
                    null,
                    "DELETE",
                    "/api/v1/login",
                    null,
                    "Cookie",
                    cookie,
                    "X-Causerie-CSRF",
                    csrf)
                .status())
        .isEqualTo(204);
    assertThat(api.send(null, "GET", path, null, "Cookie", cookie).status()).isEqualTo(401);
  }

  // tag::sign[]
  static String sign(String person, String type, String id, String secret, Instant now)
      throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("desk")
            .audience("causerie")
            .subject(person)
            .jwtID(java.util.UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .claim("record", Map.of("system", "desk", "type", type, "id", id, "title", "A title"))
            .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
    return jwt.serialize();
  }

  // end::sign[]

  private Answer embed(String token) {
    return api.send(null, "POST", "/api/v1/embed", "{\"token\":\"" + token + "\"}");
  }

  @Test
  void hostsTokenIsTradedOnceForABearerOfOneRecord() throws Exception {
    Instant now = api.clock.instant();
    String token = sign("ada", "Order", "7", RunningServer.HOST_SECRET, now);

    Answer traded = embed(token);

    assertThat(traded.status()).isEqualTo(200);
    String bearer = traded.json().path("bearer").asText();
    String record = traded.json().path("record").asText();
    assertThat(api.send(bearer, "GET", "/api/v1/records/" + record + "/activities", null).status())
        .isEqualTo(200);
    String other = api.record("ada", "8");
    assertThat(api.send(bearer, "GET", "/api/v1/records/" + other, null).status()).isEqualTo(404);
    String post =
        api.as("ada", "GET", "/api/v1/records/" + other + "/activities", null)
            .json()
            .at("/items/0/id")
            .asText();
    assertThat(api.send(bearer, "GET", "/api/v1/activities/" + post, null).status()).isEqualTo(404);
    assertThat(embed(token).status()).as("used twice").isEqualTo(401);
    api.clock.tick(Duration.ofMinutes(16));
    assertThat(api.send(bearer, "GET", "/api/v1/records/" + record, null).status()).isEqualTo(401);
  }

  @Test
  void frameOfARecordThatIsMergedSeesTheRecordItWasMergedInto() throws Exception {
    String other = api.record("ada", "8");
    Answer traded =
        embed(sign("ada", "Order", "7", RunningServer.HOST_SECRET, api.clock.instant()));
    String bearer = traded.json().path("bearer").asText();
    String record = traded.json().path("record").asText();

    api.event("m", "{\"id\":\"7\",\"version\":9,\"into\":\"8\"}");

    Answer posts = api.send(bearer, "GET", "/api/v1/records/" + record + "/activities", null);
    assertThat(posts.status()).isEqualTo(200);
    assertThat(posts.json().path("items")).isNotEmpty();
    for (JsonNode item : posts.json().path("items")) {
      String post = "/api/v1/activities/" + item.path("id").asText();
      assertThat(api.send(bearer, "GET", post, null).status()).isEqualTo(200);
      assertThat(api.send(bearer, "POST", post + "/notes", "{\"content\":\"Seen\"}").status())
          .isEqualTo(201);
    }
    assertThat(api.send(bearer, "GET", "/api/v1/records/" + other, null).status()).isEqualTo(200);
  }

  @Test
  void recordNobodyHasMetIsTalkedAboutAndFillsLater() throws Exception {
    Answer traded =
        embed(sign("ada", "Order", "new", RunningServer.HOST_SECRET, api.clock.instant()));
    String bearer = traded.json().path("bearer").asText();
    String record = traded.json().path("record").asText();
    assertThat(
            api.send(
                    bearer,
                    "POST",
                    "/api/v1/records/" + record + "/activities",
                    "{\"content\":\"Soon\"}")
                .status())
        .isEqualTo(201);

    api.event("3", "{\"id\":\"new\",\"version\":1,\"status\":\"open\"}");

    Answer filled =
        api.send(bearer, "GET", "/api/v1/records/" + record + "?include=activities", null);
    assertThat(filled.json().path("title").asText()).isEqualTo("Order new");
    assertThat(filled.json().at("/activities/items")).hasSize(2);
  }

  @Test
  void tokenThatIsNotAsItShouldBeIsRefusedWithTheReason() throws Exception {
    Instant now = api.clock.instant();
    String good = sign("ada", "Order", "7", RunningServer.HOST_SECRET, now);
    String[] parts = good.split("\\.");
    String none = "eyJhbGciOiJub25lIn0." + parts[1] + ".";

    for (String bad :
        List.of(
            "",
            "x",
            none,
            parts[0] + "." + parts[1] + ".AAAA",
            sign("ada", "Order", "7", "ffffffffffffffffffffffffffffffff", now),
            sign("ada", "Order", "7", RunningServer.HOST_SECRET, now.minusSeconds(120)),
            sign("ada", "Order", "7", RunningServer.HOST_SECRET, now.plusSeconds(120)),
            sign("ada", "", "7", RunningServer.HOST_SECRET, now))) {
      assertThat(embed(bad).status()).as(bad).isEqualTo(401);
    }
    assertThat(embed(sign("mary", "Order", "7", RunningServer.HOST_SECRET, now)).status())
        .as("no right")
        .isEqualTo(404);
    assertThat(embed(sign("nobody", "Order", "7", RunningServer.HOST_SECRET, now)).status())
        .isEqualTo(404);
  }

  /** Of whoever reads nothing of the system; see ADR 27 for those who do. */
  @Test
  void frameOfWhoReadsNothingTellsNotWhichRecordsThereAre() throws Exception {
    Instant now = api.clock.instant();

    Answer there = embed(sign("mary", "Order", "7", RunningServer.HOST_SECRET, now));
    Answer not = embed(sign("mary", "Order", "none", RunningServer.HOST_SECRET, now));

    assertThat(there.status()).isEqualTo(404);
    assertThat(not.status()).isEqualTo(404);
    assertThat(not.text()).isEqualTo(there.text());
  }

  @Test
  void pagesAreFramedByConfiguredHostsOnly() {
    String frame =
        String.valueOf(
            api.send(null, "GET", "/embed/record", null).headers().get("Content-Security-Policy"));
    String page =
        String.valueOf(
            api.send(null, "GET", "/sign-in", null).headers().get("Content-Security-Policy"));
    String json =
        String.valueOf(
            api.send(null, "GET", "/api/v1/me", null).headers().get("Content-Security-Policy"));

    assertThat(frame)
        .contains("frame-ancestors 'self' http://localhost:9999")
        .doesNotContain("unsafe-inline");
    assertThat(page).contains("frame-ancestors 'none'").contains("script-src 'self' 'sha256-");
    // Files are fetched with the reader's token and shown as blob:; of them pictures alone.
    for (String shown : List.of(page, frame)) {
      assertThat(shown).contains("img-src 'self' data: blob:; ").containsOnlyOnce("blob:");
    }
    assertThat(json).isEqualTo("default-src 'none'; frame-ancestors 'none'");
    for (String path :
        List.of(
            "/ui/../application.yaml",
            "/ui/%2e%2e/x",
            "/webjars/..%2f..%2fx",
            "/ui/",
            "/ui/none.js")) {
      assertThat(api.send(null, "GET", path, null).status()).as(path).isIn(400, 404);
    }
    assertThat(api.send(null, "GET", "/webjars/lit/3.3.2/index.js", null).status()).isEqualTo(200);
  }
}
