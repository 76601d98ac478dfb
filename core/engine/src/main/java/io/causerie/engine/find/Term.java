package io.causerie.engine.find;

import io.causerie.model.Coded;
import java.util.List;

/**
 * A folded word by which a record is found.
 *
 * @param word at most {@link #MAX_LENGTH} characters
 */
record Term(Kind kind, String word) implements Comparable<Term> {
  /** More of a word is not looked at in the index. */
  static final int MAX_LENGTH = 40;

  /** What of a record has the word; by its order the better one comes first. */
  enum Kind implements Coded {
    /** A whole key, present or former. */
    KEY(0),
    /** The first word of the title. */
    FIRST(1),
    /** Another word of the title, or what is left of a key behind some character. */
    OTHER(2),
    /** A word of a tracked text. */
    TEXT(3),
    /** A word by which its type is called. */
    NAMED(4),
    /** System and type, as they are. */
    TYPE(5);

    /** Those whose words people type. */
    static final List<Kind> OF_WORDS = List.of(KEY, FIRST, OTHER, TEXT, NAMED);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  static Term of(Kind kind, String word) {
    return new Term(kind, cut(word));
  }

  static String cut(String word) {
    if (word.length() <= MAX_LENGTH) {
      return word;
    }
    // Half a character would be stored by no database.
    return word.substring(
        0, Character.isHighSurrogate(word.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH);
  }

  @Override
  public int compareTo(Term other) {
    int byKind = kind.compareTo(other.kind);
    return byKind == 0 ? word.compareTo(other.word) : byKind;
  }
}
