package io.causerie.model.mapping;

import io.causerie.model.yaml.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Admits the part of jq that always ends, quickly and with an answer of bounded size. As it comes,
 * jq is not safe: {@code range(1e18)}, a regular expression, {@code "a" * 1e9} and recursion ignore
 * interruption or end the JVM, and {@code now} makes replay differ from the first run.
 *
 * <p>It reads the words of an expression, not its meaning: whatever is not on the list is refused.
 */
final class JqGuard {
  static final int MAX_LENGTH = 4000;
  private static final int MAX_NESTING = 40;

  /** Each stage of a pipe can double what it is given. */
  private static final int MAX_PIPES = 12;

  private static final Set<String> KEYWORDS =
      Set.of(
          "if", "then", "elif", "else", "end", "and", "or", "as", "null", "true", "false", "try",
          "catch");

  static final Set<String> FUNCTIONS =
      new TreeSet<>(
          Set.of(
              "not",
              "length",
              "utf8bytelength",
              "keys",
              "values",
              "has",
              "contains",
              "inside",
              "add",
              "any",
              "all",
              "flatten",
              "floor",
              "ceil",
              "round",
              "fabs",
              "min",
              "max",
              "min_by",
              "max_by",
              "unique",
              "unique_by",
              "group_by",
              "sort",
              "sort_by",
              "reverse",
              "map",
              "map_values",
              "select",
              "empty",
              "error",
              "first",
              "last",
              "join",
              "ascii_downcase",
              "ascii_upcase",
              "ltrimstr",
              "rtrimstr",
              "startswith",
              "endswith",
              "split",
              "tostring",
              "tonumber",
              "type",
              "tojson",
              "fromjson",
              "to_entries",
              "from_entries",
              "with_entries",
              "index",
              "rindex",
              "arrays",
              "objects",
              "booleans",
              "numbers",
              "strings",
              "nulls",
              "scalars",
              "todate",
              "multiply"));

  private static final Set<String> FORMATS =
      Set.of("@text", "@json", "@base64", "@base64d", "@uri", "@csv", "@html");

  private JqGuard() {}

  /** What is wrong with an expression; empty where it is admitted. */
  static List<String> check(String expression) {
    List<String> complaints = new ArrayList<>();
    if (expression.length() > MAX_LENGTH) {
      complaints.add("the expression has more than " + MAX_LENGTH + " characters; make it simpler");
      return complaints;
    }
    new Scan(expression, complaints).run();
    return complaints;
  }

  /** One pass over an expression. */
  private static final class Scan {
    private final String text;
    private final List<String> complaints;
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;
    private int pipes;
    private boolean tooDeep;

    Scan(String text, List<String> complaints) {
      this.text = text;
      this.complaints = complaints;
    }

    void run() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          string();
        } else if (Character.isLetter(c) || c == '_') {
          word();
        } else if (c == '.') {
          dot();
        } else if (c == '$') {
          at++;
          variable();
        } else if (c == '@') {
          format();
        } else if (Character.isDigit(c)) {
          number();
        } else {
          symbol(c);
        }
      }
      if (pipes > MAX_PIPES) {
        complaints.add("more than " + MAX_PIPES + " pipes in one expression; make it simpler");
      }
    }

    private void string() {
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          return;
        }
        if (c == '\\' && at < text.length()) {
          if (text.charAt(at++) == '(') {
            push('"');
            return;
          }
        }
      }
    }

    private void push(char closer) {
      open.push(closer);
      if (open.size() > MAX_NESTING && !tooDeep) {
        tooDeep = true;
        complaints.add("nested more than " + MAX_NESTING + " deep; make it simpler");
      }
    }

    private String name() {
      int from = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
        at++;
      }
      return text.substring(from, at);
    }

    private void word() {
      String word = name();
      int next = at;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      boolean key =
          next < text.length() && text.charAt(next) == ':' && !open.isEmpty() && open.peek() == '}';
      if (!key && !KEYWORDS.contains(word) && !FUNCTIONS.contains(word)) {
        complaints.add(refusal(word));
      }
    }

    private static String refusal(String word) {
      return switch (word) {
        case "def" -> "'def' is not allowed here; write the expression out";
        case "reduce", "foreach", "while", "until", "repeat", "recurse", "range", "limit" ->
            "'%s' is not allowed here: it may never end; use map, add, any, all or first"
                .formatted(word);
        case "test", "match", "capture", "scan", "sub", "gsub", "splits" ->
            "'%s' is not allowed here: a regular expression may never end; use startswith, endswith, contains, split or ltrimstr"
                .formatted(word);
        case "now", "localtime", "mktime" ->
            "'%s' is not allowed here: a replay must give what the first run gave; use $event.time"
                .formatted(word);
        case "input", "inputs", "env", "halt", "debug", "input_line_number" ->
            "'%s' is not allowed here: an expression sees its event only".formatted(word);
        default -> "unknown function '%s'%s".formatted(word, Nearest.hint(word, FUNCTIONS));
      };
    }

    private void dot() {
      at++;
      if (at < text.length() && text.charAt(at) == '.') {
        complaints.add("'..' is not allowed here; name the path");
        at++;
        return;
      }
      // A field's name may be any word, a function's or a keyword too.
      name();
    }

    private void variable() {
      String name = name();
      if (name.equals("ENV") || name.equals("__loc__") || name.equals("__prog_args")) {
        complaints.add("'$" + name + "' is not allowed here: an expression sees its event only");
      }
    }

    private void format() {
      at++;
      String format = "@" + name();
      if (!FORMATS.contains(format)) {
        complaints.add("unknown format '" + format + "'" + Nearest.hint(format, FORMATS));
      }
    }

    private void number() {
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
    }

    private void symbol(char c) {
      at++;
      switch (c) {
        case '(' -> push(')');
        case '[' -> push(']');
        case '{' -> push('}');
        case ')', ']', '}' -> close();
        case '|' -> pipes++;
        case '*' ->
            complaints.add(
                "'*' is not allowed here: a text times a number may fill the memory; use multiply(a; b) for numbers");
        case '#' -> complaints.add("a comment is not allowed in an expression; write it in YAML");
        default -> {
          // The parser of jq judges the rest.
        }
      }
    }

    private void close() {
      if (!open.isEmpty() && open.pop() == '"') {
        string();
      }
    }
  }
}
