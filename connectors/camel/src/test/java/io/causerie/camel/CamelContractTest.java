package io.causerie.camel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.contract.ConnectorContract;
import io.causerie.model.SourceEvent;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract, with files. A case's {@code event.json} is a file's name and text; what a route
 * makes of real ones is seen where routes are run.
 */
class CamelContractTest extends ConnectorContract {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;

  @Override
  protected String kind() {
    return "camel";
  }

  @Override
  protected String config() {
    return "route: archive";
  }

  @Override
  protected Map<String, String> routes() {
    return Map.of(
        "routes/archive.yaml",
        """
        - route:
            id: archive
            from:
              uri: file:%s
              steps:
                - to:
                    uri: causerie:contract
        """
            .formatted(folder.resolve("in")));
  }

  @Override
  protected String baseUrl() {
    return "https://archive.example.com/";
  }

  @Override
  protected Taken take(Connector connector, byte[] captured) {
    try {
      JsonNode file = JSON.readTree(captured);
      String name = file.path("file").asText();
      return Taken.event(
          new SourceEvent(
              "/archive",
              name.replaceFirst("-.*", ""),
              name,
              null,
              null,
              "application/json",
              Map.of(),
              file.path("text").asText().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connector connector(String... routes) throws ConfigException {
    Map<String, List<String>> config = Map.of("route", List.of(routes));
    return new CamelKind()
        .connector(new ConnectorContext("archive", "orders", Clock.systemUTC(), config));
  }

  @Test
  void routesAreNamedAndEachOnce() {
    assertThatThrownBy(CamelContractTest::connector).hasMessageContaining("give the id of a route");
    assertThatThrownBy(() -> connector(" ")).hasMessageContaining("give the id of a route");
    assertThatThrownBy(() -> connector("a", "a")).hasMessageContaining("stands twice");
  }
}
