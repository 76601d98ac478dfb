package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.server.SchemaWalk.Place;
import io.causerie.server.config.ConfigurationException;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.config.Schemas;
import io.causerie.spi.Capability;
import io.causerie.spi.ConnectorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas and the code that reads the files say the same, at every place of every file. */
@ParameterizedClass
@MethodSource("names")
class SchemasTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonSchemaFactory DRAFT_07 =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
  private static final Pattern ASKS =
      Pattern.compile("is for connectors that ask their source; .* \\(kind '([a-z]+)'\\); leave");
  private static final Pattern PROBLEM = Pattern.compile("^\\s*[^:]+:\\d+:\\d+: (.*)$");
  private static final Pattern KNOWN = Pattern.compile("unknown key 'zzz'.*; known are (.*)$");

  @Parameter String name = "";
  @TempDir Path folder;

  static Stream<String> names() {
    return StreamSupport.stream(Schemas.names().spliterator(), false);
  }

  private JsonNode schema() {
    return Schemas.find(name).orElseThrow();
  }

  private List<Place> places() {
    return SchemaWalk.places(schema());
  }

  /** What the code says of a file, each line with its key first. */
  private List<String> problems(JsonNode file) {
    String message = name.equals("mapping") ? compiled(file) : loaded(file);
    return message
        .lines()
        .map(PROBLEM::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .toList();
  }

  private static String compiled(JsonNode file) {
    return MappingCompiler.compile("order.yaml", file.toString()).problems().stream()
        .map(String::valueOf)
        .collect(Collectors.joining("\n"));
  }

  private String loaded(JsonNode file) {
    write("causerie.yaml", "server: { port: 0 }");
    write("people.yaml", "groups: { en: }");
    write("mappings/order.yaml", "record: { type: Order, id: .id }");
    write(name.equals("system") ? "systems/en.yaml" : name + ".yaml", file.toString());
    try {
      ConfigurationLoader.load(folder, Clock.systemUTC(), SchemasTest::variable);
      return "";
    } catch (ConfigurationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** A port, or what is long enough for a key. */
  private static String variable(String variable) {
    return variable.equals("ACCOUNT_KEY") ? "0123456789abcdef".repeat(2) : "8080";
  }

  private void write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void schemaIsOne() {
    JsonSchema draft07 =
        DRAFT_07.getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));

    assertThat(draft07.validate(schema())).isEmpty();
  }

  @Test
  void keysThatAreReadAreTheKeysOfTheSchema() {
    int closed = 0;
    for (Place place : places()) {
      if (place.namesItsKeys()) {
        JsonNode wrong = ((ObjectNode) place.sample()).put("zzz", 1);

        assertThat(known(place, wrong)).as("known keys at %s", place).isEqualTo(keys(place));
        closed++;
      }
    }
    assertThat(closed).isPositive();
  }

  private Set<String> known(Place place, JsonNode wrong) {
    String at = place.path().isEmpty() ? "zzz: " : place.path() + ".zzz: ";
    Set<String> known = new TreeSet<>();
    for (String problem : problems(place.file().apply(wrong))) {
      Matcher matcher = KNOWN.matcher(problem);
      if (problem.startsWith(at) && matcher.find()) {
        known.addAll(List.of(matcher.group(1).split(", ")));
      }
    }
    return known;
  }

  private static Set<String> keys(Place place) {
    Set<String> keys = new TreeSet<>();
    place.schema().path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void whatTheSchemaRefusesIsRefused() {
    JsonSchema validator = DRAFT_07.getSchema(schema());
    int refused = 0;
    for (Place place : places()) {
      for (JsonNode value : doubtful(place)) {
        JsonNode file = place.file().apply(value);
        if (!validator.validate(file).isEmpty()) {
          assertThat(problems(file))
              .as("%s at %s is refused by the schema", value, place)
              .anyMatch(problem -> isOf(problem, place));
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(30);
  }

  /** At the place, or at what it is a part of: there rules stand of which keys go together. */
  private static boolean isOf(String problem, Place place) {
    String path = problem.substring(0, Math.max(0, problem.indexOf(": ")));
    return problem.startsWith(place.path()) || place.path().startsWith(path + ".");
  }

  private static List<JsonNode> doubtful(Place place) {
    JsonNode schema = place.schema();
    List<JsonNode> values = new ArrayList<>();
    values.add(NODES.textNode("no such ~ word"));
    values.add(NODES.booleanNode(true));
    values.add(NODES.numberNode(1.5));
    values.add(NODES.arrayNode());
    values.add(NODES.objectNode());
    values.add(NODES.objectNode().put("no such ~ key", "x"));
    if (schema.has("minimum")) {
      values.add(NODES.numberNode(schema.get("minimum").asLong() - 1));
      values.add(NODES.numberNode(schema.get("maximum").asLong() + 1));
    }
    for (JsonNode key : schema.path("required")) {
      values.add(((ObjectNode) place.sample()).without(key.asText()));
    }
    values.addAll(together(place));
    return values;
  }

  /** Keys that exclude each other. */
  private static List<JsonNode> together(Place place) {
    List<String> keys = new ArrayList<>();
    place.schema().at("/not/required").forEach(key -> keys.add(key.asText()));
    place.schema().path("oneOf").forEach(each -> keys.add(each.at("/required/0").asText()));
    if (keys.isEmpty()) {
      return List.of();
    }
    ObjectNode all = (ObjectNode) place.sample();
    for (String key : keys) {
      all.set(key, SchemaWalk.sample(place.schema().path("properties").path(key)));
    }
    return List.of(all);
  }

  @Test
  void whatTheSchemaAllowsIsTaken() {
    int taken = 0;
    for (Place place : places()) {
      for (JsonNode value : allowed(place.schema())) {
        assertThat(problems(place.file().apply(value)))
            .as("%s at %s is allowed by the schema", value, place)
            .noneMatch(
                problem -> problem.startsWith(place.path() + ":") && !isOfAnotherWay(problem));
        taken++;
      }
    }
    assertThat(taken).isPositive();
  }

  /** Whether a key is refused which the kind has where its events come in another way. */
  private static boolean isOfAnotherWay(String problem) {
    Matcher matcher = ASKS.matcher(problem);
    return matcher.find()
        && ServiceLoader.load(ConnectorKind.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(kind -> kind.name().equals(matcher.group(1)))
            .anyMatch(kind -> kind.capabilities().contains(Capability.POLL));
  }

  private static List<JsonNode> allowed(JsonNode schema) {
    List<JsonNode> values = new ArrayList<>();
    schema.path("enum").forEach(values::add);
    schema.path("examples").forEach(values::add);
    Stream.of("minimum", "maximum", "default")
        .filter(schema::has)
        .map(schema::get)
        .forEach(values::add);
    if (schema.path("type").asText().equals("boolean")) {
      values.add(NODES.booleanNode(true));
    }
    return values;
  }

  @Test
  void whatIsRequiredIsAllThatIs() {
    for (Place place : places()) {
      assertThat(problems(place.file().apply(place.sample())))
          .as("the least at %s", place)
          .noneMatch(problem -> problem.contains("' is missing"));
    }
  }
}
