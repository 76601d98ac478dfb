package io.causerie.spi;

import io.causerie.model.yaml.Yaml;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads a {@code config} block by the keys its kind declares. */
public final class KindConfig {
  private final Function<Yaml, String> text;

  /**
   * @param text the text of a single value, with what it refers to (an environment variable, a
   *     file) put in
   */
  public KindConfig(Function<Yaml, String> text) {
    this.text = text;
  }

  /**
   * Reads the values of a connector that stands alone, by the full names of their keys; what is
   * wrong is reported at its place.
   *
   * @param config the {@code config} block, where there is one
   * @param around the block around it, where its absence is reported
   */
  public Map<String, List<String>> read(ConnectorKind kind, Optional<Yaml> config, Yaml around) {
    return read(kind, config, around, key -> true, key -> "");
  }

  /** Reads the values of a system, which its connectors share. */
  public Map<String, List<String>> readSystem(
      ConnectorKind kind, Optional<Yaml> config, Yaml around) {
    return read(
        kind,
        config,
        around,
        ConfigKey::ofSystem,
        key ->
            "`%s` is a key of each connector: write it into the `config` of those that need it"
                .formatted(key.name()));
  }

  /** Reads a connector's own values. */
  public Map<String, List<String>> readConnector(
      ConnectorKind kind, Optional<Yaml> config, Yaml around) {
    return read(
        kind,
        config,
        around,
        key -> !key.ofSystem(),
        key ->
            "`%s` is a key of the system, the same for all its connectors: write it once, into the `config` beside the system's `kind`"
                .formatted(key.name()));
  }

  private Map<String, List<String>> read(
      ConnectorKind kind,
      Optional<Yaml> config,
      Yaml around,
      Predicate<ConfigKey> here,
      Function<ConfigKey, String> elsewhere) {
    Map<String, List<String>> values = new HashMap<>();
    Map<String, Yaml> maps = new LinkedHashMap<>();
    config.filter(Yaml::expectMap).ifPresent(c -> maps.put("", c));
    for (ConfigKey key : kind.configKeys()) {
      if (!here.test(key)) {
        if (config.filter(c -> isIn(c, key)).isPresent()) {
          find(key, maps).ifPresent(v -> v.problem(elsewhere.apply(key)));
        }
        continue;
      }
      Optional<Yaml> value = find(key, maps);
      if (value.isEmpty() && key.required()) {
        config.orElse(around).problem("the key '" + key.name() + "' is missing: " + key.help());
      }
      value.ifPresent(
          v -> {
            int before = v.problems();
            values.put(key.name(), values(key, v));
            if (v.problems() == before) {
              key.fault(values.get(key.name())).ifPresent(v::problem);
            }
          });
    }
    maps.values().forEach(Yaml::refuseOthers);
    return values;
  }

  /** Whether a key is there, without making it one that may be. */
  private static boolean isIn(Yaml config, ConfigKey key) {
    return config.has(key.name().split("\\."));
  }

  private static Optional<Yaml> find(ConfigKey key, Map<String, Yaml> maps) {
    String path = "";
    Optional<Yaml> map = Optional.ofNullable(maps.get(path));
    for (String parent : key.parents()) {
      String inner = path.isEmpty() ? parent : path + "." + parent;
      if (!maps.containsKey(inner)) {
        map.flatMap(m -> m.get(parent)).filter(Yaml::expectMap).ifPresent(m -> maps.put(inner, m));
      }
      path = inner;
      map = Optional.ofNullable(maps.get(path));
    }
    String last = key.name().substring(key.name().lastIndexOf('.') + 1);
    return map.flatMap(m -> m.get(last));
  }

  private List<String> values(ConfigKey key, Yaml value) {
    return switch (key.type()) {
      case TEXT -> List.of(text.apply(value));
      case TEXTS -> value.oneOrMore().stream().map(text).toList();
      case NUMBER -> List.of(String.valueOf(value.number(key.least(), key.most())));
      case TRUTH -> List.of(String.valueOf(value.truth()));
      case DURATION -> List.of(value.duration().toString());
    };
  }
}
