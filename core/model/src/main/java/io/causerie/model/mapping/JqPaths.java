package io.causerie.model.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the paths that a jq expression reads, by its text. */
final class JqPaths {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern BRACKETS =
      Pattern.compile("\\[\\s*(?:\"([^\"\\\\]*)\"|-?\\d*|-?\\d*:-?\\d*)\\s*\\]");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]+)\"");
  private static final Pattern KEY = Pattern.compile("[{,]\\s*\"?([A-Za-z_][A-Za-z0-9_]*)\"?\\s*:");

  private final String text;
  private final List<Path> paths = new ArrayList<>();
  private final Set<String> made = new TreeSet<>();
  private final boolean simple;

  private JqPaths(String text) {
    this.text = text;
    Matcher key = KEY.matcher(text);
    while (key.find()) {
      made.add(key.group(1));
    }
    // Behind a pipe or in a function's argument `.` is something else than the event.
    this.simple = !text.contains("|") && !text.matches("(?s).*[A-Za-z0-9_]\\s*\\(.*");
  }

  /**
   * A path.
   *
   * @param steps its keys; over the elements of a list there is no step
   * @param fromRoot whether it begins at the event, as far as the text tells
   */
  record Path(List<String> steps, boolean fromRoot) {
    String text() {
      return steps.stream().map(Path::written).reduce("", String::concat);
    }

    /** The path to a neighbour: as far as a depth, then another key, then on as before. */
    String with(int depth, String name) {
      List<String> other = new ArrayList<>(steps);
      other.set(depth, name);
      return new Path(other, fromRoot).text();
    }

    private static String written(String step) {
      return NAME.matcher(step).matches() ? "." + step : ".[\"" + step + "\"]";
    }
  }

  static List<Path> of(String text) {
    JqPaths found = new JqPaths(text);
    found.code(0, false);
    return List.copyOf(found.paths);
  }

  /** Reads code up to its end, or in a string up to the bracket that closes it. */
  private int code(int from, boolean inString) {
    int depth = 0;
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"') {
        i = string(i + 1);
      } else if (c == '#') {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else if (c == '$') {
        i = chain(name(i + 1), false);
      } else if (c == '.' && begins(i)) {
        i = chain(i, true);
      } else if (inString && c == ')' && depth == 0) {
        return i + 1;
      } else {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        i++;
      }
    }
    return i;
  }

  private int string(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '"') {
      if (text.startsWith("\\(", i)) {
        i = code(i + 2, true);
      } else {
        i += text.charAt(i) == '\\' ? 2 : 1;
      }
    }
    return i + 1;
  }

  private int name(int from) {
    Matcher name = NAME.matcher(text).region(from, text.length());
    return name.lookingAt() ? name.end() : from;
  }

  private boolean begins(int at) {
    if (at + 1 >= text.length()) {
      return false;
    }
    char next = text.charAt(at + 1);
    return next == '"' || next == '[' || next == '_' || Character.isLetter(next);
  }

  /** Reads {@code .a.b[0]["c d"]}; kept unless it hangs on a variable. */
  private int chain(int from, boolean kept) {
    List<String> steps = new ArrayList<>();
    int i = from;
    while (i < text.length()) {
      Matcher brackets = BRACKETS.matcher(text).region(i, text.length());
      boolean dot = text.charAt(i) == '.';
      Matcher inDot = BRACKETS.matcher(text).region(Math.min(i + 1, text.length()), text.length());
      Matcher quoted = QUOTED.matcher(text).region(Math.min(i + 1, text.length()), text.length());
      if (dot && name(i + 1) > i + 1) {
        int end = name(i + 1);
        steps.add(text.substring(i + 1, end));
        i = end;
      } else if (dot && quoted.lookingAt()) {
        steps.add(quoted.group(1));
        i = quoted.end();
      } else if (dot && inDot.lookingAt()) {
        i = bracket(inDot, steps);
      } else if (!dot && brackets.lookingAt()) {
        i = bracket(brackets, steps);
      } else if (text.charAt(i) == '?') {
        i++;
      } else {
        break;
      }
    }
    boolean ofEvent = steps.isEmpty() || made.contains(steps.get(0));
    if (kept && !ofEvent) {
      paths.add(new Path(List.copyOf(steps), simple && !hangs(from)));
    }
    return Math.max(i, from + 1);
  }

  private static int bracket(Matcher brackets, List<String> steps) {
    if (brackets.group(1) != null) {
      steps.add(brackets.group(1));
    }
    return brackets.end();
  }

  /** Whether it goes on from what stands before it. */
  private boolean hangs(int at) {
    return at > 0 && ")]}\"".indexOf(text.charAt(at - 1)) >= 0;
  }
}
