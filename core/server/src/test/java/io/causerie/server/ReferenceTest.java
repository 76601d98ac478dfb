package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.config.Schemas;
import io.causerie.spi.Capability;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of keys in the reference are made from the shapes that the schemas are made from;
 * {@code -Dgolden=update} writes them anew.
 */
class ReferenceTest {
  private static final Path CONNECTORS = Path.of("../../docs/connectors.md");
  private static final Path FILE = Path.of("../../docs/configuration.md");

  @ParameterizedTest
  @ValueSource(strings = {"causerie", "people"})
  void tableOfKeysIsTheOneOfTheCode(String name) throws Exception {
    String text = Files.readString(FILE);
    Matcher block =
        Pattern.compile("(?s)(<!-- keys %s -->\n).*?(<!-- end -->)".formatted(name)).matcher(text);
    assertThat(block.find()).as("a table of %s in %s", name, FILE).isTrue();
    String made = table(Schemas.find(name).orElseThrow());
    if (System.getProperty("golden", "check").equals("update")) {
      text = block.replaceFirst(m -> Matcher.quoteReplacement(m.group(1) + made + m.group(2)));
      Files.writeString(FILE, text);
    }

    assertThat(text).contains("<!-- keys %s -->\n%s<!-- end -->".formatted(name, made));
  }

  @Test
  void tableOfCapabilitiesIsTheOneOfTheKinds() throws Exception {
    String text = Files.readString(CONNECTORS);
    Matcher block = Pattern.compile("(?s)(<!-- capabilities -->\n).*?(<!-- end -->)").matcher(text);
    assertThat(block.find()).isTrue();
    String made = capabilities();
    if (System.getProperty("golden", "check").equals("update")) {
      text = block.replaceFirst(m -> Matcher.quoteReplacement(m.group(1) + made + m.group(2)));
      Files.writeString(CONNECTORS, text);
    }

    assertThat(text).contains("<!-- capabilities -->\n" + made + "<!-- end -->");
  }

  private static String capabilities() {
    StringBuilder table = new StringBuilder("| kind |");
    StringBuilder line = new StringBuilder("|---|");
    for (Capability each : Capability.values()) {
      table.append(" `").append(each.word()).append("` |");
      line.append("---|");
    }
    table.append('\n').append(line).append('\n');
    for (ConnectorKind kind : Kinds.onClassPath().all()) {
      table.append("| `").append(kind.name()).append("` |");
      for (Capability each : Capability.values()) {
        table.append(kind.capabilities().contains(each) ? " yes |" : " |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String table(JsonNode schema) {
    List<String> rows = new ArrayList<>();
    walk("", schema, rows);
    return "| key | meaning | left out |\n|---|---|---|\n" + String.join("\n", rows) + "\n";
  }

  private static void walk(String path, JsonNode schema, List<String> rows) {
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(key -> required.add(key.asText()));
    for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      rows.add(row(key, entry.getValue(), required.contains(entry.getKey())));
      walk(key, entry.getValue(), rows);
    }
    if (schema.path("items").isObject()) {
      walk(path + "[]", schema.get("items"), rows);
    }
    if (schema.path("additionalProperties").isObject()) {
      walk(path + ".NAME", schema.get("additionalProperties"), rows);
    }
    schema.path("anyOf").forEach(one -> walk(path, one, rows));
  }

  private static String row(String key, JsonNode schema, boolean required) {
    String left =
        required
            ? "*required*"
            : schema.has("default") ? "`" + schema.get("default").asText() + "`" : "";
    StringBuilder meaning = new StringBuilder(help(schema));
    if (schema.path("writeOnly").asBoolean()) {
      meaning.append(" A secret: `${env:NAME}` or `${file:path}`.");
    }
    if (schema.has("enum")) {
      List<String> words = new ArrayList<>();
      schema.get("enum").forEach(word -> words.add("`" + word.asText() + "`"));
      meaning.append(" One of ").append(String.join(", ", words)).append('.');
    }
    if (schema.has("minimum")) {
      meaning.append(" %s to %s.".formatted(schema.get("minimum"), schema.get("maximum")));
    }
    if (schema.path("examples").path(0).isTextual()) {
      meaning.append(" For instance `").append(schema.at("/examples/0").asText()).append("`.");
    }
    return "| `%s` | %s | %s |"
        .formatted(key, meaning.toString().strip().replace("|", "\\|"), left);
  }

  /** A list of one or more says it of its elements. */
  private static String help(JsonNode schema) {
    String help = schema.path("description").asText("");
    for (JsonNode one : schema.path("anyOf")) {
      help = help.isEmpty() ? help(one) : help;
    }
    return help.isEmpty() && schema.path("items").isObject() ? help(schema.get("items")) : help;
  }
}
