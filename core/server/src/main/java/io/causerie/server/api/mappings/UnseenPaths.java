package io.causerie.server.api.mappings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Page;
import io.causerie.engine.ingest.EventView;
import io.causerie.engine.ingest.Events;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingPaths;
import io.causerie.server.api.Json;
import io.causerie.server.api.connectors.SourceRender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what mappings read with the newest stored events: a path that none has is a typo. */
final class UnseenPaths {
  static final int EVENTS = 500;
  private static final int PAGE = 50;
  private static final long MOST_BYTES = 20_000_000;

  private UnseenPaths() {}

  /** The newest events of a connector; fewer where they are large. */
  static List<SourceEvent> newest(Events events, String connector) {
    List<SourceEvent> newest = new ArrayList<>();
    long bytes = 0;
    String cursor = null;
    do {
      Page<EventView> page = events.list(connector, null, null, cursor, PAGE);
      for (EventView view : page.items()) {
        newest.add(view.event());
        bytes += view.event().data().length;
      }
      cursor = page.next();
    } while (cursor != null && newest.size() < EVENTS && bytes < MOST_BYTES);
    return newest;
  }

  /**
   * The same of one type; where it is not mapped, also those that came long ago.
   *
   * @param type absent: of all
   */
  static List<SourceEvent> newest(Events events, String connector, @Nullable String type) {
    if (type == null) {
      return newest(events, connector);
    }
    List<SourceEvent> unmapped =
        events.unmapped(connector, type, PAGE).stream().map(EventView::event).toList();
    return unmapped.isEmpty()
        ? newest(events, connector).stream().filter(e -> e.type().equals(type)).toList()
        : unmapped;
  }

  /** The paths that none of the events has. */
  static ArrayNode of(List<Mapping> mappings, List<SourceEvent> events) {
    return Json.array(
        MappingPaths.unseen(mappings, events),
        unseen -> {
          ObjectNode node = SourceRender.unseen(unseen);
          return node.put("text", unseen.sentence(events.size()));
        });
  }
}
