package io.causerie.contract.board;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what happens on a board; its cursor is the number of the last event. */
record BoardPoller(BoardClient client) implements Poller {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public String start(@Nullable Instant since) {
    return "0";
  }

  @Override
  public String beginning() {
    return "0";
  }

  @Override
  public boolean tellsStates() {
    return false;
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    List<SourceRow> rows = new ArrayList<>();
    String next = cursor;
    for (JsonNode event : client.read("/events?after=" + cursor)) {
      int number = event.path("number").asInt();
      if (rows.size() == limit || (until != null && number > Integer.parseInt(until))) {
        break;
      }
      next = String.valueOf(number);
      rows.add(row(event, number));
    }
    return new Page(rows, next, rows.size() == limit, null);
  }

  private static SourceRow row(JsonNode event, int number) {
    String record = event.path("record").asText();
    return new SourceRow(
        record,
        "%09d".formatted(number),
        new SourceEvent(
            "/board",
            event.path("what").asText(),
            String.valueOf(number),
            record,
            BEGINNING.plusSeconds(number),
            null,
            Map.of(),
            event.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
