package io.causerie.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The whole {@code openapi.yaml} (OpenAPI 3.0): what all have in common, and the part of each
 * feature's package.
 */
public final class Contract {
  private static final String PART = "openapi.yaml";

  private Contract() {}

  /**
   * The contract of some features, as YAML in UTF-8.
   *
   * @throws IllegalStateException if a part is missing, or two say the same thing
   */
  public static String of(Collection<? extends Class<? extends Feature>> features) {
    Map<String, Object> whole = part(Api.class);
    Set<String> merged = new LinkedHashSet<>();
    for (Class<? extends Feature> type : features) {
      if (merged.add(type.getPackageName())) {
        merge(whole, part(type), type.getPackageName());
      }
    }
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(whole);
  }

  private static Map<String, Object> part(Class<?> type) {
    try (InputStream in = type.getResourceAsStream(PART)) {
      if (in == null) {
        throw new IllegalStateException(type.getPackageName() + " has no " + PART);
      }
      return object(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(Map<String, Object> into, Map<String, Object> part, String where) {
    part.forEach(
        (key, value) -> {
          Object there = into.get(key);
          if (there == null) {
            into.put(key, value);
          } else if (there instanceof Map && value instanceof Map) {
            Map<String, Object> both = object(there);
            merge(both, object(value), where + "/" + key);
            into.put(key, both);
          } else if (there instanceof List<?> first && value instanceof List<?> then) {
            into.put(key, Stream.concat(first.stream(), then.stream()).toList());
          } else {
            throw new IllegalStateException(where + " says " + key + " once more");
          }
        });
  }

  private static Map<String, Object> object(Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, of) -> object.put(String.valueOf(key), of));
    return object;
  }
}
