package io.causerie.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.model.json.ForeignJson;
import io.causerie.model.phrase.Phrase;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes an event's values out of what somebody says of it: reasons are read by operators from whom
 * a connector masks fields, and found by search.
 */
final class Quotes {
  private static final JsonMapper MAPPER =
      ForeignJson.builder(new JsonFactory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A shorter value is only taken for one where it stands by itself. */
  private static final int PLAIN = 5;

  private static final int SHORTEST = 2;

  private Quotes() {}

  /**
   * The message, with the path in place of each value of the event, whatever the case of letters.
   * Of data that cannot be read nothing can be told apart, so nothing of the message is kept. Where
   * nothing was quoted it is the same phrase, with its code.
   */
  static Phrase without(Phrase message, byte[] data) {
    Optional<String> left = without(message.text(), data);
    if (left.isEmpty()) {
      return RouteWording.REJECTED_UNREADABLE.with();
    }
    return left.get().equals(message.text()) ? message : Phrase.quoted(left.get());
  }

  private static Optional<String> without(String message, byte[] data) {
    TreeMap<String, String> paths =
        new TreeMap<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    try {
      collect(MAPPER.readTree(data), JsonPointer.empty(), paths);
    } catch (IOException | StackOverflowError e) {
      return Optional.empty();
    }
    String left = message;
    Map<String, String> held = new TreeMap<>();
    for (Map.Entry<String, String> value : paths.entrySet()) {
      // A path that was put in must not be taken for a value.
      String mark = String.valueOf((char) (0xE000 + held.size() % 6400));
      String without =
          pattern(value.getKey()).matcher(left).replaceAll(Matcher.quoteReplacement(mark));
      if (!without.equals(left) && held.size() < 6400) {
        held.put(mark, value.getValue());
      }
      left = without;
    }
    for (Map.Entry<String, String> mark : held.entrySet()) {
      left = left.replace(mark.getKey(), "<" + mark.getValue() + ">");
    }
    return Optional.of(left);
  }

  private static Pattern pattern(String value) {
    String alone = value.length() < PLAIN ? "(?<![\\p{L}\\p{N}])%s(?![\\p{L}\\p{N}])" : "%s";
    return Pattern.compile(
        alone.formatted(Pattern.quote(value)), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static void collect(JsonNode node, JsonPointer at, Map<String, String> paths) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              member -> collect(member.getValue(), at.appendProperty(member.getKey()), paths));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), at.appendIndex(i), paths);
      }
    } else if (node.isTextual() || node.isNumber()) {
      String value = node.asText().strip();
      if (value.length() >= SHORTEST) {
        paths.putIfAbsent(value, at.toString());
      }
    }
  }
}
