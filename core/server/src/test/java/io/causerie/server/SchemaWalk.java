package io.causerie.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Goes to every place of a schema and makes files that are good but for what stands there. */
final class SchemaWalk {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A key where any may stand; it is a name and a language too. */
  private static final String KEY = "en";

  /**
   * A place.
   *
   * @param path as the loader tells it
   * @param file the file with a value at this place
   */
  record Place(JsonNode schema, String path, UnaryOperator<JsonNode> file) {
    JsonNode sample() {
      return SchemaWalk.sample(schema);
    }

    boolean namesItsKeys() {
      return schema.path("additionalProperties").isBoolean();
    }

    @Override
    public String toString() {
      return path.isEmpty() ? "the file" : path;
    }
  }

  private static final String PARTS = "additionalProperties";

  private final List<Place> places = new ArrayList<>();

  private SchemaWalk() {}

  static List<Place> places(JsonNode schema) {
    SchemaWalk walk = new SchemaWalk();
    walk.at(schema, "", value -> completed(schema, value));
    return walk.places;
  }

  /** A file with what rules of the whole ask of its parts besides. */
  private static JsonNode completed(JsonNode schema, JsonNode file) {
    JsonNode whole = file.deepCopy();
    for (JsonNode then : fill(whole, schema)) {
      then.path("properties")
          .properties()
          .forEach(
              e ->
                  whole
                      .path(e.getKey())
                      .forEach(part -> fill(part, fitting(part, e.getValue().path(PARTS)))));
    }
    return whole;
  }

  /** The shape of a part: the one that asks for a kind, or the one that has none. */
  private static JsonNode fitting(JsonNode part, JsonNode shape) {
    for (JsonNode each : shape.path("anyOf")) {
      if (each.at("/properties/kind").isBoolean() != part.has("kind")) {
        return each;
      }
    }
    return shape;
  }

  /** Adds what the rules that hold for a value require; returns what they say. */
  private static List<JsonNode> fill(JsonNode value, JsonNode schema) {
    List<JsonNode> said = new ArrayList<>();
    for (JsonNode rule : schema.path("allOf")) {
      String on = rule.at("/if/required/0").asText();
      if (rule.at("/if/properties").path(on).path("const").equals(value.path(on))) {
        said.add(rule.path("then"));
        require(value, rule.path("then"));
      }
    }
    if (!schema.has("$schema")) {
      require(value, schema);
    }
    return said;
  }

  private static void require(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object) {
      schema
          .path("required")
          .forEach(
              key -> {
                if (!object.has(key.asText())) {
                  object.set(key.asText(), sample(schema.path("properties").path(key.asText())));
                }
              });
    }
  }

  private void at(JsonNode schema, String path, UnaryOperator<JsonNode> file) {
    places.add(new Place(schema, path, file));
    schema.path("anyOf").forEach(each -> at(each, path, file));
    properties(schema, schema, sample(schema), path, file);
    for (JsonNode rule : schema.path("allOf")) {
      ObjectNode sample = (ObjectNode) sample(schema);
      rule.at("/if/properties")
          .properties()
          .forEach(e -> sample.set(e.getKey(), e.getValue().get("const")));
      properties(rule.path("then"), schema, sample, path, file);
    }
    if (schema.path("additionalProperties").isObject()) {
      at(
          schema.get("additionalProperties"),
          inside(path, KEY),
          value -> file.apply(NODES.objectNode().set(KEY, value)));
    }
    if (schema.has("items")) {
      at(schema.get("items"), path + "[0]", value -> file.apply(NODES.arrayNode().add(value)));
    }
  }

  private void properties(
      JsonNode schema, JsonNode owner, JsonNode sample, String path, UnaryOperator<JsonNode> file) {
    schema.path("properties").properties().stream()
        .filter(e -> !saysNothing(e.getValue()))
        .forEach(
            e -> {
              ObjectNode beside = beside(owner, sample, e);
              at(
                  e.getValue(),
                  inside(path, e.getKey()),
                  value -> file.apply(beside.deepCopy().set(e.getKey(), value)));
            });
  }

  /** Whether it leaves everything to rules that stand elsewhere. */
  private static boolean saysNothing(JsonNode schema) {
    return schema.isObject()
        && schema.properties().stream().allMatch(e -> e.getKey().equals("description"));
  }

  /** A sample of which the rules let a key in, if they do at all. */
  private static ObjectNode beside(
      JsonNode owner, JsonNode sample, Map.Entry<String, JsonNode> entry) {
    ObjectNode beside = sample.deepCopy();
    String key = entry.getKey();
    boolean refused = entry.getValue().isBoolean();
    for (JsonNode rule : refused ? List.<JsonNode>of() : owner.path("allOf")) {
      if (rule.at("/then/properties").path(key).isBoolean()) {
        String on = rule.at("/if/required/0").asText();
        Set<JsonNode> refusing = refusing(owner, on, key);
        if (refusing.contains(beside.path(on))) {
          Set<JsonNode> fit = new LinkedHashSet<>();
          owner.path("properties").path(on).path("enum").forEach(fit::add);
          fit.removeAll(refusing);
          beside.set(on, fit.iterator().next());
        }
      }
    }
    for (JsonNode rule : owner.path("allOf")) {
      String on = rule.at("/if/required/0").asText();
      if (rule.at("/if/properties").path(on).path("const").equals(beside.get(on))) {
        JsonNode then = rule.path("then");
        then.path("required")
            .forEach(k -> beside.set(k.asText(), sample(then.path("properties").path(k.asText()))));
      }
    }
    return beside;
  }

  /** The values of a key with which another may not stand. */
  private static Set<JsonNode> refusing(JsonNode owner, String on, String key) {
    Set<JsonNode> refusing = new LinkedHashSet<>();
    for (JsonNode rule : owner.path("allOf")) {
      if (rule.at("/then/properties").path(key).isBoolean()) {
        refusing.add(rule.at("/if/properties").path(on).path("const"));
      }
    }
    return refusing;
  }

  private static String inside(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The least that is good. */
  static JsonNode sample(JsonNode schema) {
    if (schema.has("anyOf")) {
      return sample(schema.at("/anyOf/0"));
    }
    if (schema.has("enum")) {
      return schema.at("/enum/0");
    }
    if (schema.has("examples")) {
      return schema.at("/examples/0");
    }
    return switch (schema.path("type").asText("text")) {
      case "object" -> object(schema);
      case "array" -> NODES.arrayNode().add(sample(schema.path("items")));
      case "integer" -> schema.path("minimum");
      case "boolean" -> NODES.booleanNode(true);
      case "null" -> NODES.nullNode();
      default -> NODES.textNode(KEY);
    };
  }

  private static ObjectNode object(JsonNode schema) {
    ObjectNode object = NODES.objectNode();
    ArrayNode required = NODES.arrayNode();
    schema.path("required").forEach(required::add);
    schema.at("/oneOf/0/required").forEach(required::add);
    required.forEach(
        key -> object.set(key.asText(), sample(schema.path("properties").path(key.asText()))));
    return object;
  }
}
