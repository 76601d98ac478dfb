package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a walk through an object in the order of (SystemModstamp, Id) has come.
 *
 * @param high up to when everything has been read; the next walk begins an overlap before it;
 *     absent: nothing has been read
 * @param at the time of change of the row that was read last; absent: no walk is under way
 * @param id the key of that row; absent: rows of that time are still to read
 */
record Place(@Nullable Instant high, @Nullable Instant at, @Nullable String id) {
  static final Place BEGINNING = new Place(null, null, null);

  private static final Instant FIRST = Instant.EPOCH;

  static Place resting(@Nullable Instant high) {
    return new Place(high, null, null);
  }

  boolean isResting() {
    return at == null;
  }

  /** Where the next page begins. */
  Instant from(Duration overlap) {
    if (at != null) {
      return at;
    }
    return high == null ? FIRST : high.minus(overlap);
  }

  Place behind(Instant row, String key) {
    return new Place(high, row, key);
  }

  /** The walk has come to its end. */
  Place ended() {
    boolean further = at != null && (high == null || at.isAfter(high));
    return resting(further ? at : high);
  }

  ObjectNode json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    if (high != null) {
      json.put("high", high.toString());
    }
    if (at != null) {
      json.put("at", at.toString());
    }
    if (id != null) {
      json.put("id", id);
    }
    return json;
  }

  static Place of(JsonNode json) {
    return new Place(
        moment(json.path("high")), moment(json.path("at")), json.path("id").textValue());
  }

  private static @Nullable Instant moment(JsonNode text) {
    return text.isTextual() ? Instant.parse(text.asText()) : null;
  }
}
