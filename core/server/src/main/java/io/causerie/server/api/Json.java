package io.causerie.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.causerie.model.json.ForeignJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Function;

/** JSON of the HTTP API. */
public final class Json {
  private static final JsonMapper MAPPER =
      ForeignJson.builder(new JsonFactory())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final int PIECE = 8 << 10;

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static <T> ArrayNode array(Collection<T> items, Function<T, ? extends JsonNode> each) {
    ArrayNode array = MAPPER.createArrayNode();
    items.forEach(item -> array.add(each.apply(item)));
    return array;
  }

  /** A tree as it is written, which then costs nothing to write again. */
  public static JsonNode written(JsonNode node) {
    return new POJONode(
        new RawValue(new SerializedString(new String(bytes(node), StandardCharsets.UTF_8))));
  }

  /** How many bytes it is that was {@link #written}. */
  public static int length(JsonNode written) {
    return ((SerializableString) ((RawValue) ((POJONode) written).getPojo()).rawValue())
        .asUnquotedUTF8()
        .length;
  }

  public static JsonNode parse(byte[] bytes) throws IOException {
    JsonNode node = MAPPER.readTree(bytes);
    return node == null ? MAPPER.missingNode() : node;
  }

  public static byte[] bytes(JsonNode node) {
    // In pieces: what is long is not copied each time that it has grown.
    ByteArrayBuilder bytes = new ByteArrayBuilder(PIECE);
    try (JsonGenerator generator = new Whole(MAPPER.createGenerator(bytes))) {
      MAPPER.writeTree(generator, node);
    } catch (IOException e) {
      throw new IllegalStateException("a tree is always writable", e);
    }
    return bytes.toByteArray();
  }

  /** Half a character, which a source can write as an escape, is no text: it is replaced. */
  private static final class Whole extends JsonGeneratorDelegate {
    Whole(JsonGenerator generator) {
      super(generator, false);
    }

    @Override
    public void writeString(String text) throws IOException {
      super.writeString(mended(text));
    }

    /** Has been mended before; its bytes are there. */
    @Override
    public void writeRawValue(SerializableString text) throws IOException {
      delegate.writeRawValue(text);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
      super.writeFieldName(mended(name));
    }

    private static String mended(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (Character.isSurrogate(text.charAt(i))) {
          return new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
        }
      }
      return text;
    }
  }

  public static void answer(Context context, int status, JsonNode body) {
    context.status(status).contentType("application/json").result(bytes(body));
  }
}
