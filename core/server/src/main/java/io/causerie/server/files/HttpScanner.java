package io.causerie.server.files;

import io.causerie.engine.file.Watchman;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * An address that looks for viruses: it gets a file by POST and answers 200 or 204 where all is
 * well, 406 or 422 where it refuses, saying why. Whatever else it answers it did not look.
 */
final class HttpScanner implements Watchman {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final URI url;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  HttpScanner(URI url, Duration patience) {
    this.url = url;
    this.patience = patience;
  }

  @Override
  public Optional<String> refuses(InputStream content) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(patience)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> content))
            .build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream said = answer.body()) {
      return switch (answer.statusCode()) {
        case 200, 204 -> Optional.empty();
        case 406, 422 ->
            Optional.of(
                CommandScanner.word(
                    new String(
                        said.readNBytes(CommandScanner.MOST_OF_WORD), StandardCharsets.UTF_8)));
        default -> throw new IOException("the scanner answered " + answer.statusCode());
      };
    }
  }
}
