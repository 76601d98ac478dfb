package com.example.rss;

import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ModelJson;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes rows of entries. */
record Rows(String system, String connector, String eventType) {
  private static final Comparator<Entry> BY_TIME =
      Comparator.comparing(entry -> Objects.requireNonNullElse(entry.changed(), Instant.EPOCH));

  // tag::rows[]
  /**
   * In the order of change, each key once.
   *
   * @param first whether what stands there is no news: what has no date must say so itself
   */
  List<SourceRow> of(Feed feed, boolean first) {
    return newest(feed.entries()).stream()
        .sorted(BY_TIME)
        .map(entry -> row(entry, feed.title(), first))
        .toList();
  }

  private SourceRow row(Entry entry, String feed, boolean first) {
    String data = ModelJson.write(entry.data(feed));
    Instant changed = entry.changed();
    String version = changed == null ? Sha256.hex(data).substring(0, 32) : changed.toString();
    SourceEvent event =
        new SourceEvent(
            "/" + system + "/" + connector,
            eventType,
            entry.key() + "@" + version,
            entry.key(),
            changed,
            "application/json",
            Map.of(),
            data.getBytes(StandardCharsets.UTF_8));
    return new SourceRow(entry.key(), version, first && changed == null ? event.asQuiet() : event);
  }

  // end::rows[]

  /** Of two with one key the later one; else both would be news by turns, each time. */
  private static Collection<Entry> newest(List<Entry> entries) {
    List<Entry> oldestFirst = new ArrayList<>(entries);
    Collections.reverse(oldestFirst);
    Map<String, Entry> newest = new LinkedHashMap<>();
    for (Entry entry : oldestFirst) {
      newest.merge(
          entry.key(), entry, (one, other) -> BY_TIME.compare(other, one) < 0 ? one : other);
    }
    return newest.values();
  }
}
