package io.causerie.model.phrase;

/** What may be wrong with a text or a number, wherever it came from. */
public enum TextWording implements Wording {
  TOO_LONG("{what} has {length} characters; at most {most} are allowed"),
  UNSTORABLE(
      "{what} contains the character U+{codepoint} at position {position}, which cannot be stored; remove it"),
  EMPTY("{what} is empty"),
  TOO_MANY_DIGITS("a number has more than {digits} digits"),
  FORM("a text of the form {form}"),
  LENGTH("a text of {length} characters"),
  TIME("a time such as 2026-02-01T10:00:00Z, 2026-02-01 10:00:00+0100 or 2026-02-01");

  private final String english;

  TextWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "text";
  }

  @Override
  public String english() {
    return english;
  }
}
