package io.causerie.engine.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ForeignJson;
import java.nio.charset.StandardCharsets;

/**
 * A row that is gone, with what it held when it was read last: its source tells the key alone, but
 * a mapping may make the record's id of other columns, and its sentences too. Pure.
 */
final class WholeRow {
  private static final JsonMapper MAPPER =
      ForeignJson.builder(new JsonFactory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private WholeRow() {}

  /** The deletion with the last content of its row; as it came where either is no JSON object. */
  static SourceEvent of(SourceEvent deletion, byte[] last) {
    try {
      JsonNode row = read(last);
      JsonNode key = read(deletion.data());
      if (!row.isObject() || !key.isObject()) {
        return deletion;
      }
      ObjectNode whole = ((ObjectNode) row).setAll((ObjectNode) key);
      return whole.equals(key) ? deletion : deletion.withLastKnown(MAPPER.writeValueAsBytes(whole));
    } catch (JsonProcessingException e) {
      return deletion;
    }
  }

  private static JsonNode read(byte[] data) throws JsonProcessingException {
    return MAPPER.readTree(new String(data, StandardCharsets.UTF_8));
  }
}
