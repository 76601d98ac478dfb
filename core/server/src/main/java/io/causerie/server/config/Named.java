package io.causerie.server.config;

import io.causerie.model.yaml.Nearest;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a file gives, for what refers to them. Where the file could not be read as far as
 * they stand in it, none is missed: that error is told, and those that would follow from it are
 * not.
 */
final class Named {
  private final Set<String> names = new TreeSet<>();
  private boolean whole = true;

  /** Takes a name; false if it was there. */
  boolean add(String name) {
    return names.add(name);
  }

  /** There may be more than could be read. */
  void broken() {
    whole = false;
  }

  /** Whether certainly nothing has this name. */
  boolean lacks(String name) {
    return whole && !names.contains(name);
  }

  /** The name that was meant, if one is near; to be said behind the one that there is not. */
  String hint(String name) {
    return Nearest.hint(name, names);
  }
}
