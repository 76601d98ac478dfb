package io.causerie.sapfake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All entities, by set and key; each access is one at a time. */
final class Tables {
  private final Map<String, TreeMap<String, Map<String, Object>>> rows = new HashMap<>();
  private final Set<String> hidden = new HashSet<>();
  private boolean blind;

  private TreeMap<String, Map<String, Object>> of(Edm.EntitySet set) {
    return rows.computeIfAbsent(set.name(), name -> new TreeMap<>());
  }

  static String key(Edm.EntitySet set, Map<String, Object> row) {
    List<String> parts = new ArrayList<>();
    for (String name : set.key()) {
      Object value = row.get(name);
      if (value == null) {
        throw new Refusal(
            400, "/IWBEP/CM_MGW_RT/022", "Key property %s is missing".formatted(name));
      }
      parts.add((set.key().size() == 1 ? "" : name + "=") + Values.key(set.property(name), value));
    }
    return String.join(",", parts);
  }

  synchronized Optional<Map<String, Object>> find(Edm.EntitySet set, String key) {
    return isHidden(set, key)
        ? Optional.empty()
        : Optional.ofNullable(of(set).get(key)).map(LinkedHashMap::new);
  }

  private boolean isHidden(Edm.EntitySet set, String key) {
    return blind || hidden.contains(set.name() + "(" + key + ")");
  }

  /** Of a set, those with some values; all of them where there are none. */
  synchronized List<Map<String, Object>> all(Edm.EntitySet set, Map<String, Object> with) {
    List<Map<String, Object>> found = new ArrayList<>();
    of(set)
        .forEach(
            (key, row) -> {
              if (!isHidden(set, key)
                  && with.entrySet().stream()
                      .allMatch(e -> e.getValue().equals(row.get(e.getKey())))) {
                found.add(new LinkedHashMap<>(row));
              }
            });
    return found;
  }

  /** Writes values over those of a row; a null clears one. Says whether the row is new. */
  synchronized boolean put(Edm.EntitySet set, Map<String, @Nullable Object> values) {
    Map<String, Object> keyed = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          set.property(name);
          if (value != null) {
            keyed.put(name, value);
          }
        });
    String key = key(set, keyed);
    Map<String, Object> before = of(set).get(key);
    Map<String, Object> row = new LinkedHashMap<>(before == null ? Map.of() : before);
    values.forEach(
        (name, value) -> {
          if (value == null) {
            row.remove(name);
          } else {
            row.put(name, value);
          }
        });
    of(set).put(key, row);
    return before == null;
  }

  synchronized boolean remove(Edm.EntitySet set, String key) {
    return of(set).remove(key) != null;
  }

  synchronized void hide(Edm.EntitySet set, String key) {
    hidden.add(set.name() + "(" + key + ")");
  }

  synchronized void blind(boolean they) {
    blind = they;
  }

  synchronized void reveal() {
    hidden.clear();
  }

  /** Whether there is one, though it may not be seen yet. */
  synchronized boolean isThere(Edm.EntitySet set, String key) {
    return of(set).containsKey(key);
  }
}
