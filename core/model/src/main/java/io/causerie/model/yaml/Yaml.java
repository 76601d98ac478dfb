package io.causerie.model.yaml;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a YAML 1.2 file, with its place. Reading a wrong value reports a {@link Problem} and
 * goes on, so that all errors of a file are found in one run; a reader asks {@link #hasProblems} at
 * the end. Not for use by several threads.
 */
public final class Yaml {
  private final String file;
  private final String path;
  private final Node node;
  private final List<Problem> problems;
  private final Set<String> asked = new TreeSet<>();

  private Yaml(String file, String path, Node node, List<Problem> problems) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  /** Reads a text; nothing is returned for one that is not YAML or is empty, which is a problem. */
  public static Optional<Yaml> read(String file, String text, List<Problem> problems) {
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(file).setMaxAliasesForCollections(10).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(new Problem(file, 1, 1, "", "the file is empty"));
      }
      return root.map(node -> new Yaml(file, "", node, problems));
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().orElse(null);
      problems.add(
          new Problem(
              file,
              mark == null ? 1 : mark.getLine() + 1,
              mark == null ? 1 : mark.getColumn() + 1,
              "",
              "not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(new Problem(file, 1, 1, "", "not YAML: " + e.getMessage()));
    } catch (StackOverflowError e) {
      // The reader goes down by recursion, and has no bound of its own.
      problems.add(new Problem(file, 1, 1, "", "not YAML to be read: it is nested too deeply"));
    }
    return Optional.empty();
  }

  public String path() {
    return path;
  }

  public String file() {
    return file;
  }

  public int line() {
    return node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
  }

  public int column() {
    return node.getStartMark().map(m -> m.getColumn() + 1).orElse(1);
  }

  /** The part of its file that this value is, with its lines moved to the left. */
  public String cutFrom(String text) {
    List<String> lines = text.lines().toList();
    int first = line() - 1;
    Mark end = node.getEndMark().orElseThrow();
    StringBuilder cut = new StringBuilder(" ".repeat(column() - 1));
    for (int i = first; i < lines.size() && i <= end.getLine(); i++) {
      String line = i < end.getLine() ? lines.get(i) : lines.get(i).substring(0, end.getColumn());
      cut.append(i == first ? line.substring(column() - 1) : line).append('\n');
    }
    return cut.toString().stripTrailing().stripIndent() + "\n";
  }

  /** Reports that this value is wrong. */
  public void problem(String message) {
    problems.add(new Problem(file, line(), column(), path, message));
  }

  /** Adds a problem of another file that this value names. */
  public void report(Problem problem) {
    problems.add(problem);
  }

  /** How many problems have been reported so far, here and elsewhere. */
  public int problems() {
    return problems.size();
  }

  public boolean hasProblems() {
    return !problems.isEmpty();
  }

  public boolean isMap() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  private boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  /** The value of a key, if this is a map that has it and it is not null. */
  public Optional<Yaml> get(String key) {
    asked.add(key);
    if (node instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        if (key.equals(keyOf(tuple))) {
          return Optional.of(child(key, tuple.getValueNode())).filter(value -> !value.isNull());
        }
      }
    }
    return Optional.empty();
  }

  /** Whether there is a value at the end of these keys, which are not read by that. */
  public boolean has(String... keys) {
    Optional<Node> at = Optional.of(node);
    for (String key : keys) {
      at = at.flatMap(map -> inside(map, key));
    }
    return at.isPresent();
  }

  private static Optional<Node> inside(Node node, String key) {
    return node instanceof MappingNode map
        ? map.getValue().stream()
            .filter(tuple -> key.equals(keyOf(tuple)))
            .map(NodeTuple::getValueNode)
            .findFirst()
        : Optional.empty();
  }

  /** As {@link #get}; a missing key is a problem. */
  public Optional<Yaml> require(String key, String expected) {
    Optional<Yaml> value = get(key);
    if (value.isEmpty() && expectMap()) {
      problem("the key '" + key + "' is missing; expected " + expected);
    }
    return value;
  }

  private Yaml child(String key, Node value) {
    return new Yaml(file, path.isEmpty() ? key : path + "." + key, value, problems);
  }

  private static String keyOf(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** All keys and values of a map, in the order of the file; a problem if this is not a map. */
  public Map<String, Yaml> entries() {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    if (expectMap() && node instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        String key = keyOf(tuple);
        asked.add(key);
        entries.put(key, child(key, tuple.getValueNode()));
      }
    }
    return entries;
  }

  /** The elements of a list; a problem if this is not one. */
  public List<Yaml> elements() {
    List<Yaml> elements = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (int i = 0; i < list.getValue().size(); i++) {
        elements.add(new Yaml(file, path + "[" + i + "]", list.getValue().get(i), problems));
      }
    } else {
      problem("expected a list, found " + kind());
    }
    return elements;
  }

  /** The elements of a list, or this single value as a list of one. */
  public List<Yaml> oneOrMore() {
    return isList() ? elements() : List.of(this);
  }

  /** Whether this is a map; a problem if it is not. */
  public boolean expectMap() {
    if (isMap()) {
      return true;
    }
    problem("expected keys and values, found " + kind());
    return false;
  }

  private String kind() {
    if (isMap()) {
      return "keys and values";
    }
    return isList() ? "a list" : isNull() ? "nothing" : "'" + raw() + "'";
  }

  private @Nullable String raw() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  /** A single value as text, whatever it looks like; a problem and empty if it is a list or map. */
  public String text() {
    String raw = raw();
    if (raw == null || isNull()) {
      problem("expected text, found " + kind());
      return "";
    }
    return raw;
  }

  /** true or false; a problem and false otherwise. */
  public boolean truth() {
    if (node.getTag().equals(Tag.BOOL)) {
      return "true".equalsIgnoreCase(raw());
    }
    problem("expected true or false, found " + kind());
    return false;
  }

  /** A whole number of a range; a problem and {@code least} otherwise. */
  public int number(int least, int most) {
    try {
      int number = Integer.parseInt(String.valueOf(raw()));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    problem("expected a whole number from %d to %d, found %s".formatted(least, most, kind()));
    return least;
  }

  /** A duration of ISO 8601, longer than nothing; a problem and one minute otherwise. */
  public Duration duration() {
    try {
      Duration duration = Duration.parse(String.valueOf(raw()));
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    problem("expected a duration such as PT30S, PT5M or P1D, found " + kind());
    return Duration.ofMinutes(1);
  }

  /** One of some words; a problem and the first one otherwise. */
  public String oneOf(List<String> words) {
    String text = text();
    if (!words.contains(text)) {
      problem(
          "expected one of %s, found '%s'%s"
              .formatted(String.join(", ", words), text, Nearest.hint(text, words)));
      return words.get(0);
    }
    return text;
  }

  /** Reports each key that nobody has asked for, with the nearest one that is known. */
  public void refuseOthers() {
    if (node instanceof MappingNode map) {
      Set<String> seen = new TreeSet<>();
      for (NodeTuple tuple : map.getValue()) {
        String key = keyOf(tuple);
        Yaml place =
            new Yaml(file, path.isEmpty() ? key : path + "." + key, tuple.getKeyNode(), problems);
        if (!asked.contains(key)) {
          place.problem(
              "unknown key '%s'%s; known are %s"
                  .formatted(key, Nearest.hint(key, asked), String.join(", ", asked)));
        } else if (!seen.add(key)) {
          place.problem("the key '" + key + "' stands here twice; keep one");
        }
      }
    }
  }
}
