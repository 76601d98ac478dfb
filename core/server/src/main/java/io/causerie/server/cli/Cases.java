package io.causerie.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.causerie.engine.InvalidInputException;
import io.causerie.model.EventMapper;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingPaths;
import io.causerie.server.api.mappings.MappingTrial;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConnectorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Events that were captured, and what the configured mappings must make of them: {@code
 * cases/<connector>/<name>/} with {@code event.json}, maybe {@code before.json}, and {@code
 * expected.json}, which is what the preview of the HTTP API answers.
 */
final class Cases {
  private static final String EVENT = "event.json";
  private static final String BEFORE = "before.json";
  private static final String EXPECTED = "expected.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;
  private final Map<String, ConnectorConfig> connectors;
  private final List<SourceEvent> captured = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private int run;

  /**
   * @param folder of the configuration
   */
  Cases(Path folder, Configuration configuration) {
    this.folder = folder;
    this.connectors = configuration.connectors();
  }

  /** How many were run. */
  int size() {
    return run;
  }

  /** What differs, a line each. */
  List<String> differences() {
    return List.copyOf(differences);
  }

  /** Runs all of them; with {@code update}, what comes is written down as what is expected. */
  void run(boolean update) throws IOException {
    for (Path connector : folders(folder.resolve("cases"))) {
      ConnectorConfig config = connectors.get(connector.getFileName().toString());
      if (config == null) {
        differ(connector, "there is no connector of this name; rename the folder after one");
        continue;
      }
      captured.clear();
      for (Path one : folders(connector)) {
        run++;
        run(one, config.rules().mapper(), update);
      }
      unseen(connector.getFileName().toString());
    }
  }

  /** What a mapping reads and no case has is often misspelt; a hint and no difference. */
  private void unseen(String connector) {
    List<Mapping> own =
        Optional.ofNullable(connectors.get(connector))
            .map(ConnectorConfig::mappings)
            .orElse(List.of())
            .stream()
            .flatMap(m -> m.compiled().stream())
            .toList();
    MappingPaths.unseen(own, captured)
        .forEach(
            u -> hints.add("%s:%d: %s".formatted(u.file(), u.line(), u.sentence(captured.size()))));
  }

  /** What may be wrong with the mappings, a line each. */
  List<String> hints() {
    return List.copyOf(hints);
  }

  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(parent)) {
      return found.filter(Files::isDirectory).sorted().toList();
    }
  }

  private void run(Path one, EventMapper mapper, boolean update) throws IOException {
    Path event = one.resolve(EVENT);
    Path before = one.resolve(BEFORE);
    Path expected = one.resolve(EXPECTED);
    if (!Files.exists(event)) {
      differ(one, "there is no " + EVENT + " in it");
      return;
    }
    try {
      capture(event);
      if (Files.exists(before)) {
        capture(before);
      }
      JsonNode came =
          new MappingTrial(mapper, "")
              .of(read(event), Files.exists(before) ? read(before) : MissingNode.getInstance());
      if (update) {
        Files.writeString(expected, JSON.writeValueAsString(came) + "\n");
      } else if (Files.exists(expected)) {
        // Read again, so that a number is told in one way on both sides.
        compare(expected, "", read(expected), JSON.readTree(JSON.writeValueAsBytes(came)));
      } else {
        differ(expected, "it is not there; check with --update writes it");
      }
    } catch (InvalidInputException e) {
      differ(event, String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      differ(one, "a file is no JSON: " + e.getOriginalMessage());
    }
  }

  private void capture(Path file) throws IOException {
    JsonNode event = read(file);
    if (event.isObject()) {
      captured.add(MappingTrial.event(event, ""));
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readAllBytes(file));
  }

  private void compare(Path file, String place, JsonNode expected, JsonNode came) {
    if (expected.isObject() && came.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      came.fieldNames().forEachRemaining(names::add);
      names.forEach(n -> compare(file, place + "/" + n, expected.path(n), came.path(n)));
    } else if (expected.isArray() && came.isArray()) {
      for (int i = 0; i < Math.max(expected.size(), came.size()); i++) {
        compare(file, place + "/" + i, expected.path(i), came.path(i));
      }
    } else if (!expected.equals(came)) {
      differ(file, "%s: expected %s, came %s".formatted(place, shown(expected), shown(came)));
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "nothing" : value.toString();
  }

  private void differ(Path file, String what) {
    differences.add(folder.relativize(file).toString().replace('\\', '/') + ": " + what);
  }
}
