package io.causerie.server;

import io.causerie.server.signin.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Somebody who reads the live stream of a record. */
final class LiveReader implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** A minute and more. */
  private static final int MOST_HEARTBEATS = 5;

  private final BufferedReader lines;

  private LiveReader(BufferedReader lines) {
    this.lines = lines;
  }

  /** Reads from now on. */
  static LiveReader of(RunningServer api, String person, String record)
      throws IOException, InterruptedException {
    return open(request(api, person, record).build());
  }

  /** Goes on behind a position. */
  static LiveReader from(RunningServer api, String person, String record, long position)
      throws IOException, InterruptedException {
    return open(
        request(api, person, record).header("Last-Event-ID", String.valueOf(position)).build());
  }

  /** Where the log of a record's reader stands now. */
  static long position(RunningServer api, String record) throws IOException, InterruptedException {
    try (LiveReader reader = of(api, "ada", record)) {
      String data = reader.until("data: {\"position\"");
      return RunningServer.JSON
          .readTree(data.substring("data: ".length()))
          .path("position")
          .asLong();
    }
  }

  private static HttpRequest.Builder request(RunningServer api, String person, String record) {
    return HttpRequest.newBuilder(URI.create(api.url("/api/v1/live?topic=record:" + record)))
        .header("Authorization", "Bearer " + api.token(person, Scope.READ, Scope.WRITE))
        .header("Accept", "text/event-stream");
  }

  static LiveReader open(HttpRequest request) throws IOException, InterruptedException {
    var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
    return new LiveReader(
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
  }

  /** The name of the next event that is no heartbeat. */
  String next() throws IOException {
    return until("event: ").substring("event: ".length());
  }

  /** The next line that begins so. */
  String until(String beginning) throws IOException {
    String line = lines.readLine();
    int heartbeats = 0;
    while (line != null && !line.startsWith(beginning)) {
      heartbeats += line.startsWith(":") ? 1 : 0;
      if (heartbeats > MOST_HEARTBEATS) {
        throw new AssertionError("nothing but heartbeats before " + beginning);
      }
      line = lines.readLine();
    }
    if (line == null) {
      throw new AssertionError("the stream ended before " + beginning);
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
