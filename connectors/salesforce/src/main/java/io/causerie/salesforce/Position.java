package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.causerie.http.Json;
import io.causerie.spi.SourceException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of a subscription.
 *
 * @param replay the replay id, bytes in Base64; absent: it begins at the oldest event that is kept,
 *     since whoever begins at the newest cannot know what came just before it
 * @param safe up to when nothing was missed
 * @param since when it began, or began anew: what was committed before is not wanted
 */
record Position(@Nullable String replay, Instant safe, Instant since) {
  private static final int LONGEST = 256;

  static Position start(Instant since) {
    return new Position(null, since, since);
  }

  EventStream.From from() {
    return replay == null
        ? EventStream.From.earliest()
        : EventStream.From.behind(Base64.getDecoder().decode(replay));
  }

  /** Whether a replay id is one: Salesforce's have ten bytes, and a cursor has an end. */
  static boolean isPlace(ByteString replay) {
    return !replay.isEmpty() && replay.size() <= LONGEST;
  }

  boolean isPlaced() {
    return replay != null;
  }

  Position at(byte[] id, Instant upTo) {
    return new Position(
        Base64.getEncoder().encodeToString(id), upTo.isAfter(safe) ? upTo : safe, since);
  }

  /** Its replay id leads nowhere. */
  Position lost() {
    return start(safe);
  }

  String text() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    if (replay != null) {
      json.put("replay", replay);
    }
    return json.put("safe", safe.toString()).put("since", since.toString()).toString();
  }

  static Position parse(String text) throws SourceException {
    try {
      JsonNode json = Json.MAPPER.readTree(text);
      if (json.path("safe").isTextual()) {
        String replay = json.path("replay").textValue();
        if (replay != null) {
          Base64.getDecoder().decode(replay);
        }
        return new Position(
            replay,
            Instant.parse(json.path("safe").asText()),
            Instant.parse(json.path("since").asText()));
      }
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      // Said below.
    }
    throw Faults.configuration(
        SalesforceWording.OTHER_CURSOR.with(), SalesforceWording.RESET.with());
  }
}
