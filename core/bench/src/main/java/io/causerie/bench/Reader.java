package io.causerie.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Somebody who reads discussions, at their newest page or deep in them. */
final class Reader {
  private final Random random = new Random(7);
  private final Api api;
  private final Duration measured;

  Reader(Api api, Duration measured) {
    this.api = api;
    this.measured = measured;
  }

  /** A full page: of which discussion, and the cursor that leads to it. */
  record Place(String activity, Optional<String> cursor) {}

  /** The newest pages of discussions. */
  static List<Place> newest(List<String> activities) {
    return activities.stream().map(a -> new Place(a, Optional.empty())).toList();
  }

  /** A discussion's pages from the newest on, found by turning one after the other. */
  List<Place> pages(String activity, int count) throws IOException {
    List<Place> places = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      places.add(new Place(activity, cursor));
      cursor = api.notes(activity, cursor).next();
    } while (cursor.isPresent() && places.size() < count);
    if (places.size() != count) {
      throw new LoadException("the discussion has " + places.size() + " pages instead of " + count);
    }
    return places;
  }

  /** Reads these pages in no order. */
  Latency read(List<Place> places) throws Exception {
    return Latency.of(measured, () -> read(places.get(random.nextInt(places.size()))));
  }

  private Duration read(Place place) throws IOException {
    Api.Notes page = api.notes(place.activity(), place.cursor());
    if (page.size() != Api.PAGE) {
      throw new LoadException("a page has " + page.size() + " comments instead of " + Api.PAGE);
    }
    return page.took();
  }
}
