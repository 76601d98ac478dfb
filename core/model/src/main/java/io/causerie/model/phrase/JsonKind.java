package io.causerie.model.phrase;

import com.fasterxml.jackson.databind.JsonNode;

/** What a JSON value is. */
public enum JsonKind implements Wording {
  OBJECT("object"),
  ARRAY("array"),
  STRING("string"),
  NUMBER("number"),
  BOOLEAN("boolean"),
  NULL("null"),
  MISSING("missing");

  private final String english;

  JsonKind(String english) {
    this.english = english;
  }

  /** The kind of a value. */
  public static JsonKind of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT, POJO -> OBJECT;
      case ARRAY -> ARRAY;
      case STRING, BINARY -> STRING;
      case NUMBER -> NUMBER;
      case BOOLEAN -> BOOLEAN;
      case NULL -> NULL;
      case MISSING -> MISSING;
    };
  }

  @Override
  public String area() {
    return "kind";
  }

  @Override
  public String english() {
    return english;
  }
}
