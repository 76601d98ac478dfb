package io.causerie.salesforce.fake.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Row;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Signing in: three grants and the answers to what is wrong. */
public final class OAuth {
  private static final Set<String> LOGINS =
      Set.of("https://login.salesforce.com", "https://test.salesforce.com");

  /** How far clocks may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(3);

  private final Map<String, ConnectedApp> apps = new ConcurrentHashMap<>();
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Org org;
  private final Sessions sessions;
  private final Clock clock;
  private final String address;
  private volatile boolean rotating;

  private record Code(
      String user, String client, String redirect, @Nullable String challenge, Instant until) {}

  /** A grant that is refused: always 400, and JSON. */
  private static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String error;

    Invalid(String error, String description) {
      super(description);
      this.error = error;
    }
  }

  OAuth(Org org, Sessions sessions, Clock clock, String address) {
    this.org = org;
    this.sessions = sessions;
    this.clock = clock;
    this.address = address;
  }

  /** An app more, or another of the same id. */
  public void register(ConnectedApp app) {
    apps.put(app.id(), app);
  }

  /** From now on a refresh token is good for one refresh, which brings the next. */
  public void rotateRefreshTokens() {
    rotating = true;
  }

  void token(Exchange exchange) {
    Map<String, String> form = exchange.form();
    try {
      ObjectNode answer =
          switch (form.getOrDefault("grant_type", "")) {
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> assertion(form);
            case "client_credentials" -> credentials(app(exchange, form));
            case "authorization_code" -> code(app(exchange, form), form);
            case "refresh_token" -> refresh(app(exchange, form), form);
            default -> throw new Invalid("unsupported_grant_type", "grant type not supported");
          };
      exchange.set("Cache-Control", "no-store");
      exchange.answer(answer);
    } catch (Invalid e) {
      exchange.answer(
          400,
          JsonNodeFactory.instance
              .objectNode()
              .put("error", e.error)
              .put("error_description", e.getMessage()));
    }
  }

  private ConnectedApp app(Exchange exchange, Map<String, String> form) {
    String id = form.get("client_id");
    String secret = form.get("client_secret");
    String basic = exchange.header("Authorization").orElse("");
    if (basic.startsWith("Basic ")) {
      String[] both =
          new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8)
              .split(":", 2);
      id = both[0];
      secret = both[both.length - 1];
    }
    ConnectedApp app = id == null ? null : apps.get(id);
    if (app == null) {
      throw new Invalid("invalid_client_id", "client identifier invalid");
    }
    boolean proven = form.containsKey("code_verifier") && secret == null;
    if (!proven && !app.secret().equals(secret)) {
      throw new Invalid("invalid_client", "invalid client credentials");
    }
    return app;
  }

  private ObjectNode assertion(Map<String, String> form) {
    String[] parts = form.getOrDefault("assertion", "").split("\\.");
    if (parts.length != 3) {
      throw new Invalid("invalid_grant", "invalid assertion");
    }
    JsonNode header = decoded(parts[0]);
    JsonNode claims = decoded(parts[1]);
    ConnectedApp app = apps.get(claims.path("iss").asText());
    if (app == null) {
      throw new Invalid("invalid_client_id", "client identifier invalid");
    }
    if (!"RS256".equals(header.path("alg").asText()) || !signed(app, parts)) {
      throw new Invalid("invalid_grant", "invalid assertion");
    }
    String audience = claims.path("aud").asText();
    if (!LOGINS.contains(audience) && !audience.equals(address)) {
      throw new Invalid("invalid_grant", "audience is invalid");
    }
    Instant now = clock.instant();
    Instant until = Instant.ofEpochSecond(claims.path("exp").asLong());
    if (until.isBefore(now.minus(SKEW)) || until.isAfter(now.plusSeconds(300).plus(SKEW))) {
      throw new Invalid("invalid_grant", "assertion has expired or lives too long");
    }
    Row user =
        org.userNamed(claims.path("sub").asText())
            .orElseThrow(() -> new Invalid("invalid_grant", "user hasn't approved this consumer"));
    if (!app.approved().contains(user.id())) {
      throw new Invalid("invalid_grant", "user hasn't approved this consumer");
    }
    return signedIn(user.id(), app);
  }

  private static boolean signed(ConnectedApp app, String[] parts) {
    try {
      if (app.key() == null) {
        return false;
      }
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(app.key());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static JsonNode decoded(String part) {
    try {
      return Exchange.JSON.readTree(Base64.getUrlDecoder().decode(part));
    } catch (IOException | IllegalArgumentException e) {
      throw new Invalid("invalid_grant", "invalid assertion");
    }
  }

  private ObjectNode credentials(ConnectedApp app) {
    if (app.runAs() == null) {
      throw new Invalid("invalid_grant", "no client credentials user enabled");
    }
    return signedIn(app.runAs(), app);
  }

  private ObjectNode code(ConnectedApp app, Map<String, String> form) {
    Code code = codes.remove(form.getOrDefault("code", ""));
    if (code == null || code.until().isBefore(clock.instant())) {
      throw new Invalid("invalid_grant", "expired authorization code");
    }
    if (!code.client().equals(app.id())) {
      throw new Invalid("invalid_grant", "invalid authorization code");
    }
    if (!code.redirect().equals(form.get("redirect_uri"))) {
      throw new Invalid("redirect_uri_mismatch", "redirect_uri must match configuration");
    }
    if (code.challenge() != null
        && !code.challenge().equals(challenge(form.getOrDefault("code_verifier", "")))) {
      throw new Invalid("invalid_grant", "invalid code verifier");
    }
    ObjectNode answer = signedIn(code.user(), app);
    answer.put("refresh_token", sessions.refresh(code.user(), app.id()));
    return answer;
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode refresh(ConnectedApp app, Map<String, String> form) {
    String token = form.getOrDefault("refresh_token", "");
    Session session =
        sessions
            .refreshed(token)
            .filter(s -> s.client().equals(app.id()))
            .orElseThrow(() -> new Invalid("invalid_grant", "expired access/refresh token"));
    ObjectNode answer = signedIn(session.user(), app);
    if (rotating) {
      sessions.used(token);
      answer.put("refresh_token", sessions.refresh(session.user(), app.id()));
    }
    return answer;
  }

  private ObjectNode signedIn(String user, ConnectedApp app) {
    if (!org.row(user).map(r -> r.is("IsActive")).orElse(false)) {
      throw new Invalid("inactive_user", "user is inactive");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("access_token", sessions.open(user, app.id()))
        .put("scope", "api refresh_token")
        .put("instance_url", address)
        .put("id", address + "/id/" + Org.ID + "/" + user)
        .put("token_type", "Bearer")
        .put("issued_at", String.valueOf(clock.millis()))
        .put("signature", "0CmxinZir53Yex7nE0TD0zMpvIWYGb0bdJh6XfOH6EQ=");
  }

  /** Where a person says yes: the first request shows who she may be, the second is her answer. */
  void authorize(Exchange exchange) {
    ConnectedApp app = apps.get(exchange.query("client_id").orElse(""));
    String redirect = exchange.query("redirect_uri").orElse("");
    if (app == null || !app.redirects().contains(redirect)) {
      exchange.text(
          400,
          "text/html;charset=UTF-8",
          "error=" + (app == null ? "invalid_client_id" : "redirect_uri_mismatch"));
      return;
    }
    String who = exchange.query("approve").orElse("");
    if (who.isEmpty() && exchange.query("deny").isEmpty()) {
      StringBuilder page = new StringBuilder("<!doctype html><title>Allow access?</title>");
      page.append("<h1>Allow access?</h1><form>");
      for (String same :
          new String[] {"client_id", "redirect_uri", "state", "code_challenge", "response_type"}) {
        exchange
            .query(same)
            .ifPresent(
                value ->
                    page.append("<input type=hidden name=" + same + " value=\"")
                        .append(escaped(value))
                        .append("\">"));
      }
      org.all("User")
          .forEach(
              user ->
                  page.append("<button name=approve value=\"")
                      .append(escaped(user.text("Username")))
                      .append("\">Allow as ")
                      .append(escaped(user.name()))
                      .append("</button> "));
      page.append("<button name=deny value=1>Deny</button></form>");
      exchange.text(200, "text/html;charset=UTF-8", page.toString());
      return;
    }
    String answer;
    if (who.isEmpty()) {
      answer = "error=access_denied&error_description=end-user%20denied%20authorization";
    } else {
      String user = org.userNamed(who).map(Row::id).orElse("");
      String code = "aPrx" + Sessions.random();
      codes.put(
          code,
          new Code(
              user,
              app.id(),
              redirect,
              exchange.query("code_challenge").orElse(null),
              clock.instant().plus(Duration.ofMinutes(15))));
      answer = "code=" + code;
    }
    String state =
        exchange
            .query("state")
            .map(s -> "&state=" + URLEncoder.encode(s, StandardCharsets.UTF_8))
            .orElse("");
    exchange.redirect(redirect + (redirect.contains("?") ? "&" : "?") + answer + state);
  }

  void revoke(Exchange exchange) {
    String token = exchange.query("token").orElse(exchange.form().getOrDefault("token", ""));
    if (sessions.revokeToken(token)) {
      exchange.answer(200, null);
    } else {
      exchange.answer(400, Map.of("error", "unsupported_token_type"));
    }
  }

  ObjectNode identity(Session session) {
    Row user = org.live(session.user());
    return JsonNodeFactory.instance
        .objectNode()
        .put("sub", address + "/id/" + Org.ID + "/" + user.id())
        .put("id", address + "/id/" + Org.ID + "/" + user.id())
        .put("user_id", user.id())
        .put("organization_id", Org.ID)
        .put("preferred_username", user.text("Username"))
        .put("username", user.text("Username"))
        .put("name", user.name())
        .put("display_name", user.name())
        .put("email", user.text("Email"))
        .put("active", true);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
