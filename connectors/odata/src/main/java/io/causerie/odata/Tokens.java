package io.causerie.odata;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** OAuth 2.0 access tokens, kept until shortly before they expire. */
final class Tokens implements Credentials {
  /** A token is not used in its last minute, so that it cannot expire on its way. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final Duration USUAL = Duration.ofMinutes(10);

  private final HttpUrl url;
  private final @Nullable String authorization;
  private final Supplier<Map<String, String>> form;
  private final Clock clock;
  private @Nullable String header;
  private Instant until = Instant.MIN;

  /**
   * @param authorization how the client identifies itself, where it does so in a header
   * @param form the fields of a request, made anew for each
   */
  Tokens(
      HttpUrl url,
      @Nullable String authorization,
      Supplier<Map<String, String>> form,
      Clock clock) {
    this.url = url;
    this.authorization = authorization;
    this.form = form;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<String> header(Http http) throws SourceException {
    if (header == null || !clock.instant().isBefore(until)) {
      fetch(http);
    }
    return Optional.ofNullable(header);
  }

  @Override
  public synchronized boolean forget(Optional<String> refused) {
    if (refused.isPresent() && refused.get().equals(header)) {
      header = null;
    }
    return true;
  }

  private void fetch(Http http) throws SourceException {
    FormBody.Builder body = new FormBody.Builder();
    form.get().forEach(body::add);
    Request.Builder request =
        new Request.Builder().url(url).header("Accept", "application/json").post(body.build());
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    Http.Answer answer = http.token(request.build());
    if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
      throw new SourceException(
          Fault.CREDENTIALS, refused(answer), ODataWording.CHECK_CLIENT.with(), null);
    }
    if (!answer.isOk()) {
      throw Faults.answered(url.host(), answer, "", clock);
    }
    JsonNode token = Http.parse(url.host(), answer);
    String access = token.path("access_token").asText();
    if (access.isEmpty()) {
      throw Faults.badAnswer(
          ODataWording.NO_TOKEN.with(url.host()), ODataWording.CHECK_TOKEN_URL.with());
    }
    long seconds = token.path("expires_in").asLong(USUAL.toSeconds());
    Duration life = Duration.ofSeconds(Math.max(0, Math.min(seconds, 86_400)));
    until =
        clock.instant().plus(life).minus(MARGIN.compareTo(life) < 0 ? MARGIN : life.dividedBy(2));
    header = "Bearer " + access;
  }

  /** With the error code alone: descriptions may repeat what was sent. */
  private Phrase refused(Http.Answer answer) {
    String error = "";
    try {
      error = Http.JSON.readTree(answer.body()).path("error").asText();
    } catch (java.io.IOException e) {
      // It says nothing.
    }
    return error.matches("[a-z_]{1,40}")
        ? ODataWording.TOKEN_REFUSED_FOR.with(url.host(), answer.status(), error)
        : ODataWording.TOKEN_REFUSED.with(url.host(), answer.status());
  }
}
