package io.causerie.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the text of a query: what stands outside of brackets, strings and comments. */
final class SelectText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|[A-Za-z_][\\w$]*|\\d+|\\S",
          Pattern.DOTALL);

  private SelectText() {}

  /** What makes a query unfit to be read page by page, and why. */
  static Optional<String> unfit(String query) {
    List<String> words = outside(query);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      if (word.equals("order") && next.equals("by")) {
        return Optional.of(
            "leave out `order by`: it is read page by page, in the order of `changedOn` and `key`");
      }
      boolean limits =
          (word.equals("limit") && (isNumber(next) || next.equals("(") || next.equals("all")))
              || (word.equals("offset") && isNumber(next))
              || (word.equals("fetch") && (next.equals("first") || next.equals("next")))
              || (word.equals("top")
                  && i > 0
                  && words.get(i - 1).equals("select")
                  && isNumber(next));
      if (limits) {
        return Optional.of(
            "leave out `%s`: each page has its own, and rows beyond it would never be read"
                .formatted(word));
      }
      if (word.equals("for") && (next.equals("update") || next.equals("share"))) {
        return Optional.of("leave out `for " + next + "`: rows are only read, never locked");
      }
      if (word.equals(";") && !next.isEmpty()) {
        return Optional.of("expected one statement; there is more behind the `;`");
      }
    }
    return Optional.empty();
  }

  private static boolean isNumber(String word) {
    return (!word.isEmpty() && Character.isDigit(word.charAt(0))) || word.equals("?");
  }

  private static List<String> outside(String query) {
    List<String> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(query);
    int depth = 0;
    while (token.find()) {
      String text = token.group();
      if (text.startsWith("--") || text.startsWith("/*")) {
        continue;
      }
      depth -= text.equals(")") ? 1 : 0;
      if (depth == 0) {
        words.add(text.toLowerCase(Locale.ROOT));
      }
      depth += text.equals("(") ? 1 : 0;
    }
    return words;
  }
}
