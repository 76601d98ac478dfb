package com.example.rss;

import io.causerie.model.PlainText;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words to HTML and back, as far as titles and texts of feeds need it. */
final class Html {
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));");

  /** More than that is no title. */
  private static final int LONGEST = 10_000;

  private Html() {}

  static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static String attribute(String value) {
    return escaped(value).replace("\"", "&quot;");
  }

  /** The words of it on one line; what is shown of a text whole is the mapping's to say. */
  static String words(String html) {
    String text = PlainText.cut(html, LONGEST).replaceAll("<[^>]*>", " ");
    return ENTITY
        .matcher(text)
        .replaceAll(entity -> Matcher.quoteReplacement(character(entity)))
        .replaceAll("[\\s\\u00A0]+", " ")
        .strip();
  }

  private static String character(MatchResult entity) {
    if (entity.group(3) != null) {
      return switch (entity.group(3)) {
        case "amp" -> "&";
        case "lt" -> "<";
        case "gt" -> ">";
        case "quot" -> "\"";
        case "apos" -> "'";
        case "nbsp" -> " ";
        default -> entity.group();
      };
    }
    int code =
        entity.group(1) == null
            ? Integer.parseInt(entity.group(2), 16)
            : Integer.parseInt(entity.group(1));
    boolean storable =
        Character.isValidCodePoint(code) && code != 0 && (code < 0xD800 || code > 0xDFFF);
    return storable ? Character.toString(code) : "";
  }
}
