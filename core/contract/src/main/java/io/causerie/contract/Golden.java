package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Files that hold what a test expects; {@code -Dgolden=update} writes them anew. */
final class Golden {
  /** Arrays that are sets: their order means nothing. */
  private static final Set<String> SETS = Set.of("restricted", "groups", "persons", "lookups");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Golden() {}

  static boolean isUpdated() {
    return "update".equals(System.getProperty("golden"));
  }

  static void json(Path file, String actual) {
    text(file, pretty(actual));
  }

  static void text(Path file, String actual) {
    try {
      if (isUpdated()) {
        Files.writeString(file, actual + "\n");
      }
      assertThat(file).as("-Dgolden=update writes it").exists();
      assertThat(actual).as("as %s says", file).isEqualTo(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pretty(String json) {
    try {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n"));
      return JSON.writer(printer).writeValueAsString(sorted(JSON.readTree(json), false));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static boolean isPlain(JsonNode tracking) {
    for (JsonNode part : tracking) {
      if (!part.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The same, with the keys of objects and the elements of sets in order. */
  private static JsonNode sorted(JsonNode node, boolean set) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> entries = new TreeMap<>();
      node.properties()
          .forEach(e -> entries.put(e.getKey(), sorted(e.getValue(), SETS.contains(e.getKey()))));
      // What fields are made of stands in the mapping; plain tracking says nothing.
      entries.remove("definitions");
      entries.computeIfPresent("tracking", (key, told) -> isPlain(told) ? null : told);
      ObjectNode object = JSON.createObjectNode();
      object.setAll(entries);
      return object;
    }
    if (node.isArray()) {
      List<JsonNode> elements = new ArrayList<>();
      node.forEach(e -> elements.add(sorted(e, false)));
      if (set) {
        elements.sort((a, b) -> a.toString().compareTo(b.toString()));
      }
      ArrayNode array = JSON.createArrayNode();
      array.addAll(elements);
      return array;
    }
    return node;
  }
}
