package io.causerie.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The key of a row as one text. A key of one column is its value; of several, their values with
 * commas between them, a comma in a value being {@code %2C} and a percent sign {@code %25}.
 */
final class Keys {
  private Keys() {}

  static String join(List<String> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : parts.stream()
            .map(part -> part.replace("%", "%25").replace(",", "%2C"))
            .collect(Collectors.joining(","));
  }

  /** The values again; nothing where the text is no key of these columns. */
  static Optional<List<String>> split(String key, List<Column> columns) {
    List<String> parts = new ArrayList<>();
    if (columns.size() == 1) {
      parts.add(key);
    } else {
      for (String part : key.split(",", -1)) {
        parts.add(part.replace("%2C", ",").replace("%25", "%"));
      }
    }
    if (parts.size() != columns.size()) {
      return Optional.empty();
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!columns.get(i).type().fits(parts.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parts);
  }
}
