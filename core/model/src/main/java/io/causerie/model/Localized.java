package io.causerie.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text in any number of languages, by BCP 47 language tag in lower case; the empty tag stands for
 * a text that is the same in every language.
 *
 * @param texts at least one entry
 */
public record Localized(Map<String, String> texts) {
  public Localized {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("a text needs at least one language");
    }
    texts = Collections.unmodifiableMap(new TreeMap<>(texts));
  }

  /** A text that is the same in every language. */
  public static Localized of(String text) {
    return new Localized(Map.of("", text));
  }

  /**
   * The text for a reader: her language ({@code fr-CA}), its base ({@code fr}), the text of all
   * languages, English, else the first by tag.
   */
  public String in(String language) {
    return texts.getOrDefault(languageFor(language), "");
  }

  /** The language of the text for a reader; empty for one that is the same in every language. */
  public String languageFor(String language) {
    String tag = language.toLowerCase(java.util.Locale.ROOT);
    if (texts.containsKey(tag)) {
      return tag;
    }
    int dash = tag.indexOf('-');
    String base = dash < 0 ? tag : tag.substring(0, dash);
    if (texts.containsKey(base)) {
      return base;
    }
    if (texts.containsKey("")) {
      return "";
    }
    return texts.containsKey("en") ? "en" : texts.keySet().iterator().next();
  }
}
