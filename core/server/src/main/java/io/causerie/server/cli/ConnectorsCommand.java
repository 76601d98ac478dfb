package io.causerie.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code causerie connectors}: what the connectors of a running server do. */
@Command(
    name = "connectors",
    description = {
      "Shows what each connector of a running server does, and its last error with a remedy.",
      "Ends with 1 if one of them is broken."
    },
    mixinStandardHelpOptions = true)
final class ConnectorsCommand implements Callable<Integer> {
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

  @Option(names = "--json", description = "As the HTTP API gives it")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (token == null || token.isBlank()) {
      throw new IllegalArgumentException(
          "give a token with --token or CAUSERIE_TOKEN; `causerie token create --scope operate` makes one");
    }
    JsonNode items = fetch(token).path("items");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(items.toPrettyString());
    } else {
      print(out, items);
    }
    out.flush();
    for (JsonNode item : items) {
      if (item.path("state").asText().equals("broken")) {
        return 1;
      }
    }
    return 0;
  }

  private JsonNode fetch(String shown) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1/connectors"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + shown)
            .build();
    HttpResponse<String> response;
    try {
      response =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofSeconds(5))
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "no server answers at " + server + "; start it, or name it with --server", e);
    }
    JsonNode answer = new JsonMapper().readTree(response.body());
    if (response.statusCode() != 200) {
      throw new IllegalArgumentException(
          "the server says %d: %s"
              .formatted(response.statusCode(), answer.path("detail").asText()));
    }
    return answer;
  }

  private static void print(PrintWriter out, JsonNode items) {
    out.printf(
        "%-24s %-12s %-9s %-10s %-8s %-8s %-22s %s%n",
        "CONNECTOR", "KIND", "STATE", "LAG", "HOUR", "FAILED", "LAST SUCCESS", "NEXT RUN");
    for (JsonNode item : items) {
      out.printf(
          "%-24s %-12s %-9s %-10s %-8s %-8s %-22s %s%n",
          item.path("name").asText(),
          item.path("kind").asText(),
          item.path("state").asText(),
          lag(item.path("lag")),
          item.path("lastHour").asText(),
          item.at("/lastDay/failed").asText(),
          item.path("lastSuccess").asText("-"),
          item.path("nextRun").asText("-"));
      if (item.has("warning")) {
        out.printf("    %s%n", item.path("warning").asText());
      }
      JsonNode failure = item.path("failure");
      if (!failure.isMissingNode()) {
        out.printf(
            "    %s%n    %s%n", failure.path("message").asText(), failure.path("remedy").asText());
      }
    }
  }

  private static String lag(JsonNode lag) {
    if (lag.isMissingNode()) {
      return "-";
    }
    String time = Duration.ofSeconds(lag.path("seconds").asLong()).toString().substring(2);
    return lag.path("events").asLong() > 0 ? time + ", " + lag.path("events").asText() : time;
  }
}
