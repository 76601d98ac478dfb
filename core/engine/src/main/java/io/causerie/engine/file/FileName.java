package io.causerie.engine.file;

import io.causerie.model.PlainText;
import java.text.Normalizer;

/** Names of files, which are shown and never looked up. */
final class FileName {
  private static final int MOST = 200;
  private static final int MOST_OF_ENDING = 20;

  private FileName() {}

  /**
   * What can be shown of a name: no path, nothing that cannot be seen, nothing that turns the text
   * around and makes an ending look like another.
   */
  static String of(String given) {
    StringBuilder shown = new StringBuilder();
    Normalizer.normalize(PlainText.storable(given), Normalizer.Form.NFC)
        .codePoints()
        .filter(FileName::isShown)
        .map(c -> "/\\:|\"<>*?".indexOf(c) < 0 ? c : '_')
        .forEach(shown::appendCodePoint);
    String name = shown.toString().strip();
    return name.isEmpty() || name.matches("[. _]+") ? "file" : shortened(name);
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** The ending stays: by it people know what a file is. */
  private static String shortened(String name) {
    if (name.length() <= MOST) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= MOST_OF_ENDING ? name.substring(dot) : "";
    return PlainText.cut(name, MOST - ending.length()) + ending;
  }
}
