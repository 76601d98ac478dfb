package io.causerie.sap;

import io.causerie.model.Lane;
import io.causerie.spi.SystemContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of sales orders in which comments stand, one a lane: text ids of their own, so that
 * nobody's words are replaced.
 *
 * @param language in which they are written, of two letters
 */
record TextIds(Map<Lane, String> ids, String language) {
  TextIds {
    ids = Map.copyOf(ids);
  }

  static TextIds of(SystemContext context) {
    Map<Lane, String> ids = new EnumMap<>(Lane.class);
    SapKind.INTERNAL.given(context).ifPresent(id -> ids.put(Lane.INTERNAL, id));
    SapKind.CUSTOMER.given(context).ifPresent(id -> ids.put(Lane.CUSTOMER, id));
    return new TextIds(ids, SapKind.LANGUAGE.in(context));
  }

  Optional<String> of(Lane lane) {
    return Optional.ofNullable(ids.get(lane));
  }

  /** The lane whose comments stand in a text; empty where that is somebody else's. */
  Optional<Lane> lane(String textId, String inLanguage) {
    return inLanguage.equals(language)
        ? ids.entrySet().stream()
            .filter(e -> e.getValue().equals(textId))
            .map(Map.Entry::getKey)
            .findFirst()
        : Optional.empty();
  }
}
