package io.causerie.model;

/**
 * What text may enter Causerie at all.
 *
 * <p>PostgreSQL refuses U+0000 in text and a lone surrogate cannot be written as UTF-8; one such
 * character would fail the whole statement of a group of events, so it is refused where it comes
 * in.
 */
public final class PlainText {
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
      throw new IllegalArgumentException(
          "%s has %d characters; at most %d are allowed".formatted(what, text.length(), maxLength));
    }
    int bad = firstUnstorable(text);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "%s contains the character U+%04X at position %d, which cannot be stored; remove it"
              .formatted(what, (int) text.charAt(bad), bad));
    }
    return text;
  }

  /** As {@link #require}, and refuses a text in which nothing can be seen. */
  public static String requireFilled(String what, String text, int maxLength) {
    if (isInvisible(text)) {
      throw new IllegalArgumentException(what + " is empty");
    }
    return require(what, text, maxLength);
  }

  /** At most {@code most} characters from the beginning, and never half of one. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean half = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, half ? most - 1 : most);
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
