package io.causerie.engine.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ForeignJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeSet;

/** Digests that say whether two events are the same. */
final class Digests {
  private static final int MAX_KEY = 512;
  private static final JsonMapper MAPPER =
      ForeignJson.builder(new JsonFactory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Digests() {}

  /**
   * Of the data: JSON compared as JSON, so that white space and the order of members do not count.
   */
  static String ofData(SourceEvent event) {
    MessageDigest sha = Sha256.begin();
    try {
      JsonNode node = MAPPER.readTree(event.data());
      if (node == null || node.isMissingNode()) {
        sha.update(event.data());
      } else {
        write(sha, node);
      }
    } catch (IOException | StackOverflowError e) {
      // Not JSON, or nested beyond reason: the bytes speak for themselves.
      sha = Sha256.begin();
      sha.update(event.data());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void write(MessageDigest sha, JsonNode node) {
    if (node.isObject()) {
      text(sha, "{");
      TreeSet<String> names = new TreeSet<>();
      node.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        text(sha, name.length() + ":" + name);
        write(sha, node.get(name));
      }
      text(sha, "}");
    } else if (node.isArray()) {
      text(sha, "[" + node.size());
      node.forEach(element -> write(sha, element));
    } else if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      text(sha, "#" + (number.signum() == 0 ? "0" : number.stripTrailingZeros().toString()));
    } else {
      String text = node.toString();
      text(sha, text.length() + ":" + text);
    }
  }

  private static void text(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A key of at most 512 characters: the parts as they are, or a digest where they are too long.
   */
  static String key(String... parts) {
    String key = String.join("\n", parts);
    return key.length() <= MAX_KEY ? key : "sha256:" + Sha256.hex(key);
  }
}
