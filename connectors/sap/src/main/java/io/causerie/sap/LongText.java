package io.causerie.sap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text in which comments stand: each between two lines with its mark, the first of which says
 * whose it is; and whatever people write around them there.
 *
 * <pre>
 * --- Ada Lovelace, 2026-11-27 10:42 UTC [k7f3]
 * Please deliver on Thursday.
 * --- [k7f3]
 * </pre>
 */
record LongText(List<Part> parts) {
  private static final Pattern BEGIN =
      Pattern.compile(
          "--- (.{1,200}), (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d) UTC \\[([A-Za-z0-9-]{1,200})\\]");

  LongText {
    parts = List.copyOf(parts);
  }

  /**
   * A comment; or, without a mark, what people wrote.
   *
   * @param by who wrote it
   * @param at when, as the first line says it
   */
  record Part(@Nullable String mark, String by, String at, String words) {
    static Part comment(String mark, String by, String at, String words) {
      return new Part(
          mark, by.replaceAll("\\s+", " ").strip(), at, stripped(words.lines().toList()));
    }

    boolean isComment() {
      return mark != null;
    }

    private String text() {
      String end = mark == null ? "" : "--- [" + mark + "]";
      return mark == null
          ? words
          : "--- %s, %s UTC [%s]\n%s\n%s".formatted(by, at, mark, words, end);
    }
  }

  /** Whatever stands there; a text that nobody wrote in that form is one part. */
  static LongText parse(String text) {
    List<String> lines = text.lines().map(String::stripTrailing).toList();
    List<Part> parts = new ArrayList<>();
    List<String> around = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher begin = BEGIN.matcher(lines.get(i));
      int end = begin.matches() ? end(lines, i, begin.group(3)) : -1;
      if (end < 0) {
        around.add(lines.get(i));
        continue;
      }
      addWords(parts, around);
      parts.add(
          new Part(
              begin.group(3), begin.group(1), begin.group(2), stripped(lines.subList(i + 1, end))));
      i = end;
    }
    addWords(parts, around);
    return new LongText(parts);
  }

  private static int end(List<String> lines, int begin, String mark) {
    int found = lines.subList(begin, lines.size()).indexOf("--- [" + mark + "]");
    return found < 0 ? -1 : begin + found;
  }

  private static void addWords(List<Part> parts, List<String> around) {
    String words = stripped(around);
    around.clear();
    if (!words.isEmpty()) {
      parts.add(new Part(null, "", "", words));
    }
  }

  private static String stripped(List<String> lines) {
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n")).strip();
  }

  String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining("\n\n"));
  }

  Optional<Part> comment(String mark) {
    return parts.stream().filter(part -> mark.equals(part.mark())).findFirst();
  }

  /** With a comment at its end. */
  LongText with(Part comment) {
    List<Part> more = new ArrayList<>(parts);
    more.add(comment);
    return new LongText(more);
  }

  /** With another wording of a comment. */
  LongText changed(String mark, UnaryOperator<Part> change) {
    return new LongText(
        parts.stream().map(p -> mark.equals(p.mark()) ? change.apply(p) : p).toList());
  }

  LongText without(String mark) {
    return new LongText(parts.stream().filter(part -> !mark.equals(part.mark())).toList());
  }
}
