package io.causerie.server.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a system that is to be connected.
 *
 * @param kind the kind of its connector; absent where it is a system of the gallery
 * @param gallery a system of the gallery; absent where a kind is given
 * @param system the system's name, and that of its connector
 * @param title how people call it; empty: by its name
 * @param groups who may read at most; none: every colleague
 * @param mask paths of fields that operators do not see
 * @param values of configuration keys, by their full names; of a key that is to be made up: none
 */
public record Wish(
    @Nullable String kind,
    @Nullable String gallery,
    String system,
    String title,
    List<String> groups,
    List<String> mask,
    Map<String, List<String>> values) {
  public Wish {
    groups = List.copyOf(groups);
    mask = List.copyOf(mask);
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
