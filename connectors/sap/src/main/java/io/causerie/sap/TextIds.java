package io.causerie.sap;

import io.causerie.model.Lane;
import io.causerie.spi.ConfigException.Fault;
import io.causerie.spi.SystemContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The texts of objects in which comments stand, one a lane: text ids of their own, so that nobody's
 * words are replaced.
 *
 * @param language in which they are written, of two letters
 */
record TextIds(Map<TextsOf, Map<Lane, String>> ids, String language) {
  TextIds {
    ids = Map.copyOf(ids);
  }

  static TextIds of(SystemContext context) {
    Map<TextsOf, Map<Lane, String>> ids = new EnumMap<>(TextsOf.class);
    for (TextsOf object : TextsOf.values()) {
      Map<Lane, String> lanes = new EnumMap<>(Lane.class);
      for (Lane lane : Lane.values()) {
        object.key(lane).given(context).ifPresent(id -> lanes.put(lane, id));
      }
      if (!lanes.isEmpty()) {
        ids.put(object, Map.copyOf(lanes));
      }
    }
    return new TextIds(ids, SapKind.LANGUAGE.in(context));
  }

  /** What customers read must be another text than what is internal. */
  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    ids.forEach(
        (object, lanes) -> {
          if (lanes.values().stream().distinct().count() < lanes.size()) {
            faults.add(
                new Fault(
                    object.key(Lane.CUSTOMER).name(),
                    "is the text id of internal comments too: what is internal would be read by"
                        + " customers"));
          }
        });
    return faults;
  }

  /** Whether comments stand anywhere. */
  boolean isWritten() {
    return !lanes().isEmpty();
  }

  /** The lanes of which comments can be written somewhere. */
  Set<Lane> lanes() {
    Set<Lane> lanes = EnumSet.noneOf(Lane.class);
    ids.forEach(
        (object, of) -> {
          if (object.isWritable()) {
            lanes.addAll(of.keySet());
          }
        });
    return lanes;
  }

  boolean has(TextsOf object) {
    return ids.containsKey(object);
  }

  Optional<String> of(TextsOf object, Lane lane) {
    return Optional.ofNullable(ids.getOrDefault(object, Map.of()).get(lane));
  }

  /** The lane whose comments stand in a text; empty where that is somebody else's. */
  Optional<Lane> lane(TextsOf object, String textId, String inLanguage) {
    return inLanguage.equals(language)
        ? ids.getOrDefault(object, Map.of()).entrySet().stream()
            .filter(e -> e.getValue().equals(textId))
            .map(Map.Entry::getKey)
            .findFirst()
        : Optional.empty();
  }
}
