package io.causerie.model.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.causerie.model.Localized;
import io.causerie.model.PlainText;
import io.causerie.model.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the vocabulary as JSON text and reads it back; what was written by an older release reads
 * on.
 */
public final class ModelJson {
  private static final String KIND = "is";
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(10_000_000)
                          .maxNumberLength(100_000)
                          .build())
                  .build())
          .addModule(new JavaTimeModule())
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .addMixIn(Value.class, ValueByKind.class)
          .addMixIn(Localized.class, LocalizedAsMap.class)
          .build();

  private ModelJson() {}

  /** A value of the vocabulary, or a collection or map of such values. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
    }
  }

  /** A list whose elements are of a sealed type, which a plain list would not say. */
  public static <T> String writeList(List<? extends T> values, Class<T> element) {
    try {
      return MAPPER.writerFor(listOf(element)).writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: list of " + element, e);
    }
  }

  /**
   * Reads what {@link #write} wrote. A value within it that cannot be read any more is shown as it
   * stands there.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static <T> T read(String json, Class<T> type) {
    return read(json, MAPPER.constructType(type), type.getSimpleName());
  }

  /** As {@link #read}; an element that cannot be read at all is left out, and no other. */
  public static <T> List<T> readList(String json, Class<T> element) {
    try {
      return MAPPER.readValue(json, listOf(element));
    } catch (JsonProcessingException e) {
      List<T> readable = new ArrayList<>();
      JavaType type = MAPPER.constructType(element);
      for (JsonNode node : tree(json, "a list of " + element.getSimpleName())) {
        try {
          readable.add(MAPPER.readerFor(type).readValue(salvaged(node)));
        } catch (IOException unreadable) {
          // The others are not lost with it.
        }
      }
      return readable;
    }
  }

  public static <T> Map<String, T> readMap(String json, Class<T> value) {
    return read(
        json,
        MAPPER.getTypeFactory().constructMapType(Map.class, String.class, value),
        "a map of " + value.getSimpleName());
  }

  private static <T> T read(String json, JavaType type, String what) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      try {
        return MAPPER.readerFor(type).readValue(salvaged(tree(json, what)));
      } catch (IOException unreadable) {
        throw notReadable(what);
      }
    }
  }

  private static JsonNode tree(String json, String what) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw notReadable(what);
    }
  }

  /** Without the text, which may hold what nobody should find in a log. */
  private static IllegalArgumentException notReadable(String what) {
    return new IllegalArgumentException("what is stored is not " + what + " in JSON");
  }

  private static JsonNode salvaged(JsonNode node) {
    if (node instanceof ObjectNode object && object.path(KIND).isTextual()) {
      try {
        MAPPER.treeToValue(object, Value.class);
        return object;
      } catch (JsonProcessingException e) {
        return shown(object);
      }
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(member -> member.setValue(salvaged(member.getValue())));
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, salvaged(list.get(i)));
      }
    }
    return node;
  }

  /** A value that is none any more, as a text. */
  private static ObjectNode shown(ObjectNode value) {
    StringBuilder text = new StringBuilder();
    value
        .properties()
        .forEach(
            member -> {
              if (!member.getKey().equals(KIND) && member.getValue().isValueNode()) {
                text.append(text.isEmpty() ? "" : " ").append(member.getValue().asText());
              }
            });
    String shown = PlainText.storable(PlainText.cut(text.toString(), Value.Text.MAX_LENGTH));
    return MAPPER.createObjectNode().put(KIND, "text").put("text", shown);
  }

  private static JavaType listOf(Class<?> element) {
    return MAPPER.getTypeFactory().constructCollectionType(List.class, element);
  }

  /** The short words are what is stored, millions of times; they never change. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = KIND)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Value.Empty.class, name = "empty"),
    @JsonSubTypes.Type(value = Value.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Value.Coded.class, name = "code"),
    @JsonSubTypes.Type(value = Value.Quantity.class, name = "number"),
    @JsonSubTypes.Type(value = Value.Money.class, name = "money"),
    @JsonSubTypes.Type(value = Value.Day.class, name = "day"),
    @JsonSubTypes.Type(value = Value.Moment.class, name = "moment"),
    @JsonSubTypes.Type(value = Value.Truth.class, name = "truth"),
  })
  private interface ValueByKind {}

  private abstract static class LocalizedAsMap {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    LocalizedAsMap(@SuppressWarnings("unused") Map<String, String> texts) {}

    @JsonValue
    @JsonProperty("texts")
    abstract Map<String, String> texts();
  }
}
