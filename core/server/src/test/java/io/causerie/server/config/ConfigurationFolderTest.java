package io.causerie.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFolderTest {
  private static final String SYSTEM = "systems/helpdesk.yaml";

  /** In whatever order they are given. */
  private static final Map<String, String> FILES =
      Map.of(
          SYSTEM,
          """
          system: helpdesk
          audience: everyone
          kind: webhook
          connectors:
            tickets:
              config:
                verify: { github: { secrets: ["${file:secrets/helpdesk}"] } }
              mapping: [ mappings/helpdesk/ticket.yaml ]
          """,
          "mappings/helpdesk/ticket.yaml",
          """
          record: { type: Ticket, id: .id }
          posts: [ { when: created, summary: "{record} came" } ]
          """,
          "cases/helpdesk/tickets/first.json",
          "{}",
          "secrets/helpdesk",
          "a-secret-of-some-length");

  @TempDir private Path path;

  private ConfigurationFolder folder() throws IOException {
    Files.writeString(path.resolve("causerie.yaml"), "server: { port: 8099 }\n");
    Files.writeString(path.resolve("people.yaml"), "people: []\n");
    return new ConfigurationFolder(path, Clock.systemUTC(), name -> null);
  }

  private List<String> there() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile)
          .map(file -> path.relativize(file).toString())
          .filter(name -> name.contains("/"))
          .sorted()
          .toList();
    }
  }

  /** A machine that fails between two files leaves what is read as before, or as wanted. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void whateverIsWrittenWhenItIsCutOffIsAConfiguration(int written) throws Exception {
    ConfigurationFolder folder = folder();
    Map<String, String> first = new LinkedHashMap<>();
    ConfigurationFolder.inOrder(FILES).entrySet().stream()
        .limit(written)
        .forEach(file -> first.put(file.getKey(), file.getValue()));

    folder.put(first, Map.of());

    assertThat(folder.with(Map.of()).systems()).hasSize(written == FILES.size() ? 1 : 0);
    // Whoever begins again takes what is there as it is.
    folder.put(FILES, first);
    assertThat(folder.with(Map.of()).systems()).hasSize(1);
  }

  @Test
  void oneThatCannotBePlacedTakesTheOthersAlong() throws Exception {
    ConfigurationFolder folder = folder();
    // A file where the folder of the last of them is to stand.
    Files.writeString(path.resolve("systems"), "");

    assertThatThrownBy(() -> folder.put(FILES, Map.of())).isInstanceOf(IOException.class);

    assertThat(there()).isEmpty();
  }
}
