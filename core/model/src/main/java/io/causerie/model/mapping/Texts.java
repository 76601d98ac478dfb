package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.Exact;
import io.causerie.model.PlainText;
import io.causerie.model.phrase.JsonKind;

/** Text out of events, which may hold anything. */
final class Texts {
  private Texts() {}

  /** A scalar as text; numbers as written, never as 1.0E7. */
  static String of(String what, JsonNode node) {
    if (!node.isValueNode()) {
      throw new BadEvent(
          MappingWording.NOT_TEXT.with(what),
          MappingWording.NOT_TEXT_BUT.with(what, JsonKind.of(node)));
    }
    if (!node.isNumber()) {
      return node.asText();
    }
    if (!Exact.fits(node.decimalValue())) {
      throw new BadEvent(
          MappingWording.TOO_MANY_DIGITS.with(what),
          MappingWording.TOO_MANY_DIGITS_FOR.with(what, Exact.MAX_DIGITS));
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
          MappingWording.UNSTORABLE.with(what),
          MappingWording.UNSTORABLE_AT.with(what, "%04X".formatted((int) text.charAt(bad)), bad));
    }
    return text;
  }

  /** At most {@code length} characters, with an ellipsis where some are left out. */
  static String cut(String text, int length) {
    return text.length() <= length ? text : PlainText.cut(text, length - 1) + "…";
  }
}
