package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Address;
import io.causerie.http.Json;
import io.causerie.spi.Census;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through the keys of an entity set; finds what polling cannot see, deletions above all. */
final class KeyCensus implements Census {
  private final Service service;
  private final BatchReadBack readBack;
  private final Clock clock;

  KeyCensus(Service service, BatchReadBack readBack, Clock clock) {
    this.service = service;
    this.readBack = readBack;
    this.clock = clock;
  }

  @Override
  public Page keys(@Nullable String after, int limit) throws SourceException {
    Rows reader = new Rows(service);
    Keys keys = reader.keys();
    List<String> behind = after == null ? List.of() : literals(after);
    List<Row> rows = new ArrayList<>();
    while (rows.size() < limit) {
      int top = Math.min(limit - rows.size(), service.settings().pageSize());
      List<ObjectNode> entities = service.page(url(keys, behind, top)).entities();
      if (entities.isEmpty()) {
        return new Page(rows, null);
      }
      List<String> from = behind;
      for (ObjectNode entity : entities.subList(0, Math.min(top, entities.size()))) {
        rows.add(new Row(keys.key(entity), reader.version(entity)));
        behind = keys.literals(entity);
      }
      if (behind.equals(from)) {
        throw Faults.badAnswer(
            ODataWording.SAME_KEYS.with(service.settings().place()),
            ODataWording.COMPARABLE_KEY.with());
      }
    }
    ArrayNode next = Json.MAPPER.createArrayNode();
    behind.forEach(next::add);
    return new Page(rows, next.toString());
  }

  private Address url(Keys keys, List<String> behind, int top) throws SourceException {
    List<String> filters = behind.isEmpty() ? List.of() : List.of(keys.behind(behind));
    List<String> changedOn = service.settings().changedOn();
    List<String> select = new ArrayList<>(keys.names());
    select.addAll(changedOn);
    // Without a time of change the version may be a digest of all that is read.
    Address url =
        !changedOn.isEmpty()
            ? service.query(filters, select.stream().distinct().toList())
            : service.query(filters);
    return url.with("$orderby", String.join(",", keys.names())).with("$top", String.valueOf(top));
  }

  private static List<String> literals(String after) throws SourceException {
    List<String> literals = new ArrayList<>();
    try {
      for (JsonNode literal : Json.MAPPER.readTree(after)) {
        literals.add(literal.asText());
      }
      return literals;
    } catch (IOException e) {
      throw Faults.configuration(ODataWording.CENSUS_LOST.with(), ODataWording.START_ANEW.with());
    }
  }

  /**
   * Asks for each key alone: what is there after all has only left the filter. A service that has
   * vanished altogether answers as if all were gone, so the set itself is asked for first.
   */
  @Override
  public List<SourceRow> gone(Collection<String> keys) throws SourceException {
    Rows rows = new Rows(service);
    service.page(url(rows.keys(), List.of(), 1));
    Instant now = clock.instant();
    List<SourceRow> gone = new ArrayList<>();
    for (String key : readBack.missing(rows, keys)) {
      List<String> literals = rows.keys().parse(key).orElseThrow();
      gone.add(rows.deleted(literals, "deleted " + now, now));
    }
    return gone;
  }
}
