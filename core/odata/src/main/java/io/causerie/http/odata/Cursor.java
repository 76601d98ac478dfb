package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import io.causerie.spi.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a walk has come.
 *
 * @param high up to when everything has been read; the next walk begins an overlap before it;
 *     absent: nothing has been read
 * @param at where the walk under way stands; absent: none is
 * @param exact whether {@code at} is as precise as the source compares
 * @param behind literals of the last key read at that time; empty: the time itself is still to read
 */
record Cursor(@Nullable String high, @Nullable String at, boolean exact, List<String> behind) {
  static final Cursor BEGINNING = new Cursor(null, null, true, List.of());

  Cursor {
    behind = List.copyOf(behind);
  }

  static Cursor resting(@Nullable String high) {
    return new Cursor(high, null, true, List.of());
  }

  boolean isResting() {
    return at == null;
  }

  String text() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    if (high != null) {
      json.put("high", high);
    }
    if (at != null) {
      json.put("at", at).put("exact", exact);
      behind.forEach(json.putArray("behind")::add);
    }
    return json.toString();
  }

  static Cursor parse(String text) throws SourceException {
    try {
      JsonNode json = Json.MAPPER.readTree(text);
      if (json.isObject() && !json.has("next") && !json.has("delta")) {
        List<String> behind = new ArrayList<>();
        json.path("behind").forEach(literal -> behind.add(literal.asText()));
        return new Cursor(
            json.path("high").textValue(),
            json.path("at").textValue(),
            json.path("exact").asBoolean(true),
            behind);
      }
    } catch (IOException e) {
      // Said below.
    }
    throw Faults.configuration(ODataWording.OTHER_CURSOR.with(), ODataWording.RESET.with());
  }
}
