package io.causerie.server.config;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;

/** In which of its keys a part of the configuration says something else; components are keys. */
final class Differing {
  private Differing() {}

  /** Adds their full names, in their order. */
  static void add(String name, Record before, Record after, List<String> keys) {
    for (RecordComponent component : before.getClass().getRecordComponents()) {
      Object was = value(before, component);
      Object is = value(after, component);
      String key = name + "." + component.getName();
      if (was instanceof Record part && is instanceof Record other) {
        add(key, part, other, keys);
      } else if (!Objects.equals(was, is)) {
        keys.add(key);
      }
    }
  }

  private static Object value(Record of, RecordComponent component) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a component that cannot be read: " + component, e);
    }
  }
}
