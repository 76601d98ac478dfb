package io.causerie.model.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What events hold, by path; lists are left out, of which nobody can say how long they are. */
final class Samples {
  private static final int DEPTH = 4;
  private static final int MOST_PATHS = 2_000;

  private final List<JsonNode> events;
  private final Map<Path, Sample> scalars = new LinkedHashMap<>();
  private final Map<Path, Integer> objects = new LinkedHashMap<>();

  Samples(List<JsonNode> events) {
    this.events = List.copyOf(events);
    events.forEach(event -> walk(Path.ROOT, event));
  }

  private void walk(Path path, JsonNode node) {
    if (node.isObject() && path.depth() < DEPTH) {
      objects.merge(path, 1, Integer::sum);
      node.properties().forEach(e -> walk(path.to(e.getKey()), e.getValue()));
    } else if (node.isValueNode() && (scalars.containsKey(path) || scalars.size() < MOST_PATHS)) {
      scalars.computeIfAbsent(path, p -> new Sample()).add(node);
    }
  }

  int size() {
    return events.size();
  }

  /** Those who have something at a path. */
  List<JsonNode> having(Path path) {
    return events.stream().filter(event -> path.in(event).isObject()).toList();
  }

  /** Objects, the outermost first. */
  List<Path> objects() {
    List<Path> all = new ArrayList<>(objects.keySet());
    all.sort(java.util.Comparator.comparingInt(Path::depth));
    return all;
  }

  Optional<Sample> scalar(Path path) {
    return Optional.ofNullable(scalars.get(path));
  }

  /** The values below an object, in the order in which they came. */
  Stream<Map.Entry<Path, Sample>> below(Path object, Predicate<Path> wanted) {
    return scalars.entrySet().stream()
        .filter(e -> e.getKey().isBelow(object) && wanted.test(e.getKey()));
  }
}
