package io.causerie.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * OAuth 2.0 access tokens, kept until shortly before they expire. Whoever needs one while it is
 * being fetched waits for it, so that it is fetched once.
 */
class Tokens extends Authorization {
  /** A token is renewed in its last minute, so that it cannot expire on its way. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final Duration USUAL = Duration.ofMinutes(10);
  private static final int LARGEST = 1 << 20;

  private final Address address;
  private final @Nullable String authorization;
  private final Supplier<Map<String, String>> form;
  private final List<String> secrets;
  private final Clock clock;
  private @Nullable Shown token;
  private @Nullable Session session;
  private Instant renewal = Instant.MIN;
  private Instant end = Instant.MIN;

  /**
   * @param authorization how the client identifies itself, where it does so in a header
   * @param form the fields of a request, made anew for each
   */
  Tokens(
      Address address,
      @Nullable String authorization,
      Supplier<Map<String, String>> form,
      List<String> secrets,
      Clock clock) {
    this.address = address;
    this.authorization = authorization;
    this.form = form;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  synchronized Optional<Shown> shown(Wire wire) throws SourceException {
    Instant now = clock.instant();
    if (token == null || !now.isBefore(renewal)) {
      try {
        fetch(wire);
      } catch (SourceException e) {
        // What still holds is good enough while the token server rests.
        if (token == null || e.fault() != Fault.TEMPORARY || !now.isBefore(end)) {
          throw e;
        }
      }
    }
    return Optional.ofNullable(token);
  }

  /** A newer one than the refused is kept: another thread has fetched it meanwhile. */
  @Override
  synchronized boolean refused(Optional<Shown> shown) {
    if (shown.isPresent() && shown.get().equals(token)) {
      token = null;
    }
    return true;
  }

  @Override
  synchronized Optional<Session> session(Wire wire) throws SourceException {
    shown(wire);
    return Optional.ofNullable(session);
  }

  @Override
  synchronized void refused(Session refused) {
    if (refused.equals(session)) {
      token = null;
    }
  }

  @Override
  List<String> secrets() {
    return secrets;
  }

  private void fetch(Wire wire) throws SourceException {
    String body =
        form.get().entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    Request request =
        Request.post(
                address,
                "application/x-www-form-urlencoded",
                body.getBytes(StandardCharsets.US_ASCII))
            .header("Accept", "application/json")
            .atMost(LARGEST);
    Answer answer =
        wire.send(authorization == null ? request : request.header("Authorization", authorization));
    if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
      throw new SourceException(
          Fault.CREDENTIALS, refusal(answer), HttpWording.CHECK_CLIENT.with(), null);
    }
    if (!answer.isOk()) {
      throw wire.faults().answered(answer, "");
    }
    JsonNode said = Json.read(answer, wire.faults());
    String access = said.path("access_token").asText();
    if (!access.matches("[!-~]+")) {
      throw new SourceException(
          Fault.BAD_ANSWER,
          HttpWording.NO_TOKEN.with(address.host()),
          HttpWording.CHECK_TOKEN_URL.with(),
          null);
    }
    wire.faults().masks().add(List.of(access));
    long seconds = said.path("expires_in").asLong(USUAL.toSeconds());
    Duration life = Duration.ofSeconds(Math.max(0, Math.min(seconds, 86_400)));
    end = clock.instant().plus(life);
    renewal = end.minus(MARGIN.compareTo(life) < 0 ? MARGIN : life.dividedBy(2));
    Session fresh = new Session(access, texts(said));
    wire.faults().masks().add(fresh.text("refresh_token").stream().toList());
    got(fresh);
    session = fresh;
    token = Shown.header("Bearer " + access);
  }

  /** Told what was got, before it is used. */
  void got(Session session) {}

  private static Map<String, String> texts(JsonNode said) {
    Map<String, String> texts = new HashMap<>();
    said.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isTextual()) {
                texts.put(field.getKey(), field.getValue().asText());
              }
            });
    return texts;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** With the error code alone: descriptions may repeat what was sent. */
  private Phrase refusal(Answer answer) {
    String error = "";
    try {
      error = Json.MAPPER.readTree(answer.body()).path("error").asText();
    } catch (IOException e) {
      // It says nothing.
    }
    return error.matches("[a-z_]{1,40}")
        ? HttpWording.TOKEN_REFUSED_FOR.with(address.host(), answer.status(), error)
        : HttpWording.TOKEN_REFUSED.with(address.host(), answer.status());
  }
}
