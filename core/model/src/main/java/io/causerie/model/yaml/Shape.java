package io.causerie.model.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * What a value of a configuration file may be, as a JSON Schema for editors: draft-07, which they
 * know best. It says beforehand what {@link Yaml} would refuse when the file is read. Not for use
 * by several threads.
 */
public final class Shape {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String DESCRIPTION = "description";
  private static final String PATTERN = "pattern";

  /** As {@link Yaml#duration} reads it. */
  private static final String DURATION =
      "^P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+([.,]\\d{1,9})?S)?)?$";

  private final ObjectNode schema = NODES.objectNode();

  private Shape() {}

  private static Shape of(String help) {
    Shape shape = new Shape();
    if (!help.isEmpty()) {
      shape.schema.put(DESCRIPTION, help);
    }
    return shape;
  }

  private static Shape of(String help, String type) {
    Shape shape = of(help);
    shape.schema.put("type", type);
    return shape;
  }

  /** Any single value, whatever it looks like. */
  public static Shape text(String help) {
    Shape shape = of(help);
    shape.schema.putArray("type").add("string").add("number").add("boolean");
    return shape;
  }

  /** A text of a form. */
  public static Shape text(String help, String pattern, String example) {
    Shape shape = text(help);
    shape.schema.put(PATTERN, pattern);
    return shape.example(example);
  }

  public static Shape jq(String help) {
    return text(help + " A jq expression.").example(".id");
  }

  public static Shape truth(String help) {
    return of(help, "boolean");
  }

  /** A whole number of a range. */
  public static Shape number(String help, int least, int most) {
    Shape shape = of(help, "integer");
    shape.schema.put("minimum", least).put("maximum", most);
    return shape;
  }

  /** A length of time, as in ISO 8601. */
  public static Shape duration(String help) {
    Shape shape = of(help, "string");
    shape.schema.put(PATTERN, DURATION);
    return shape.example("PT30S");
  }

  public static Shape oneOf(String help, Collection<String> words) {
    Shape shape = of(help);
    words.forEach(shape.schema.putArray("enum")::add);
    return shape;
  }

  public static Shape list(String help, Shape element) {
    Shape shape = of(help, "array");
    shape.schema.set("items", element.schema);
    return shape;
  }

  /** A single value, or a list of such. */
  public static Shape oneOrMore(Shape element) {
    JsonNode help = element.schema.remove(DESCRIPTION);
    return either(help == null ? "" : help.asText(), element, list("", element));
  }

  /** Keys that are free, each with a value of the same shape. */
  public static Shape map(String help, Shape value) {
    Shape shape = of(help, "object");
    shape.schema.set("additionalProperties", value.schema);
    return shape;
  }

  /** Keys of a form, each with a value of the same shape. */
  public static Shape map(String help, String names, Shape value) {
    Shape shape = map(help, value);
    shape.schema.putObject("propertyNames").put(PATTERN, names);
    return shape;
  }

  public static Shape either(String help, Shape... shapes) {
    Shape shape = of(help);
    ArrayNode all = shape.schema.putArray("anyOf");
    for (Shape each : shapes) {
      all.add(each.schema);
    }
    return shape;
  }

  /** Keys and values; none but those that are named with {@link #require} and {@link #allow}. */
  public static Shape keys(String help) {
    Shape shape = of(help, "object");
    shape.schema.put("additionalProperties", false).putObject("properties");
    return shape;
  }

  /** Keys and values of which this says nothing. */
  public static Shape anyKeys(String help) {
    return of(help, "object");
  }

  /** Whatever another rule allows. */
  public static Shape any(String help) {
    return of(help);
  }

  /** A key without a value. */
  public static Shape nothing() {
    return of("", "null");
  }

  /** A whole file. */
  public static Shape file(String title, String help) {
    Shape shape = new Shape();
    shape.schema.put("$schema", "http://json-schema.org/draft-07/schema#").put("title", title);
    shape.schema.setAll(keys(help).schema);
    return shape;
  }

  public Shape allow(String key, Shape value) {
    schema.withObject("/properties").set(key, value.schema);
    return this;
  }

  public Shape require(String key, Shape value) {
    schema.withArray("/required").add(key);
    return allow(key, value);
  }

  /** A key that may not be there. */
  public Shape refuse(String key) {
    schema.withObject("/properties").put(key, false);
    return this;
  }

  /** Whether it has keys that must be there, so that it must be there itself. */
  public boolean isRequired() {
    return schema.has("required");
  }

  /** Of these keys exactly one must be there. */
  public Shape requireOneOf(String... keys) {
    ArrayNode all = schema.putArray("oneOf");
    for (String key : keys) {
      all.addObject().putArray("required").add(key);
    }
    return this;
  }

  /** Of these two keys at most one may be there. */
  public Shape notBoth(String one, String other) {
    schema.putObject("not").putArray("required").add(one).add(other);
    return this;
  }

  /** Where a key has a value, another key has this shape. */
  public Shape when(String key, String value, String other, Shape shape) {
    ObjectNode rule = schema.withArray("/allOf").addObject();
    ObjectNode condition = rule.putObject("if");
    condition.putObject("properties").putObject(key).put("const", value);
    condition.putArray("required").add(key);
    ObjectNode then = rule.putObject("then");
    then.putObject("properties").set(other, shape.schema);
    if (shape.isRequired()) {
      then.putArray("required").add(other);
    }
    return this;
  }

  /** Where a key has a value, another key may not be there. */
  public Shape refuseWhen(String key, String value, String other) {
    ObjectNode rule = schema.withArray("/allOf").addObject();
    ObjectNode condition = rule.putObject("if");
    condition.putObject("properties").putObject(key).put("const", value);
    condition.putArray("required").add(key);
    rule.putObject("then").putObject("properties").put(other, false);
    return this;
  }

  /** What leaving it out means. */
  public Shape fallback(String value) {
    schema.put("default", value);
    return this;
  }

  public Shape fallback(int value) {
    schema.put("default", value);
    return this;
  }

  public Shape fallback(boolean value) {
    schema.put("default", value);
    return this;
  }

  public Shape example(String value) {
    schema.putArray("examples").add(value);
    return this;
  }

  /** Marks it as one that is not shown. */
  public Shape secret() {
    schema.put("writeOnly", true).put("format", "password");
    return this;
  }

  /** The schema itself; not a copy. */
  public ObjectNode tree() {
    return schema;
  }
}
