package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.Exact;
import io.causerie.model.PlainText;

/** Text out of events, which may hold anything. */
final class Texts {
  private Texts() {}

  /** A scalar as text; numbers as written, never as 1.0E7. */
  static String of(String what, JsonNode node) {
    if (!node.isValueNode()) {
      throw new BadEvent(
          what + " is not text",
          "%s is %s; expected text or a number".formatted(what, Json.kind(node)));
    }
    if (!node.isNumber()) {
      return node.asText();
    }
    if (!Exact.fits(node.decimalValue())) {
      throw new BadEvent(
          what + " has too many digits",
          "%s is a number of more than %d digits".formatted(what, Exact.MAX_DIGITS));
    }
    return Exact.text(node.decimalValue());
  }

  /**
   * @throws BadEvent if the text has a character that no database keeps
   */
  static String requireStorable(String what, String text) {
    int bad = PlainText.firstUnstorable(text);
    if (bad >= 0) {
      throw new BadEvent(
          what + " has a character that cannot be stored",
          "%s has the character U+%04X at position %d, which cannot be stored; remove it in the source"
              .formatted(what, (int) text.charAt(bad), bad));
    }
    return text;
  }

  /** At most {@code length} characters, with an ellipsis where some are left out. */
  static String cut(String text, int length) {
    return text.length() <= length ? text : PlainText.cut(text, length - 1) + "…";
  }
}
