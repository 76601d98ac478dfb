package io.causerie.salesforce.fake.chatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Refused;
import io.causerie.salesforce.fake.store.Row;

/**
 * What a body is made of.
 *
 * @param segments as they are read
 * @param text as it stands in the record
 */
record Segments(ArrayNode segments, String text, boolean rich) {

  static Segments plain(String text, boolean rich) {
    ArrayNode segments = JsonNodeFactory.instance.arrayNode();
    if (!text.isEmpty()) {
      segments.addObject().put("type", "Text").put("text", text);
    }
    return new Segments(segments, text, rich);
  }

  /** What somebody writes. */
  static Segments read(Org org, JsonNode body) {
    JsonNode written = body.path("messageSegments");
    if (!written.isArray() || written.isEmpty()) {
      throw new Refused(400, "INVALID_FEED_ELEMENT", "The message must have one segment or more");
    }
    ArrayNode segments = JsonNodeFactory.instance.arrayNode();
    StringBuilder text = new StringBuilder();
    boolean rich = false;
    for (JsonNode segment : written) {
      ObjectNode read = segment(org, segment);
      String type = read.path("type").asText();
      rich |= type.startsWith("Markup");
      text.append(
          switch (type) {
            case "MarkupBegin" -> "<" + tag(read) + ">";
            case "MarkupEnd" -> "</" + tag(read) + ">";
            default -> read.path("text").asText();
          });
      segments.add(read);
    }
    if (text.toString().isBlank()) {
      throw new Refused(400, "INVALID_FEED_ELEMENT", "The message is empty");
    }
    return new Segments(segments, text.toString(), rich);
  }

  private static String tag(JsonNode segment) {
    return switch (segment.path("markupType").asText()) {
      case "Bold" -> "b";
      case "Italic" -> "i";
      case "Underline" -> "u";
      case "Strikethrough" -> "s";
      case "Code" -> "code";
      case "OrderedList" -> "ol";
      case "UnorderedList" -> "ul";
      case "ListItem" -> "li";
      default -> "p";
    };
  }

  private static ObjectNode segment(Org org, JsonNode segment) {
    String type = segment.path("type").asText();
    ObjectNode read = JsonNodeFactory.instance.objectNode().put("type", type);
    switch (type) {
      case "Text" -> read.put("text", segment.path("text").asText());
      case "Link" -> {
        String url = segment.path("url").asText();
        read.put("url", url).put("text", url);
      }
      case "Hashtag" -> {
        String tag = segment.path("tag").asText();
        read.put("tag", tag).put("text", "#" + tag);
      }
      case "Mention" -> {
        Row user =
            segment.has("id")
                ? org.live(segment.path("id").asText())
                : org.userNamed(segment.path("username").asText()).orElseThrow(Refused::notFound);
        if (!user.type().name().equals("User")) {
          throw new Refused(400, "INVALID_ID_FIELD", "no user: " + user.id());
        }
        read.put("name", user.name()).put("text", "@" + user.name()).put("accessible", true);
        read.putObject("record").put("id", user.id()).put("type", "User");
      }
      case "MarkupBegin", "MarkupEnd" ->
          read.put("markupType", segment.path("markupType").asText());
      default ->
          throw new Refused(
              400, "JSON_PARSER_ERROR", "Unrecognized type of message segment: " + type);
    }
    return read;
  }

  ObjectNode written() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("isRichText", rich);
    body.set("messageSegments", segments.deepCopy());
    StringBuilder plain = new StringBuilder();
    segments.forEach(segment -> plain.append(segment.path("text").asText("")));
    body.put("text", plain.toString());
    return body;
  }
}
