package io.causerie.engine.access;

import io.causerie.engine.access.EntranceSql.Gateway;
import io.causerie.engine.access.EntranceSql.Place;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.ShortList;
import io.causerie.engine.store.Together;
import io.causerie.engine.store.Together.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gates before pages that may be kept: those who come while others' are being read are answered
 * together. Each answer is as of one moment, and that is not before she asked.
 */
final class Gateways {
  private static final int GROUPS = 2;

  /** Longer than statements take that do not hang. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Database database;
  private final Together<Asked, Ways> pages =
      new Together<>(GROUPS, ShortList.MOST, this::pages, () -> {});

  Gateways(Database database) {
    this.database = database;
  }

  /**
   * Who asks for the page of which place.
   *
   * @param beside keys of other records, whose gates she wants as well
   */
  record Asked(Place place, String person, Set<String> beside) {}

  /**
   * The gates before a page, as {@link EntranceSql#read} tells them.
   *
   * @param beside those of other records, as {@link EntranceSql#byKey} tells them
   */
  record Ways(Gateway page, Map<String, Gateway> beside) {}

  Ways page(Asked asked) {
    return pages.ask(asked, PATIENCE);
  }

  private List<Outcome<Ways>> pages(List<Asked> asked, Runnable leave) {
    return database.ask(h -> EntranceSql.pages(h, asked)).stream().map(Outcome::of).toList();
  }
}
