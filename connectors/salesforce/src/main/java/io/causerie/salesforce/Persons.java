package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.http.Authorization;
import io.causerie.http.Json;
import io.causerie.http.Request;
import io.causerie.http.SystemClient;
import io.causerie.spi.Accounts;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.WriteBack;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * Accounts of people's own: each agrees in her browser, and what she grants is a refresh token. It
 * is kept enciphered, and not here: this holds no more than the access tokens made of the last
 * ones. Used by many threads.
 */
final class Persons implements Accounts {
  private static final int MOST = 1000;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Org org;
  private final String clientId;
  private final String clientSecret;
  private final Function<Authorization, SystemClient> clients;
  private final Map<String, Rest> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rest> eldest) {
          return size() > MOST;
        }
      };

  Persons(
      Org org,
      String clientId,
      String clientSecret,
      Function<Authorization, SystemClient> clients) {
    this.org = org;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.clients = clients;
  }

  private Address at(String name) {
    return org.root().below("services").below("oauth2").below(name);
  }

  @Override
  public URI agreement(URI redirect, String state, String challenge) {
    return URI.create(
        at("authorize")
            .with("response_type", "code")
            .with("client_id", clientId)
            .with("redirect_uri", redirect.toString())
            .with("scope", "chatter_api api refresh_token")
            .with("state", state)
            .with("code_challenge", challenge)
            .with("code_challenge_method", "S256")
            .text());
  }

  @Override
  public Granted granted(String code, URI redirect, String verifier) throws SourceException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect.toString());
    form.put("code_verifier", verifier);
    JsonNode said = traded(form);
    Matcher id = Org.IDENTITY.matcher(said.path("id").asText());
    String refresh = said.path("refresh_token").asText();
    if (!id.matches() || refresh.isEmpty()) {
      throw Faults.configuration(
          SalesforceWording.NO_SESSION.with(org.root().host()),
          SalesforceWording.CHECK_LOGIN.with());
    }
    String user = id.group(2);
    org.users().meet(java.util.List.of(user));
    String name = org.users().of(user).map(u -> u.path("Name").asText()).orElse(user);
    return new Granted(user, name, refresh);
  }

  private JsonNode traded(Map<String, String> form) throws SourceException {
    form.put("client_id", clientId);
    if (!clientSecret.isEmpty()) {
      form.put("client_secret", clientSecret);
    }
    SystemClient client = clients.apply(Authorization.none());
    try {
      Answer answer = client.send(post(at("token"), form));
      if (!answer.isOk()) {
        throw new SourceException(
            answer.status() >= 500 ? Fault.TEMPORARY : Fault.CREDENTIALS,
            SalesforceWording.ACCOUNT_REFUSED.with(),
            SalesforceWording.CHECK_LOGIN.with(),
            null);
      }
      return Json.read(answer, client.faults());
    } finally {
      client.close();
    }
  }

  private static Request post(Address address, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return Request.post(address, FORM, body.getBytes(StandardCharsets.US_ASCII))
        .header("Accept", "application/json");
  }

  @Override
  public void end(String grant) throws SourceException {
    synchronized (open) {
      open.remove(grant);
    }
    SystemClient client = clients.apply(Authorization.none());
    try {
      client.send(post(at("revoke"), new LinkedHashMap<>(Map.of("token", grant))));
    } finally {
      client.close();
    }
  }

  /** The API, as she uses it. */
  Rest rest(WriteBack.Account account) {
    String grant = account.grant();
    synchronized (open) {
      return open.computeIfAbsent(
          grant,
          g ->
              org.restOf(
                  clients.apply(
                      Authorization.refreshToken(
                          at("token"), clientId, clientSecret, g, account::renewed, org.clock()))));
    }
  }
}
