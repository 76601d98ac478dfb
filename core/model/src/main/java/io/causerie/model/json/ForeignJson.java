package io.causerie.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads JSON that others wrote: within bounds, numbers as they stand, and nothing after it. */
public final class ForeignJson {
  /** Deeper than that nothing is read. */
  public static final int MAX_NESTING = 200;

  public static final JsonMapper MAPPER =
      builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxNumberLength(400)
                          .maxStringLength(20_000_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ForeignJson() {}

  /** A mapper with bounds and habits of its own, whose trees are read as safely. */
  public static JsonMapper.Builder builder(JsonFactory factory) {
    return new JsonMapper.Builder(new ForeignMapper(factory));
  }
}
