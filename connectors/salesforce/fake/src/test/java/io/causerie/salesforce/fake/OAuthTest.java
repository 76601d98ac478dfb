package io.causerie.salesforce.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.testkit.SettableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may sign in how, and what the others are told. */
class OAuthTest {
  private static final String TOKEN = "/services/oauth2/token";
  private static final String BACK = "https://causerie.example.com/back";
  private static final KeyPair KEYS = keys();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  private final FakeSalesforce salesforce = FakeSalesforce.with().clock(clock).start();
  private final Rest nobody = new Rest(salesforce.address(), "");
  private String ada = "";

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void people() {
    ada = salesforce.org().user("ada@acme.example", "Ada", "Stone");
    salesforce.org().user("ben@acme.example", "Ben", "Okafor");
    salesforce.app("app", "a-secret", KEYS.getPublic(), ada, Set.of(ada), BACK);
    salesforce.app("none", "a-secret", null, null, Set.of());
  }

  @AfterEach
  void close() {
    salesforce.close();
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String signed(
      KeyPair with, String issuer, String user, String audience, Instant until) throws Exception {
    String text =
        part("{\"alg\":\"RS256\"}")
            + "."
            + part(
                "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d}"
                    .formatted(issuer, user, audience, until.getEpochSecond()));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(with.getPrivate());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private Rest.Answer assertion(String assertion) {
    return nobody.form(
        TOKEN,
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion));
  }

  private void refused(Rest.Answer answer, String error, String description) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.json().path("error_description").asText()).contains(description);
  }

  @Test
  void anAssertionThatIsSignedOpensASession() throws Exception {
    Instant until = clock.instant().plusSeconds(180);
    JsonNode answer =
        assertion(signed(KEYS, "app", "ada@acme.example", salesforce.address(), until)).json();

    assertThat(answer.path("instance_url").asText()).isEqualTo(salesforce.address());
    assertThat(answer.has("refresh_token")).isFalse();
    Rest rest = new Rest(salesforce.address(), answer.path("access_token").asText());
    JsonNode info = rest.get("/services/oauth2/userinfo").json();
    assertThat(info.path("user_id").asText()).isEqualTo(ada);
    assertThat(info.path("organization_id").asText()).hasSize(18);
  }

  @Test
  void anAssertionThatIsNotInOrderIsNot() throws Exception {
    Instant until = clock.instant().plusSeconds(180);
    String login = "https://login.salesforce.com";
    refused(
        assertion(signed(keys(), "app", "ada@acme.example", login, until)),
        "invalid_grant",
        "invalid assertion");
    refused(
        assertion(signed(KEYS, "other", "ada@acme.example", login, until)),
        "invalid_client_id",
        "client identifier invalid");
    refused(
        assertion(signed(KEYS, "app", "ben@acme.example", login, until)),
        "invalid_grant",
        "user hasn't approved this consumer");
    refused(
        assertion(signed(KEYS, "app", "ada@acme.example", "https://acme.example", until)),
        "invalid_grant",
        "audience is invalid");
    refused(
        assertion(
            signed(KEYS, "app", "ada@acme.example", login, clock.instant().minusSeconds(300))),
        "invalid_grant",
        "expired");
    refused(
        assertion(
            signed(KEYS, "app", "ada@acme.example", login, clock.instant().plusSeconds(3600))),
        "invalid_grant",
        "lives too long");
    refused(assertion("no.assertion"), "invalid_grant", "invalid assertion");
  }

  @Test
  void anAppSignsInAsTheUserItRunsAs() {
    Map<String, String> form =
        Map.of("grant_type", "client_credentials", "client_id", "app", "client_secret", "a-secret");
    assertThat(nobody.form(TOKEN, form).json().path("token_type").asText()).isEqualTo("Bearer");

    Map<String, String> wrong = new HashMap<>(form);
    wrong.put("client_secret", "another");
    refused(nobody.form(TOKEN, wrong), "invalid_client", "invalid client credentials");
    wrong.put("client_id", "none");
    wrong.put("client_secret", "a-secret");
    refused(nobody.form(TOKEN, wrong), "invalid_grant", "no client credentials user enabled");
    refused(nobody.form(TOKEN, Map.of("grant_type", "magic")), "unsupported_grant_type", "");
  }

  private static String location(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString())
        .headers()
        .firstValue("Location")
        .orElse("");
  }

  @Test
  void aPersonConnectsHerAccountAndDisconnectsIt() throws Exception {
    String verifier = "a-verifier-of-some-length-that-nobody-guesses";
    String challenge =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    String authorize =
        "/services/oauth2/authorize?response_type=code&client_id=app&state=s%201&code_challenge="
            + challenge
            + "&redirect_uri="
            + Rest.encoded(BACK);
    assertThat(nobody.get(authorize).text()).contains("Allow as Ben Okafor");
    assertThat(location(salesforce.address() + authorize + "&deny=1"))
        .startsWith(BACK + "?error=access_denied");

    String back = location(salesforce.address() + authorize + "&approve=ben%40acme.example");
    assertThat(back).startsWith(BACK + "?code=").endsWith("&state=s+1");
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "app");
    form.put("client_secret", "a-secret");
    form.put("redirect_uri", BACK);
    form.put("code", back.substring(back.indexOf('=') + 1, back.indexOf('&')));
    form.put("code_verifier", verifier);
    JsonNode first = nobody.form(TOKEN, form).json();
    refused(nobody.form(TOKEN, form), "invalid_grant", "expired authorization code");

    String refresh = first.path("refresh_token").asText();
    Map<String, String> again =
        Map.of(
            "grant_type", "refresh_token",
            "client_id", "app",
            "client_secret", "a-secret",
            "refresh_token", refresh);
    assertThat(nobody.form(TOKEN, again).json().path("access_token").asText()).isNotEmpty();
    assertThat(nobody.form(TOKEN, again).json().has("refresh_token")).isFalse();

    assertThat(nobody.form("/services/oauth2/revoke", Map.of("token", refresh)).status())
        .isEqualTo(200);
    refused(nobody.form(TOKEN, again), "invalid_grant", "expired access/refresh token");
    Rest before = new Rest(salesforce.address(), first.path("access_token").asText());
    assertThat(before.get("/limits").status()).isEqualTo(401);
  }

  @Test
  void aRefreshTokenIsGoodOnceWhereTheyRotate() throws Exception {
    String back =
        location(
            salesforce.address()
                + "/services/oauth2/authorize?client_id=app&approve=ben%40acme.example&redirect_uri="
                + Rest.encoded(BACK));
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "app");
    form.put("client_secret", "a-secret");
    form.put("redirect_uri", BACK);
    form.put("code", back.substring(back.indexOf('=') + 1));
    String first = nobody.form(TOKEN, form).json().path("refresh_token").asText();
    salesforce.rest().oauth().rotateRefreshTokens();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", first);

    String second = nobody.form(TOKEN, form).json().path("refresh_token").asText();

    refused(nobody.form(TOKEN, form), "invalid_grant", "expired access/refresh token");
    form.put("refresh_token", second);
    assertThat(nobody.form(TOKEN, form).status()).isEqualTo(200);
  }

  @Test
  void aSessionEnds() {
    Rest rest = Rest.as(salesforce, ada);
    clock.tick(Duration.ofMinutes(90));
    assertThat(rest.get("/limits").status()).isEqualTo(200);
    clock.tick(Duration.ofMinutes(121));

    Rest.Answer answer = rest.get("/limits");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get(0).path("errorCode").asText()).isEqualTo("INVALID_SESSION_ID");
    assertThat(nobody.get("/limits").status()).isEqualTo(401);
  }
}
