package io.causerie.server.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.mapping.MappingShape;
import io.causerie.model.yaml.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * JSON Schemas of the configuration files, so that editors complete their keys and underline what
 * would be refused. Where the loader reads another key, a test wants it here too.
 */
public final class Schemas {
  private static final Map<String, Supplier<Shape>> ALL =
      new TreeMap<>(
          Map.of(
              "causerie", MainShape::file,
              "mapping", MappingShape::file,
              "people", PeopleShape::file,
              "system", SystemShape::file));

  private Schemas() {}

  /** The names of all schemas, sorted. */
  public static Iterable<String> names() {
    return ALL.keySet();
  }

  /** The schema of that name, made anew. */
  public static Optional<ObjectNode> find(String name) {
    return Optional.ofNullable(ALL.get(name)).map(shape -> shape.get().tree());
  }
}
