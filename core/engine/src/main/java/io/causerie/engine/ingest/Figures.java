package io.causerie.engine.ingest;

import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * How many events of each connector have which fate: counted once, then kept up to date by what
 * this node writes, and counted anew now and then for the sake of time that passes and of other
 * nodes. Many may look at no cost. Used by many threads.
 */
final class Figures {
  private static final int COUNTED = 100_000;

  /** What another node has written is seen within this time. */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final Database database;
  private final Clock clock;
  private final Map<String, Kept> kept = new HashMap<>();
  private final Map<String, Integer> changes = new HashMap<>();

  /** Connectors whose events are being written: committed, perhaps, and not yet added. */
  private final Set<String> open = new HashSet<>();

  private record Kept(Instant at, Events.Counted figures) {
    boolean isFresh(Instant now) {
      return !now.isBefore(at) && now.isBefore(at.plus(KEPT));
    }
  }

  Figures(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  Events.Counted of(String connector) {
    Instant now = clock.instant();
    int seen;
    boolean settled;
    synchronized (this) {
      Kept known = kept.get(connector);
      if (known != null && known.isFresh(now)) {
        return known.figures();
      }
      seen = changes.getOrDefault(connector, 0);
      settled = !open.contains(connector);
    }
    Events.Counted counted = database.read(h -> count(h, connector, now));
    synchronized (this) {
      // What was written meanwhile may or may not have been counted: then the next look counts.
      if (settled && !open.contains(connector) && seen == changes.getOrDefault(connector, 0)) {
        kept.put(connector, new Kept(now, counted));
      }
    }
    return counted;
  }

  private static Events.Counted count(Handle h, String connector, Instant now) {
    Map<Fate, Long> day =
        EventStore.counts(h, connector, Ids.firstOf(now.minus(Duration.ofDays(1))), COUNTED);
    long hour =
        EventStore.counts(h, connector, Ids.firstOf(now.minus(Duration.ofHours(1))), COUNTED)
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .sum();
    return new Events.Counted(day, hour, EventStore.failed(h, connector));
  }

  /**
   * Events of some connectors are about to be written. Until {@link #end} a count may hold them or
   * not, so that none is kept: one that did hold them would have them twice.
   */
  synchronized void begin(Collection<String> connectors) {
    open.addAll(connectors);
  }

  /** All that was written is added. */
  synchronized void end() {
    open.forEach(connector -> changes.merge(connector, 1, Integer::sum));
    open.clear();
  }

  /** A new event has come to its fate. */
  synchronized void add(String connector, Fate fate) {
    Kept known = kept.get(connector);
    if (known != null) {
      Events.Counted before = known.figures();
      Map<Fate, Long> day = new EnumMap<>(Fate.class);
      day.putAll(before.day());
      day.merge(fate, 1L, Long::sum);
      long failed = before.failed() + (fate == Fate.FAILED ? 1 : 0);
      kept.put(connector, new Kept(known.at(), new Events.Counted(day, before.hour() + 1, failed)));
    }
  }

  /** Events have come to another fate; they are counted when somebody looks. */
  synchronized void forget(String connector) {
    changes.merge(connector, 1, Integer::sum);
    kept.remove(connector);
  }

  /** As above, of all connectors. */
  synchronized void forget() {
    changes.replaceAll((connector, n) -> n + 1);
    kept.clear();
  }
}
