package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.SourceEvent;
import io.causerie.model.jq.ReadPath;
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
    /**
     * As a sentence.
     *
     * @param events with how many it was compared
     */
    public String sentence(int events) {
      return "no event of the last %d has `%s`%s"
          .formatted(events, path, near == null ? "" : "; did you mean `" + near + "`?");
    }

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
    collect(mapping.blocks(), expressions);
    Map<String, Unseen> unseen = new LinkedHashMap<>();
    for (Jq expression : expressions) {
      for (ReadPath path : expression.paths()) {
        boolean told = unseen.values().stream().anyMatch(u -> path.isWithin(u.path()));
        if (!told && nodes.stream().noneMatch(path::mayBeIn)) {
          unseen.put(
              path.toString(),
              new Unseen(mapping.file(), expression.line(), path.toString(), near(path, nodes)));
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

  /** Keys beside the one that is missing are what may be meant. */
  private static @Nullable String near(ReadPath path, List<JsonNode> nodes) {
    Set<String> known = new TreeSet<>();
    nodes.forEach(
        node ->
            path.parent().names(node).forEach(n -> known.add(path.parent().field(n).toString())));
    return Nearest.to(path.toString(), known).orElse(null);
  }
}
