package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes and is not mapped is counted, and is the way to a mapping. */
@ParameterizedClass
@EnumSource(Databases.class)
class UnmappedTypesApiTest {
  private static final String CONNECTOR = "/api/v1/connectors/orders";
  private static final Map<String, String> REFUND = Map.of("ce-type", "com.example.refund");

  @Parameter Databases databases = Databases.H2;
  @TempDir Path folder;
  private RunningServer api;

  @BeforeEach
  void start() {
    TestDatabase database = RunningServer.tables(databases);
    api =
        new RunningServer(
            database,
            new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
            Map.of(),
            folder,
            files -> {
              RunningServer.write(files, database);
              ofOrdersAlone(files.resolve("mappings/order.yaml"));
            });
  }

  private static void ofOrdersAlone(Path mapping) {
    try {
      Files.writeString(mapping, "on: [order]\n" + Files.readString(mapping));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Answer operate(String path) {
    return api.send(api.token("ada", Scope.OPERATE), "GET", CONNECTOR + path, null);
  }

  @Test
  void typesAreCountedWithTheirNewestEvent() {
    assertThat(operate("/unmapped").json().path("items")).isEmpty();
    api.event("1", "{\"id\":\"1\",\"version\":1,\"status\":\"open\"}");
    api.event("2", "{\"no\":\"R-1\",\"amount\":5,\"contact\":\"jana\"}", REFUND);
    api.event("3", "{\"no\":\"R-2\",\"amount\":7,\"contact\":\"otto\"}", REFUND);

    JsonNode unmapped = operate("/unmapped").json();

    assertThat(unmapped.path("items")).hasSize(1);
    assertThat(unmapped.at("/items/0/type").asText()).isEqualTo("com.example.refund");
    assertThat(unmapped.at("/items/0/events").asInt()).isEqualTo(2);
    assertThat(unmapped.path("others").asInt()).isZero();
    assertThat(unmapped.path("newestOnly").asBoolean()).isFalse();
    JsonNode newest = operate("/events/" + unmapped.at("/items/0/event").asText()).json();
    assertThat(newest.at("/data/no").asText()).isEqualTo("R-2");
    assertThat(newest.at("/data/contact").asText()).as("masked").isNotEqualTo("otto");
    assertThat(newest.path("reason").asText())
        .isEqualTo("no mapping for the event type com.example.refund");
  }

  @Test
  void commandLineTellsThemOfOneConnector() {
    api.event("1", "{\"no\":\"R-1\"}", REFUND);
    StringWriter said = new StringWriter();

    int code =
        Main.commandLine()
            .setOut(new PrintWriter(said))
            .execute(
                "connectors",
                "orders",
                "--server",
                api.url(""),
                "--token",
                api.token("ada", Scope.OPERATE));

    assertThat(code).isZero();
    assertThat(said.toString()).contains("come and are not mapped: com.example.refund (1)");
  }

  @Test
  void eventThatThereIsNotIsNotFound() {
    assertThat(operate("/events/0").status()).isEqualTo(404);
    assertThat(operate("/events/nonsense").status()).isEqualTo(404);
  }

  @Test
  void mappingIsProposedFromTheEventsOfOneType() {
    api.event("1", "{\"id\":\"1\",\"version\":1,\"status\":\"open\"}");
    api.event("2", "{\"no\":\"R-1\",\"amount\":5}", REFUND);
    api.event("3", "{\"no\":\"R-2\",\"amount\":7}", REFUND);

    JsonNode proposed = operate("/mappings/proposal?type=com.example.refund").json();

    assertThat(proposed.path("events").asInt()).isEqualTo(2);
    assertThat(proposed.path("seen").asInt()).isEqualTo(2);
    assertThat(proposed.path("mapping").asText())
        .contains("com.example.refund", "id: .no")
        .doesNotContain("status");
    assertThat(operate("/mappings/proposal?type=never-came").status()).isEqualTo(400);
  }
}
