package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import io.causerie.engine.access.Viewer;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which groups somebody may address where she writes, and how many persons that reaches: those who
 * can read it, without herself. Someone from outside learns of no group.
 */
public final class GroupReach {
  private GroupReach() {}

  /** The groups that reach anybody at all, with how many. */
  public static Map<String, Integer> of(Collection<Directory.Entry> readers, Viewer author) {
    Map<String, Integer> reach = new TreeMap<>();
    for (Directory.Entry reader : readers) {
      if (!reader.id().equals(author.person())) {
        reader.groups().forEach(group -> reach.merge(group, 1, Integer::sum));
      } else if (reader.guest()) {
        return Map.of();
      }
    }
    return reach;
  }
}
