package io.causerie.server.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.spi.ConfigKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a system's file. What somebody has typed stands in it as a quoted text, so that it can be
 * nothing but a value.
 */
final class SystemText {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STEP = "  ";

  private final StringBuilder text = new StringBuilder();

  private SystemText() {}

  /**
   * @param values by their keys, as they are to be written: {@code "a text"}, {@code 5}, {@code
   *     ["x"]}
   */
  static String of(Wish wish, String kind, Map<ConfigKey, String> values) {
    SystemText text = new SystemText();
    text.line(0, "system: " + wish.system());
    if (!wish.title().isBlank()) {
      text.line(0, "title: " + quoted(wish.title()));
    }
    text.line(0, "# The ceiling: who may read at most of what comes from here.");
    text.line(0, "audience: " + audience(wish.groups()));
    text.line(0, "kind: " + kind);
    text.config(0, values, true);
    text.line(0, "connectors:");
    text.line(1, wish.system() + ":");
    text.config(2, values, false);
    if (!wish.mask().isEmpty()) {
      text.line(2, "mask: " + list(wish.mask()));
    }
    text.line(
        2, "# None yet: whatever comes is kept as ignored, and a mapping is proposed from it.");
    text.line(2, "mapping: []");
    return text.text.toString();
  }

  /** Who may read at most. */
  static String audience(List<String> groups) {
    return groups.isEmpty() ? "everyone" : "{ groups: " + list(groups) + " }";
  }

  static String list(List<String> texts) {
    return texts.stream().map(SystemText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A text of JSON is one of YAML, and ends where it ends. */
  static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as text", e);
    }
  }

  private void config(int depth, Map<ConfigKey, String> all, boolean ofSystem) {
    Map<String, Object> nested = new LinkedHashMap<>();
    all.forEach(
        (key, value) -> {
          if (key.ofSystem() == ofSystem) {
            put(nested, key.name().split("\\."), 0, value);
          }
        });
    if (!nested.isEmpty()) {
      line(depth, "config:");
      write(depth + 1, nested);
    }
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> into, String[] name, int at, String value) {
    if (at == name.length - 1) {
      into.put(name[at], value);
    } else {
      put(
          (Map<String, Object>) into.computeIfAbsent(name[at], n -> new LinkedHashMap<>()),
          name,
          at + 1,
          value);
    }
  }

  @SuppressWarnings("unchecked")
  private void write(int depth, Map<String, Object> level) {
    level.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner) {
            line(depth, name + ":");
            write(depth + 1, (Map<String, Object>) inner);
          } else {
            line(depth, name + ": " + value);
          }
        });
  }

  private void line(int depth, String line) {
    text.append(STEP.repeat(depth)).append(line).append('\n');
  }
}
