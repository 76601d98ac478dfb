package io.causerie.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A running server that a command speaks to. */
final class Remote {
  private static final Duration ANSWER = Duration.ofSeconds(20);

  @Option(
      names = "--server",
      defaultValue = "http://127.0.0.1:8080",
      description = "Its address; default: ${DEFAULT-VALUE}")
  private String server = "";

  @Option(
      names = "--token",
      defaultValue = "${env:CAUSERIE_TOKEN}",
      description = "A token with the scope operate; default: the variable CAUSERIE_TOKEN")
  private @Nullable String token;

  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, null, ANSWER);
  }

  /**
   * All items of a list, page after page; a refusal comes before the table's head.
   *
   * @param path with a query
   */
  void list(String path, Runnable head, Consumer<JsonNode> row)
      throws IOException, InterruptedException {
    JsonNode page = get(path);
    head.run();
    while (true) {
      page.path("items").forEach(row);
      String next = page.path("next").asText("");
      if (next.isEmpty()) {
        return;
      }
      page = get(path + "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }
  }

  JsonNode post(String path) throws IOException, InterruptedException {
    return send("POST", path, null, ANSWER);
  }

  JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return send("POST", path, body, ANSWER);
  }

  JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
    return send("PUT", path, body, ANSWER);
  }

  JsonNode delete(String path) throws IOException, InterruptedException {
    return delete(path, ANSWER);
  }

  /** The same for what the server may work at for long. */
  JsonNode delete(String path, Duration patience) throws IOException, InterruptedException {
    return send("DELETE", path, null, patience);
  }

  private JsonNode send(String method, String path, @Nullable JsonNode body, Duration patience)
      throws IOException, InterruptedException {
    if (token == null || token.isBlank()) {
      throw new IllegalArgumentException(
          "give a token with --token or CAUSERIE_TOKEN; `causerie token create --scope operate` makes one");
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(patience)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response;
    try {
      response =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofSeconds(5))
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw new IllegalArgumentException(
          "the server at %s has not answered for %d s; what was asked of it may go on"
              .formatted(server, patience.toSeconds()),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "no server answers at " + server + "; start it, or name it with --server", e);
    }
    JsonNode answer = new JsonMapper().readTree(response.body());
    if (response.statusCode() >= 300) {
      throw new IllegalArgumentException(
          "the server says %d: %s"
              .formatted(response.statusCode(), answer.path("detail").asText()));
    }
    return answer;
  }
}
