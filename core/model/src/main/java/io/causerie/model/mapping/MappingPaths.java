package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.SourceEvent;
import io.causerie.model.yaml.Nearest;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the paths that mappings read with the data of events that came: a path that none of them
 * has is often a misspelt one. A hint and no error, since a field may be rare. Pure.
 */
public final class MappingPaths {
  private MappingPaths() {}

  /**
   * A path that no event has.
   *
   * @param file of the mapping
   * @param line of the expression that reads it
   * @param path for instance {@code .nmae}
   * @param near the path that may be meant; absent: none is near
   */
  public record Unseen(String file, int line, String path, @Nullable String near) {
    @Override
    public String toString() {
      return "%s:%d: %s%s"
          .formatted(file, line, path, near == null ? "" : " (did you mean '" + near + "'?)");
    }
  }

  /**
   * The paths that none of the events has, in the order of the files. An event counts for the first
   * mapping that is meant for its type; a mapping that none came for is left out.
   */
  public static List<Unseen> unseen(List<Mapping> mappings, Collection<SourceEvent> events) {
    Map<Mapping, List<JsonNode>> data = new LinkedHashMap<>();
    mappings.forEach(mapping -> data.put(mapping, new ArrayList<>()));
    for (SourceEvent event : events) {
      mappings.stream()
          .filter(mapping -> mapping.accepts(event))
          .findFirst()
          .ifPresent(mapping -> parse(event, data.get(mapping)));
    }
    List<Unseen> unseen = new ArrayList<>();
    data.forEach((mapping, nodes) -> unseen.addAll(unseen(mapping, nodes)));
    return unseen;
  }

  private static void parse(SourceEvent event, @Nullable List<JsonNode> nodes) {
    try {
      java.util.Objects.requireNonNull(nodes).add(Json.parse(event));
    } catch (BadEvent e) {
      // What is wrong with it is told where it is mapped.
      return;
    }
  }

  private static List<Unseen> unseen(Mapping mapping, List<JsonNode> nodes) {
    if (nodes.isEmpty()) {
      return List.of();
    }
    List<Jq> expressions = new ArrayList<>();
    collect(mapping.parts(), expressions);
    Map<String, Unseen> unseen = new LinkedHashMap<>();
    for (Jq expression : expressions) {
      for (JqPaths.Path path : JqPaths.of(expression.text())) {
        Set<String> near = new TreeSet<>();
        if (!has(nodes, path, near)) {
          unseen.putIfAbsent(
              path.text(),
              new Unseen(mapping.file(), expression.line(), path.text(), nearest(path, near)));
        }
      }
    }
    return List.copyOf(unseen.values());
  }

  /** Every expression, wherever a mapping keeps it: one added later cannot be forgotten here. */
  private static void collect(@Nullable Object part, List<Jq> found) {
    if (part instanceof Jq expression) {
      found.add(expression);
    } else if (part instanceof Collection<?> several) {
      several.forEach(one -> collect(one, found));
    } else if (part instanceof Map<?, ?> several) {
      several.values().forEach(one -> collect(one, found));
    } else if (part instanceof Record record
        && record.getClass().getPackage() == MappingPaths.class.getPackage()) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        try {
          collect(component.getAccessor().invoke(record), found);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static boolean has(List<JsonNode> nodes, JqPaths.Path path, Set<String> near) {
    boolean found = false;
    for (JsonNode node : nodes) {
      found |= path.fromRoot() ? step(node, path, 0, near) : anywhere(node, path, near);
    }
    return found;
  }

  /** Keys beside the one that is missing are what may be meant. */
  private static boolean step(JsonNode node, JqPaths.Path path, int depth, Set<String> near) {
    if (depth == path.steps().size()) {
      return true;
    }
    boolean found = false;
    if (node.isArray()) {
      for (JsonNode element : node) {
        found |= step(element, path, depth, near);
      }
      return found;
    }
    String step = path.steps().get(depth);
    if (node.has(step)) {
      return step(node.get(step), path, depth + 1, near);
    }
    if (node.isObject()) {
      node.fieldNames().forEachRemaining(name -> near.add(path.with(depth, name)));
    }
    // What is null, or no object, may have anything in another event.
    return depth > 0 && (node.isNull() || node.isMissingNode());
  }

  private static boolean anywhere(JsonNode node, JqPaths.Path path, Set<String> near) {
    boolean found = node.isObject() && step(node, path, 0, near);
    for (JsonNode inside : node) {
      found |= anywhere(inside, path, near);
    }
    return found;
  }

  private static @Nullable String nearest(JqPaths.Path path, Set<String> known) {
    return Nearest.to(path.text(), known).orElse(null);
  }
}
