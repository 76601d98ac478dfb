package io.causerie.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the fields of an observation are tracked.
 *
 * @param lookups fields that are looked up elsewhere: shown, but their change is nobody's
 * @param changedBy who changed a field, where that is not the actor of the event
 * @param definitions what each tracked field is made of, whether it was present or not, in the
 *     order of the mapping: a value that differs because its field is defined anew is nobody's
 *     change; empty where nothing is known of that
 */
public record Tracking(
    Set<String> lookups, Map<String, SourceActor> changedBy, Map<String, String> definitions) {
  /** Stands among the definitions for how the source is read; no field is called so. */
  public static final String READING = "";

  public static final Tracking PLAIN = new Tracking(Set.of(), Map.of(), Map.of());

  public Tracking {
    lookups = Set.copyOf(lookups);
    changedBy = Map.copyOf(changedBy);
    definitions = Collections.unmodifiableMap(new LinkedHashMap<>(definitions));
  }

  /**
   * The same for a source that is read in a way of its own: when that becomes another, no value
   * that differs is anybody's change.
   */
  public Tracking read(String way) {
    Map<String, String> all = new LinkedHashMap<>(definitions);
    all.put(READING, way);
    return new Tracking(lookups, changedBy, all);
  }

  static Tracking orPlain(@Nullable Tracking tracking) {
    return tracking == null ? PLAIN : tracking;
  }
}
