package io.causerie.model.text;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Fixed words of a feature, one properties file a language beside its classes; a language without
 * one is answered in English. Thread-safe.
 */
public final class Messages {
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
