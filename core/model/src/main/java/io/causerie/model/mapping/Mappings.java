package io.causerie.model.mapping;

import io.causerie.model.EventMapper;
import io.causerie.model.MappingOutcome;
import java.util.List;

/** Several mappings as one: the first that is meant for an event's type is used. */
public final class Mappings {
  private Mappings() {}

  public static EventMapper of(String system, List<Mapping> mappings) {
    List<Mapping> all = List.copyOf(mappings);
    return event -> {
      for (Mapping mapping : all) {
        if (mapping.accepts(event)) {
          return mapping.map(event, system);
        }
      }
      return new MappingOutcome.Ignored(MappingWording.NO_MAPPING.with(event.type()), true);
    };
  }
}
