package io.causerie.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.SourceException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of several objects: each is walked to its end before the next one, and none is begun
 * anew before all of them have come to theirs.
 */
record Walks(List<String> objects, Function<String, Walk> walk) {
  /** What becomes of a row. */
  @FunctionalInterface
  interface Taking {
    void take(String object, ObjectNode row) throws SourceException;
  }

  /**
   * How far it came.
   *
   * @param date when the source was asked first, by its own clock
   */
  record Read(Places places, boolean more, @Nullable Instant date) {}

  Read page(Places from, Places end, int limit, Taking taking) throws SourceException {
    Places places = from;
    Instant date = null;
    int rows = 0;
    for (String object : objects) {
      if (places.isDone(object)) {
        continue;
      }
      if (rows >= limit) {
        return new Read(places, true, date);
      }
      Walk.Step step =
          walk.apply(object).step(places.at(object), end.end(object).orElse(null), limit - rows);
      for (ObjectNode row : step.rows()) {
        taking.take(object, row);
      }
      rows += step.rows().size();
      places = places.with(object, step.next());
      date = date == null ? step.date() : date;
      if (!step.ended()) {
        return new Read(places, true, date);
      }
      places = places.done(object);
    }
    return new Read(places.anew(), false, date);
  }

  long count(Places from, Places end) throws SourceException {
    long count = 0;
    for (String object : objects) {
      if (!from.isDone(object)) {
        count += walk.apply(object).count(from.at(object), end.end(object).orElse(null));
      }
    }
    return count;
  }
}
