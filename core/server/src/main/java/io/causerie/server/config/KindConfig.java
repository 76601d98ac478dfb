package io.causerie.server.config;

import io.causerie.model.yaml.Yaml;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a connector's {@code config} by the keys its kind declares. */
final class KindConfig {
  private final Secrets secrets;

  KindConfig(Secrets secrets) {
    this.secrets = secrets;
  }

  Map<String, List<String>> read(ConnectorKind kind, Optional<Yaml> config, Yaml connector) {
    Map<String, List<String>> values = new HashMap<>();
    Map<String, Yaml> maps = new LinkedHashMap<>();
    config.filter(Yaml::expectMap).ifPresent(c -> maps.put("", c));
    for (ConfigKey key : kind.configKeys()) {
      Optional<Yaml> value = find(key, maps);
      if (value.isEmpty() && key.required()) {
        config.orElse(connector).problem("the key '" + key.name() + "' is missing: " + key.help());
      }
      value.ifPresent(v -> values.put(key.name(), values(key, v)));
    }
    maps.values().forEach(Yaml::refuseOthers);
    return values;
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
      case TEXT -> List.of(secrets.text(value));
      case TEXTS -> value.oneOrMore().stream().map(secrets::text).toList();
      case NUMBER -> List.of(String.valueOf(value.number(0, Integer.MAX_VALUE)));
      case TRUTH -> List.of(String.valueOf(value.truth()));
    };
  }
}
