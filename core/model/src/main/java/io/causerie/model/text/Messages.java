package io.causerie.model.text;

import io.causerie.model.Localized;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;

/**
 * Fixed words of a feature, one properties file a language beside its classes; a language without
 * one is answered in English. Thread-safe.
 */
public final class Messages {
  /** Those that there are files of. */
  public static final List<String> LANGUAGES = List.of("en", "fr");

  private static final ResourceBundle.Control ENGLISH_ELSE =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final String bundle;
  private final ClassLoader loader;

  private Messages(String bundle, ClassLoader loader) {
    this.bundle = bundle;
    this.loader = loader;
  }

  /** The file {@code messages} in the package of a class. */
  public static Messages of(Class<?> feature) {
    return new Messages(feature.getPackageName() + ".messages", feature.getClassLoader());
  }

  /** A text in all languages, for what is stored before its reader is known. */
  public Localized everywhere(String key) {
    Map<String, String> texts = new TreeMap<>();
    LANGUAGES.forEach(language -> texts.put(language, in(Locale.forLanguageTag(language), key)));
    return new Localized(texts);
  }

  /**
   * A text with its values put in, as {@link String#format} does.
   *
   * @throws java.util.MissingResourceException for a key that is in no file
   */
  public String in(Locale locale, String key, Object... values) {
    String text = ResourceBundle.getBundle(bundle, locale, loader, ENGLISH_ELSE).getString(key);
    return values.length == 0 ? text : String.format(locale, text, values);
  }
}
