package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A path that an expression reads of an event's data.
 *
 * @param steps names of fields; {@value #ELEMENT} for the elements of a list
 */
public record ReadPath(List<String> steps) {
  private static final String ELEMENT = "[]";
  static final ReadPath ROOT = new ReadPath(List.of());

  public ReadPath {
    steps = List.copyOf(steps);
  }

  /** The path to a field of what stands here. */
  public ReadPath field(String name) {
    return with(name);
  }

  ReadPath element() {
    return with(ELEMENT);
  }

  private ReadPath with(String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return new ReadPath(longer);
  }

  /** The path that ends a step earlier; of the root the root. */
  public ReadPath parent() {
    return steps.isEmpty() ? this : new ReadPath(steps.subList(0, steps.size() - 1));
  }

  /** The names of fields that stand in some data where this path leads. */
  public Set<String> names(JsonNode data) {
    Set<String> names = new TreeSet<>();
    at(data, 0).forEach(node -> node.fieldNames().forEachRemaining(names::add));
    return names;
  }

  /**
   * Whether some data has what this path names, be it null, or could have it: what is null or empty
   * on the way may hold anything in another event.
   */
  public boolean mayBeIn(JsonNode data) {
    return mayBeIn(data, 0);
  }

  private boolean mayBeIn(JsonNode node, int step) {
    if (step == steps.size() || (step > 0 && (node.isNull() || node.isMissingNode()))) {
      return true;
    }
    if (!steps.get(step).equals(ELEMENT)) {
      return node.has(steps.get(step)) && mayBeIn(node.get(steps.get(step)), step + 1);
    }
    for (JsonNode element : node) {
      if (mayBeIn(element, step + 1)) {
        return true;
      }
    }
    return node.isEmpty();
  }

  /** Whether it is, or goes on from, a path that is written so. */
  public boolean isWithin(String other) {
    String text = toString();
    return text.equals(other) || text.startsWith(other + ".") || text.startsWith(other + "[");
  }

  private List<JsonNode> at(JsonNode node, int step) {
    if (step == steps.size()) {
      return List.of(node);
    }
    String name = steps.get(step);
    List<JsonNode> found = new ArrayList<>();
    if (name.equals(ELEMENT)) {
      node.forEach(element -> found.addAll(at(element, step + 1)));
    } else if (node.has(name)) {
      found.addAll(at(node.get(name), step + 1));
    }
    return found;
  }

  /** As an expression has it: {@code .items[].name}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String step : steps) {
      if (step.equals(ELEMENT)) {
        text.append(text.isEmpty() ? ".[]" : "[]");
      } else if (step.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        text.append('.').append(step);
      } else {
        text.append(text.isEmpty() ? "." : "").append("[\"").append(step).append("\"]");
      }
    }
    return text.isEmpty() ? "." : text.toString();
  }

  /** Paths as they are found. */
  static final class Trace {
    private final Set<ReadPath> read = new LinkedHashSet<>();
    private final Map<String, @Nullable ReadPath> variables = new HashMap<>();

    ReadPath read(ReadPath path) {
      read.add(path);
      return path;
    }

    void bind(String variable, @Nullable ReadPath at) {
      variables.put(variable, at);
    }

    @Nullable ReadPath variable(String name) {
      return variables.get(name);
    }

    List<ReadPath> paths() {
      return List.copyOf(read);
    }
  }
}
