package io.causerie.server.setup;

import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code mapping} of a connector in its system's file, as it is written there. */
public final class MappingList {
  private static final Pattern EMPTY = Pattern.compile("\\[\\s*]");

  private final String text;
  private final Yaml mapping;

  private MappingList(String text, Yaml mapping) {
    this.text = text;
    this.mapping = mapping;
  }

  /** That of a connector, if the file has it. */
  public static Optional<MappingList> find(String file, String text, String connector) {
    List<Problem> problems = new ArrayList<>();
    return Yaml.read(file, text, problems)
        .filter(Yaml::isMap)
        .flatMap(root -> root.get("connectors"))
        .filter(Yaml::isMap)
        .flatMap(connectors -> Optional.ofNullable(connectors.entries().get(connector)))
        .filter(Yaml::isMap)
        .flatMap(entry -> entry.get("mapping"))
        .map(mapping -> new MappingList(text, mapping));
  }

  /**
   * The file's text with one more mapping before the others; all else stays as it is written. Empty
   * where it is written so that a machine had better not touch it.
   */
  public Optional<String> with(String name) {
    String quoted = SystemText.quoted(name);
    int at = at(mapping);
    String rest = text.substring(at);
    if (mapping.isMap()) {
      return Optional.empty();
    }
    if (!mapping.isList()) {
      return Stream.of("", "\"", "'")
          .map(quote -> quote + mapping.text() + quote)
          .filter(rest::startsWith)
          .findFirst()
          .map(single -> insert(at, single.length(), "[" + quoted + ", " + single + "]"));
    }
    Matcher empty = EMPTY.matcher(rest);
    if (empty.lookingAt()) {
      return Optional.of(insert(at, empty.end(), "[" + quoted + "]"));
    }
    if (rest.startsWith("[")) {
      return Optional.of(insert(at, 1, "[" + quoted + ", "));
    }
    if (rest.startsWith("- ")) {
      String indent = " ".repeat(mapping.column() - 1);
      return Optional.of(insert(at, 0, "- " + quoted + "\n" + indent));
    }
    return Optional.empty();
  }

  private String insert(int at, int instead, String what) {
    return text.substring(0, at) + what + text.substring(at + instead);
  }

  private int at(Yaml place) {
    int start = 0;
    for (int line = 1; line < place.line(); line++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + place.column() - 1;
  }
}
