package io.causerie.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.causerie.model.json.ForeignJson;
import io.causerie.spi.SourceException;
import java.io.IOException;

/** Answers in JSON. */
public final class Json {
  /** Numbers keep every digit they came with. */
  public static final ObjectMapper MAPPER =
      ForeignJson.builder(new JsonFactory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** What an answer holds; a page for people, half a body and anything else are faults. */
  public static JsonNode read(Answer answer, HttpFaults faults) throws SourceException {
    if (answer.isPage() || answer.isMarkup()) {
      throw faults.page(answer);
    }
    try {
      JsonNode node = MAPPER.readTree(answer.body());
      if (node.isMissingNode()) {
        throw faults.half(answer, null);
      }
      return node;
    } catch (JsonEOFException e) {
      throw faults.half(answer, e);
    } catch (JsonProcessingException e) {
      throw faults.noJson(answer);
    } catch (IOException e) {
      throw faults.broken(answer.from(), e);
    }
  }
}
