package io.causerie.server.api;

/**
 * Text of others as it is shown: a character that is not seen itself but changes how others are
 * read is named instead. So {@code txt.exe} cannot be dressed as {@code exe.txt}.
 */
public final class Shown {
  private Shown() {}

  public static String of(String text) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHidden(c)) {
        if (shown == null) {
          shown = new StringBuilder(text.substring(0, i));
        }
        shown.append("[U+%04X]".formatted((int) c));
      } else if (shown != null) {
        shown.append(c);
      }
    }
    return shown == null ? text : shown.toString();
  }

  /** Controls but for what breaks lines, and what turns the direction of all that follows. */
  private static boolean isHidden(char c) {
    boolean blank = c == '\n' || c == '\r' || c == '\t';
    boolean turns = c >= '\u202a' && c <= '\u202e';
    return (Character.isISOControl(c) && !blank) || turns || c == '\u2028' || c == '\u2029';
  }
}
