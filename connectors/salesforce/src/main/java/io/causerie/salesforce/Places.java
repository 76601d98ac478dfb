package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import io.causerie.spi.SourceException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of a poller: how far each object has been read.
 *
 * @param gone up to when deletions were asked for; absent: never
 * @param watched rows of which it is asked each time whether they are there still
 * @param done objects that have been read to their end, while others have not
 */
record Places(
    Map<String, Place> of, @Nullable Instant gone, List<String> watched, List<String> done) {
  static final Places BEGINNING = new Places(Map.of(), null, List.of(), List.of());

  /** A cursor has an end. */
  private static final int MOST_WATCHED = 100;

  Places {
    of = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(of));
    watched = List.copyOf(watched);
    done = List.copyOf(done);
  }

  static Places from(Iterable<String> objects, Instant since) {
    Map<String, Place> of = new LinkedHashMap<>();
    objects.forEach(object -> of.put(object, Place.resting(since)));
    return new Places(of, since, List.of(), List.of());
  }

  Place at(String object) {
    return of.getOrDefault(object, Place.BEGINNING);
  }

  Places with(String object, Place place) {
    Map<String, Place> other = new LinkedHashMap<>(of);
    other.put(object, place);
    return new Places(other, gone, watched, done);
  }

  Places goneUpTo(Instant when) {
    return new Places(of, when, watched, done);
  }

  /** Those that were seen last, up to a hundred. */
  Places watching(Collection<String> ids) {
    Set<String> all = new LinkedHashSet<>(watched);
    all.removeAll(ids);
    all.addAll(ids);
    List<String> last = List.copyOf(all);
    return new Places(
        of, gone, last.subList(Math.max(0, last.size() - MOST_WATCHED), last.size()), done);
  }

  Places without(Collection<String> ids) {
    return new Places(of, gone, watched.stream().filter(id -> !ids.contains(id)).toList(), done);
  }

  boolean isDone(String object) {
    return done.contains(object);
  }

  Places done(String object) {
    return new Places(of, gone, watched, Stream.concat(done.stream(), Stream.of(object)).toList());
  }

  /** All of them have been read to their ends. */
  Places anew() {
    return new Places(of, gone, watched, List.of());
  }

  /** The moment at which a backfill of an object stops. */
  Optional<Instant> end(String object) {
    Place place = at(object);
    return Optional.ofNullable(place.high() == null ? place.at() : place.high());
  }

  String text() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ObjectNode objects = json.putObject("of");
    of.forEach((object, place) -> objects.set(object, place.json()));
    if (gone != null) {
      json.put("gone", gone.toString());
    }
    if (!watched.isEmpty()) {
      json.put("watched", String.join(" ", watched));
    }
    if (!done.isEmpty()) {
      done.forEach(json.putArray("done")::add);
    }
    return json.toString();
  }

  static Places parse(String text) throws SourceException {
    try {
      JsonNode json = Json.MAPPER.readTree(text);
      if (json.path("of").isObject()) {
        Map<String, Place> of = new LinkedHashMap<>();
        json.path("of")
            .fields()
            .forEachRemaining(field -> of.put(field.getKey(), Place.of(field.getValue())));
        JsonNode gone = json.path("gone");
        List<String> done = new ArrayList<>();
        json.path("done").forEach(object -> done.add(object.asText()));
        String watched = json.path("watched").asText("");
        return new Places(
            of,
            gone.isTextual() ? Instant.parse(gone.asText()) : null,
            watched.isEmpty() ? List.of() : List.of(watched.split(" ")),
            done);
      }
    } catch (IOException | DateTimeException e) {
      // Said below.
    }
    throw Faults.configuration(
        SalesforceWording.OTHER_CURSOR.with(), SalesforceWording.RESET.with());
  }
}
