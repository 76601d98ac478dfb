package io.causerie.engine.access;

import io.causerie.engine.access.EntranceSql.Gateway;
import io.causerie.engine.access.EntranceSql.Place;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.ShortList;
import io.causerie.engine.store.Together;
import io.causerie.engine.store.Together.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The gates before pages that may be kept: those who come while others' are being read are answered
 * together. Each answer is as of one moment, and that is not before she asked.
 */
final class Gateways {
  private static final int GROUPS = 2;

  /** Longer than statements take that do not hang. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Database database;
  private final Together<Asked, Gateway> pages =
      new Together<>(GROUPS, ShortList.MOST, this::pages, () -> {});
  private final Together<AskedByKeys, Map<String, Gateway>> related =
      new Together<>(GROUPS, ShortList.MOST, this::related, () -> {});

  Gateways(Database database) {
    this.database = database;
  }

  /** Who asks for the page of which place. */
  record Asked(Place place, String person) {}

  private record AskedByKeys(Collection<String> keys, String person) {}

  /** The gates before a page, as {@link EntranceSql#read} tells them. */
  Gateway page(Place place, String person) {
    return pages.ask(new Asked(place, person), PATIENCE);
  }

  /** The gates of records by their keys, as {@link EntranceSql#byKey} tells them. */
  Map<String, Gateway> byKey(Collection<String> keys, String person) {
    return related.ask(new AskedByKeys(keys, person), PATIENCE);
  }

  private List<Outcome<Gateway>> pages(List<Asked> asked, Runnable leave) {
    List<Gateway> ways = database.ask(h -> pages(h, asked));
    return ways.stream().map(Outcome::of).toList();
  }

  /** Of one alone, what is her own comes with the gates. */
  private static List<Gateway> pages(Handle h, List<Asked> asked) {
    return asked.size() == 1
        ? List.of(EntranceSql.read(h, asked.get(0).place(), Set.of(asked.get(0).person())))
        : EntranceSql.pages(h, asked);
  }

  private List<Outcome<Map<String, Gateway>>> related(List<AskedByKeys> asked, Runnable leave) {
    Set<String> keys = new HashSet<>();
    Set<String> persons = new HashSet<>();
    for (AskedByKeys one : asked) {
      keys.addAll(one.keys());
      persons.add(one.person());
    }
    Map<String, Gateway> ways = database.ask(h -> EntranceSql.byKey(h, keys, persons));
    return asked.stream()
        .map(
            one -> {
              Map<String, Gateway> own = new HashMap<>(ways);
              own.keySet().retainAll(one.keys());
              return Outcome.of(own);
            })
        .toList();
  }
}
