package io.causerie.engine.people;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What of a person stands in texts, once she is to be erased. */
final class ErasedWords {
  private ErasedWords() {}

  /**
   * Mentions of her, her addresses, and her names, each with what stands in its place. A name of
   * one word is left where it stands: it may be a word like another.
   */
  static Map<String, String> of(Handle h, String person, String pseudonym) {
    Map<String, String> words = new HashMap<>();
    words.put("(person:" + person + ")", "(person:" + pseudonym + ")");
    words.put("data-person=\"" + person + "\"", "data-person=\"" + pseudonym + "\"");
    Set<String> names = new HashSet<>();
    for (PersonStore.Called called : PersonStore.called(h, person)) {
      if (called.email() != null) {
        // No words: it may stand in the address of a link.
        String email = called.email().strip();
        words.put(email, pseudonym);
        words.put(asHtml(email), pseudonym);
      }
      if (called.name() != null) {
        names.add(called.name().strip());
      }
    }
    names.removeIf(name -> !name.contains(" "));
    for (String name : names) {
      words.put(name, People.ERASED_NAME);
      words.put(asHtml(name), People.ERASED_NAME);
    }
    return words;
  }

  /** As a text stands in HTML that was sanitised. */
  private static String asHtml(String text) {
    StringBuilder html = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"', '\'', '+', '=', '@', '`' -> html.append("&#").append((int) c).append(';');
        default -> html.append(c);
      }
    }
    return html.toString();
  }
}
