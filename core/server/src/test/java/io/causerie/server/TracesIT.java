package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.causerie.testkit.system.Ports;
import io.opentelemetry.javaagent.OpenTelemetryAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real agent of OpenTelemetry beside the real process, as the operations page says. */
@Tag("real")
class TracesIT {
  private static final String CANARY = "canary-of-a-trace-7f21";

  @TempDir Path folder;

  private String log(int port) {
    try {
      return Files.readString(folder.resolve("server-" + port + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void spansSayRouteAndConnectorAndNoValue() throws Exception {
    Path agent =
        Path.of(
            OpenTelemetryAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    int port = Ports.free();
    try (TestDatabase database = Databases.POSTGRES.fresh()) {
      RunningServer.write(folder, database);
      try (ServerProcess server =
          ServerProcess.start(
              folder,
              "512m",
              port,
              List.of(
                  "-javaagent:" + agent,
                  "-Dotel.service.name=causerie",
                  "-Dotel.traces.exporter=console",
                  "-Dotel.metrics.exporter=none",
                  "-Dotel.logs.exporter=none",
                  "-Dotel.instrumentation.okhttp.enabled=false"))) {
        assertThat(server.process().isAlive()).isTrue();
        assertThat(
                HttpClient.newHttpClient()
                    .send(RunningServer.push(port, "orders"), BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(202);
        assertThat(get(port, "/api/v1/records?system=desk&type=Order&id=" + CANARY)).isEqualTo(401);
        assertThat(get(port, "/api/v1/connectors/orders/in/" + CANARY + "?x=" + CANARY))
            .isEqualTo(405);
        assertThat(get(port, "/api/v1/nowhere/" + CANARY)).isEqualTo(404);

        Eventually.until(
            "the spans are written",
            () ->
                log(port).contains("causerie.connector=orders")
                    && log(port).contains("url.query=id&system&type")
                    && log(port).contains("http.response.status_code=404"));
        assertThat(log(port))
            .contains("/api/v1/connectors/{connector}/events")
            .doesNotContain(CANARY)
            .doesNotContain("liquibase.com");
      }
    }
  }
}
