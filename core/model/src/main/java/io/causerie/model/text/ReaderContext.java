package io.causerie.model.text;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * For whom something is written.
 *
 * @param locale her language
 * @param zone the zone her times are shown in
 */
public record ReaderContext(Locale locale, ZoneId zone) {
  private static final Messages MESSAGES = Messages.of(ReaderContext.class);

  /** A language as a BCP 47 tag; times in UTC. */
  public static ReaderContext of(String language) {
    return new ReaderContext(Locale.forLanguageTag(language), ZoneOffset.UTC);
  }

  public String language() {
    return locale.toLanguageTag();
  }

  /** The same reader before a text of another language; empty: one of no language. */
  ReaderContext readingIn(String other) {
    Locale of = Locale.forLanguageTag(other);
    return other.isEmpty() || of.getLanguage().equals(locale.getLanguage())
        ? this
        : new ReaderContext(of, zone);
  }

  /** A text of this package's own. */
  String say(String key, Object... values) {
    return MESSAGES.in(locale, key, values);
  }
}
