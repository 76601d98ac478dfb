package io.causerie.spi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of connectors that there are, by their names. */
public final class Kinds {
  private final Map<String, ConnectorKind> byName = new TreeMap<>();

  /**
   * @throws IllegalArgumentException if two have one name
   */
  public Kinds(Collection<ConnectorKind> kinds) {
    for (ConnectorKind kind : kinds) {
      ConnectorKind other = byName.putIfAbsent(kind.name(), kind);
      if (other != null) {
        throw new IllegalArgumentException(
            "two kinds are called '%s': %s and %s"
                .formatted(kind.name(), other.getClass().getName(), kind.getClass().getName()));
      }
    }
  }

  /** Those on the class path. */
  public static Kinds onClassPath() {
    return new Kinds(
        ServiceLoader.load(ConnectorKind.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  public Optional<ConnectorKind> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names, sorted. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** All kinds, by name. */
  public List<ConnectorKind> all() {
    return List.copyOf(byName.values());
  }
}
