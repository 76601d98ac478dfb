package io.causerie.model;

import java.util.Locale;

/**
 * 64 bits as 13 characters of Crockford's Base32, the text form of a TSID: sortable, without
 * letters that look alike, and safe in a URL and in JavaScript (which has no 64-bit integers).
 */
public final class IdText {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 13;

  private IdText() {}

  public static String format(long value) {
    char[] chars = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      chars[i] = ALPHABET.charAt((int) (value & 31));
      value >>>= 5;
    }
    return new String(chars);
  }

  /**
   * Reads what {@link #format} wrote, in any case.
   *
   * @throws IllegalArgumentException if the text is not 13 characters of the alphabet
   */
  public static long parse(String text) {
    if (text.length() != LENGTH) {
      throw new IllegalArgumentException("an id has 13 characters, not " + text.length());
    }
    String upper = text.toUpperCase(Locale.ROOT);
    long value = 0;
    for (int i = 0; i < LENGTH; i++) {
      int digit = ALPHABET.indexOf(upper.charAt(i));
      if (digit < 0 || (i == 0 && digit > 15)) {
        throw new IllegalArgumentException("'" + text + "' is not an id");
      }
      value = (value << 5) | digit;
    }
    return value;
  }
}
