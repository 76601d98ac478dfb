package io.causerie.http.odata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An entity set, as {@code $metadata} has it.
 *
 * @param key the names of its key, in their order
 * @param properties by name
 * @param navigation names that {@code $expand} knows
 */
record EntitySet(
    String name, List<String> key, Map<String, Property> properties, Set<String> navigation) {

  /**
   * A property.
   *
   * @param precision digits behind the second; 12 where it is not said
   * @param day whether a time is only a day
   */
  record Property(
      String name,
      EdmType type,
      int precision,
      boolean day,
      boolean filterable,
      boolean sortable) {}

  /** A property, where there is one of the name; else one that is taken for text. */
  Property property(String name) {
    Property found = properties.get(name);
    return found == null ? new Property(name, EdmType.STRING, 12, false, true, true) : found;
  }
}
