package io.causerie.model;

import io.causerie.model.phrase.PhraseException;
import io.causerie.model.phrase.TextWording;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What text may enter Causerie at all.
 *
 * <p>PostgreSQL refuses U+0000 in text and a lone surrogate cannot be written as UTF-8; one such
 * character would fail the whole statement of a group of events, so it is refused where it comes
 * in.
 */
public final class PlainText {
  private static final Pattern CHARACTER = Pattern.compile("\\X");
  private static final int LONGEST_CHARACTER = 64;

  /**
   * No writing puts so many on one letter; thousands of them hold up every page that draws them.
   */
  private static final Pattern MARKS =
      Pattern.compile("([\\p{M}\\x{200C}\\x{200D}]{16})[\\p{M}\\x{200C}\\x{200D}]+");

  private PlainText() {}

  /**
   * Returns {@code text} unchanged.
   *
   * @param what how the text is called in the message, for instance {@code "record id"}
   * @param maxLength in UTF-16 code units
   * @throws IllegalArgumentException if the text is longer than {@code maxLength}, or contains
   *     U+0000 or a lone surrogate
   */
  public static String require(String what, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw new PhraseException(TextWording.TOO_LONG.with(what, text.length(), maxLength));
    }
    int bad = firstUnstorable(text);
    if (bad >= 0) {
      throw new PhraseException(
          TextWording.UNSTORABLE.with(what, "%04X".formatted((int) text.charAt(bad)), bad));
    }
    return text;
  }

  /** As {@link #require}, and refuses a text in which nothing can be seen. */
  public static String requireFilled(String what, String text, int maxLength) {
    if (isInvisible(text)) {
      throw new PhraseException(TextWording.EMPTY.with(what));
    }
    return require(what, text, maxLength);
  }

  /**
   * The beginning of a text, cut between two characters as people see them: a letter keeps its
   * marks, a family its members. One of more than {@value #LONGEST_CHARACTER} code units is none,
   * and cut between two code points.
   *
   * @param most in UTF-16 code units
   */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean half = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    int end = half ? most - 1 : most;
    int from = certain(text, end);
    Matcher characters =
        CHARACTER.matcher(text).region(from, Math.min(text.length(), end + LONGEST_CHARACTER));
    int cut = from;
    while (characters.find() && characters.end() <= end) {
      cut = characters.end();
    }
    return text.substring(0, cut == from && end - from >= LONGEST_CHARACTER ? end : cut);
  }

  /** Where a character certainly begins, not far before a place. */
  private static int certain(String text, int place) {
    int nearest = Math.max(0, place - LONGEST_CHARACTER);
    for (int i = place - 1; i > nearest; i--) {
      if (isPlain(text.charAt(i - 1)) && isPlain(text.charAt(i))) {
        return i;
      }
    }
    return nearest > 0 && Character.isLowSurrogate(text.charAt(nearest)) ? nearest + 1 : nearest;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7F;
  }

  /** The text without the marks on one character beyond the sixteenth. */
  public static String drawable(String text) {
    return MARKS.matcher(text).replaceAll("$1");
  }

  /** The text with U+FFFD in place of each character that cannot be stored. */
  public static String storable(String text) {
    StringBuilder storable = new StringBuilder(text);
    for (int i = 0; i < storable.length(); i++) {
      char c = storable.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < storable.length()
              && Character.isLowSurrogate(storable.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        storable.setCharAt(i, '\ufffd');
      }
    }
    return storable.toString();
  }

  /**
   * Whether nothing of a text can be seen: it is empty, or has blanks, controls and characters
   * without width only.
   */
  public static boolean isInvisible(String text) {
    return text.codePoints().allMatch(PlainText::isInvisible);
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      // Fillers, joiners, selectors and the empty Braille cell are letters, marks and symbols to
      // Unicode, and drawn as nothing.
      default ->
          c == 0x034F
              || c == 0x115F
              || c == 0x1160
              || c == 0x17B4
              || c == 0x17B5
              || (c >= 0x180B && c <= 0x180F)
              || c == 0x2800
              || c == 0x3164
              || (c >= 0xFE00 && c <= 0xFE0F)
              || c == 0xFFA0
              || (c >= 0xE0100 && c <= 0xE01EF);
    };
  }

  /** The index of the first U+0000 or lone surrogate, or -1 where there is none. */
  public static int firstUnstorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return i;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
