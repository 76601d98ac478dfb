package io.causerie.engine.discussion;

import io.causerie.engine.people.Names;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What was brought to a source of something that was written here. Sources write marks, blanks and
 * links in ways of their own, so texts are compared by their letters and digits alone.
 *
 * @param wordings as it is worded here now, and was before
 * @param sent as it was brought there last; absent where that is not known
 */
record Brought(List<String> wordings, @Nullable String sent) {
  /** What stands between words and a signature. */
  private static final String JOINT = "[\\s(\\[\u2013\u2014-]+$";

  /**
   * @param names by which those are called who are mentioned
   */
  static Brought of(Handle h, @Nullable String sent, OwnWords words, Names names) {
    List<String> wordings = new ArrayList<>(List.of(shown(words.content(), names)));
    WordStore.kept(h, words.id()).forEach(kept -> wordings.add(shown(kept.content(), names)));
    return new Brought(wordings, sent);
  }

  /** A text in which whoever is mentioned stands as she was brought there: by her name alone. */
  private static String shown(String stored, Names names) {
    Words.Named named = Words.named(stored, names);
    StringBuilder shown = new StringBuilder();
    int read = 0;
    for (MentionView mention : named.mentions()) {
      shown.append(named.content(), read, mention.start()).append('@').append(mention.name());
      read = mention.start() + mention.length();
    }
    return shown.append(named.content().substring(read)).toString();
  }

  /** Whether a text of the source is what was brought there, or what it says here now. */
  boolean says(String text) {
    String letters = letters(text);
    return (sent != null && letters.equals(letters(sent)))
        || letters.equals(letters(wordings.get(0)));
  }

  /** A text of the source without what was written before and behind the words when brought. */
  String without(String text) {
    if (sent == null) {
      return text;
    }
    String all = letters(sent);
    for (String wording : wordings) {
      String own = letters(wording);
      int at = all.indexOf(own);
      if (at >= 0 && !own.isEmpty()) {
        return between(text, all.substring(0, at), all.substring(at + own.length()));
      }
    }
    return text;
  }

  private static String between(String text, String before, String behind) {
    String letters = letters(text);
    boolean begun = !before.isEmpty() && letters.startsWith(before);
    int from = begun ? before.length() : 0;
    boolean signed =
        !behind.isEmpty() && letters.endsWith(behind) && behind.length() < letters.length() - from;
    int to = letters.length() - (signed ? behind.length() : 0);
    // What joins them to the words is no part of these.
    String words = text.substring(begun ? place(text, from) : 0);
    words = begun ? words.replaceAll("^[\\s:\u2013\u2014-]+", "") : words;
    int end = place(words, to - from);
    return signed
        ? words.substring(0, end) + words.substring(end, next(words, end)).replaceAll(JOINT, "")
        : words;
  }

  /** Where a text has so many letters behind it. */
  private static int place(String text, int letters) {
    int at = 0;
    for (int read = 0; read < letters; at += Character.charCount(text.codePointAt(at))) {
      int c = text.codePointAt(at);
      read += Character.isLetterOrDigit(c) ? Character.charCount(c) : 0;
    }
    return at;
  }

  /** Where its next letter stands. */
  private static int next(String text, int from) {
    int at = from;
    while (at < text.length() && !Character.isLetterOrDigit(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
