package io.causerie.contract.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Accounts;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Speaks with a board. */
final class BoardClient implements Accounts {
  static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI board;
  private final String token;

  BoardClient(URI board, String token) {
    this.board = board;
    this.token = token;
  }

  /** An answer. */
  record Said(int status, JsonNode body, @Nullable Duration retryAfter) {}

  String token() {
    return token;
  }

  Said send(String method, String path, @Nullable ObjectNode body, String as)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(board.resolve(path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .header("Authorization", "Bearer " + as)
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Said(
        response.statusCode(),
        JSON.readTree(response.body()),
        response
            .headers()
            .firstValue("Retry-After")
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(null));
  }

  /** What a source that is read says. */
  JsonNode read(String path) throws SourceException {
    try {
      Said said = send("GET", path, null, token);
      if (said.status() != 200) {
        Fault fault = said.status() == 401 ? Fault.CREDENTIALS : Fault.TEMPORARY;
        throw new SourceException(
            fault, "the board says " + said.status(), "look at the board", null);
      }
      return said.body();
    } catch (IOException e) {
      throw new SourceException(
          Fault.TEMPORARY, "the board does not answer", "wait until it does", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException(Fault.TEMPORARY, "interrupted", "wait", e);
    }
  }

  /** Whether a failed request cannot have reached it. */
  static boolean isUnsent(IOException e) {
    return e instanceof ConnectException;
  }

  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public URI agreement(URI redirect, String state, String challenge) {
    return board.resolve(
        "/agree?redirect=%s&state=%s&challenge=%s"
            .formatted(escaped(redirect.toString()), escaped(state), challenge));
  }

  @Override
  public Granted granted(String code, URI redirect, String verifier)
      throws SourceException, InterruptedException {
    try {
      ObjectNode body = JSON.createObjectNode().put("code", code).put("verifier", verifier);
      Said said = send("POST", "/grants", body, token);
      if (said.status() != 201) {
        throw new SourceException(
            Fault.CREDENTIALS,
            Phrase.quoted("the board does not know the code"),
            Phrase.quoted("connect again"),
            null);
      }
      String name = said.body().path("name").asText();
      return new Granted(name, name, said.body().path("token").asText());
    } catch (IOException e) {
      throw new SourceException(Fault.TEMPORARY, "the board does not answer", "connect again", e);
    }
  }

  @Override
  public void end(String grant) throws SourceException, InterruptedException {
    try {
      send("DELETE", "/grants/" + escaped(grant), null, token);
    } catch (IOException e) {
      throw new SourceException(Fault.TEMPORARY, "the board does not answer", "wait", e);
    }
  }
}
