package io.causerie.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads trees. A number of which no number can be made, since its exponent has more than ten
 * digits, is JSON that cannot be read as any other: Jackson throws a {@link NumberFormatException}
 * of it, which nobody who reads JSON expects.
 */
final class ForeignMapper extends JsonMapper {
  private static final long serialVersionUID = 1;

  ForeignMapper(JsonFactory factory) {
    super(factory);
  }

  @Override
  public JsonNode readTree(String text) throws JsonProcessingException {
    try {
      return super.readTree(text);
    } catch (NumberFormatException e) {
      throw noNumber(e);
    }
  }

  @Override
  public JsonNode readTree(byte[] bytes) throws IOException {
    try {
      return super.readTree(bytes);
    } catch (NumberFormatException e) {
      throw noNumber(e);
    }
  }

  private static JsonParseException noNumber(NumberFormatException e) {
    return new JsonParseException(null, "a number has an exponent without end", e);
  }
}
