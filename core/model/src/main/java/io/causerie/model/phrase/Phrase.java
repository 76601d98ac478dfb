package io.causerie.model.phrase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something said to an operator: its English, and its code with arguments where the words are
 * Causerie's own. Words of somebody else (a database, a step of a route, an operator) have no code
 * and stay as they are. Immutable.
 */
public final class Phrase {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z][A-Za-z]*)\\}");
  private static final JsonMapper MAPPER = new JsonMapper();

  /** More than this is told in English alone: an expression may be as long as one likes. */
  private static final int MAX_CODED = 4000;

  private static final String CODE = "code";
  private static final String TEXT = "text";
  private static final String ARGUMENTS = "arguments";

  private final String text;
  private final @Nullable String code;
  private final Map<String, Object> arguments;

  private Phrase(String text, @Nullable String code, Map<String, Object> arguments) {
    this.text = text;
    this.code = code;
    this.arguments = Collections.unmodifiableMap(arguments);
  }

  /** Words of somebody else, as they are. */
  public static Phrase quoted(String words) {
    return new Phrase(words, null, Map.of());
  }

  static Phrase of(Wording wording, Object... arguments) {
    Map<String, Object> named = new LinkedHashMap<>();
    Matcher place = PLACE.matcher(wording.english());
    StringBuilder text = new StringBuilder();
    while (place.find() && named.size() < arguments.length) {
      Object argument = argument(arguments[named.size()]);
      named.put(place.group(1), argument);
      place.appendReplacement(text, Matcher.quoteReplacement(argument.toString()));
    }
    place.appendTail(text);
    // What is wrong with an event must be told in any case: only tests are stopped by this.
    assert named.keySet().containsAll(places(wording)) && named.size() == arguments.length
        : wording.code() + " is not said with " + arguments.length + " arguments";
    return new Phrase(text.toString(), wording.code(), named);
  }

  private static Object argument(Object said) {
    if (said instanceof Wording wording) {
      return wording.with();
    }
    if (said instanceof Phrase phrase) {
      return phrase.code == null ? phrase.text : phrase;
    }
    return said instanceof Number number ? (Object) number.longValue() : said.toString();
  }

  /** The names of what differs in a sentence, in its order. */
  public static List<String> places(Wording wording) {
    return PLACE.matcher(wording.english()).results().map(place -> place.group(1)).toList();
  }

  /**
   * What was stored.
   *
   * @param coded as {@link #coded} gave it; absent: it has no code, or is older than these
   */
  public static Phrase stored(String text, @Nullable String coded) {
    if (coded != null) {
      try {
        return of(text, MAPPER.readTree(coded));
      } catch (JsonProcessingException e) {
        // Then there is the English text alone.
        return quoted(text);
      }
    }
    return quoted(text);
  }

  /** Reads what {@link #json} wrote, or a text alone. */
  public static Phrase of(JsonNode json) {
    return json.isObject() ? of(json.path(TEXT).asText(), json) : quoted(json.asText());
  }

  private static Phrase of(String text, JsonNode json) {
    if (!json.path(CODE).isTextual()) {
      return quoted(text);
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    json.path(ARGUMENTS)
        .properties()
        .forEach(
            argument -> {
              JsonNode said = argument.getValue();
              arguments.put(
                  argument.getKey(),
                  said.isObject() ? of(said) : said.isNumber() ? said.longValue() : said.asText());
            });
    return new Phrase(text, json.path(CODE).asText(), arguments);
  }

  /** In English. */
  public String text() {
    return text;
  }

  /** The code of what is said; absent of words of somebody else. */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** Texts, whole numbers ({@code Long}) and phrases, by the names of their places. */
  public Map<String, Object> arguments() {
    return arguments;
  }

  /** Code and arguments as JSON, to be stored beside the text; absent if there is no code. */
  public Optional<String> coded() {
    if (code == null) {
      return Optional.empty();
    }
    ObjectNode json = json();
    json.remove(TEXT);
    String coded = json.toString();
    return coded.length() > MAX_CODED ? Optional.empty() : Optional.of(coded);
  }

  /** {@code {text, code, arguments}}; the latter two where there is a code. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put(TEXT, text);
    if (code != null) {
      ObjectNode named = json.put(CODE, code).putObject(ARGUMENTS);
      arguments.forEach(
          (name, argument) -> {
            if (argument instanceof Phrase phrase) {
              named.set(name, phrase.json());
            } else if (argument instanceof Long number) {
              named.put(name, number);
            } else {
              named.put(name, argument.toString());
            }
          });
    }
    return json;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Phrase phrase
        && text.equals(phrase.text)
        && Objects.equals(code, phrase.code)
        && arguments.equals(phrase.arguments);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
