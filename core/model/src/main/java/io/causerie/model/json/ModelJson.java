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
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.causerie.model.Localized;
import io.causerie.model.Value;
import java.util.List;
import java.util.Map;

/**
 * Writes the vocabulary as JSON text and reads it back; what was written by an older release reads
 * on.
 */
public final class ModelJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(10_000_000).build())
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

  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not " + type.getSimpleName() + " as JSON: " + json, e);
    }
  }

  public static <T> List<T> readList(String json, Class<T> element) {
    try {
      return MAPPER.readValue(json, listOf(element));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a list of " + element.getSimpleName(), e);
    }
  }

  public static <T> Map<String, T> readMap(String json, Class<T> value) {
    try {
      return MAPPER.readValue(
          json, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a map of " + value.getSimpleName(), e);
    }
  }

  private static JavaType listOf(Class<?> element) {
    return MAPPER.getTypeFactory().constructCollectionType(List.class, element);
  }

  /** The short words are what is stored, millions of times; they never change. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
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
