package io.causerie.model.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names that lead to a value. */
record Path(List<String> names) {
  static final Path ROOT = new Path(List.of());

  Path {
    names = List.copyOf(names);
  }

  Path to(String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new Path(longer);
  }

  int depth() {
    return names.size();
  }

  /** The last name; of the whole event none. */
  String name() {
    return names.isEmpty() ? "" : names.get(names.size() - 1);
  }

  Path parent() {
    return new Path(names.subList(0, names.size() - 1));
  }

  boolean isBelow(Path other) {
    return names.size() > other.names.size()
        && names.subList(0, other.names.size()).equals(other.names);
  }

  /** How much deeper it is than another. */
  int below(Path other) {
    return depth() - other.depth();
  }

  JsonNode in(JsonNode event) {
    JsonNode node = event;
    for (String name : names) {
      node = node.path(name);
    }
    return node;
  }

  /** As an expression of jq. */
  String jq() {
    return names.isEmpty() ? "." : names.stream().map(Path::step).collect(Collectors.joining());
  }

  private static String step(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? "." + name : "." + quoted(name);
  }

  /** A text of jq, on one line and without what is not seen. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c == ' ' || isSeen(c)) {
                quoted.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  quoted.append("\\u%04x".formatted((int) unit));
                }
              }
            });
    return quoted.append('"').toString();
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** A name as it is compared: {@code updated_at} and {@code updatedAt} are one. */
  static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
