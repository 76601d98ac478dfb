package io.causerie.engine.ingest;

import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.connector.SourceRows;
import io.causerie.model.MappingOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The rows of sources that a group tells of: how each was read last, so that one that is as it was
 * some changes ago is not taken for a repetition.
 */
final class Rows {
  private final Map<String, Map<String, SourceRows.Known>> known = new HashMap<>();
  private final Map<String, Map<String, SourceRows.Known>> read = new HashMap<>();
  private final Set<Lease> leases = new HashSet<>();

  private Rows() {}

  static Rows of(Handle h, Collection<Arrival> arrivals) {
    Rows rows = new Rows();
    Map<String, List<String>> wanted = new HashMap<>();
    for (Arrival arrival : arrivals) {
      Reading reading = arrival.reading();
      if (reading != null) {
        rows.leases.add(reading.lease());
        wanted
            .computeIfAbsent(arrival.connector().name(), c -> new ArrayList<>())
            .add(reading.key());
      }
    }
    wanted.forEach(
        (connector, keys) -> rows.known.put(connector, SourceRows.known(h, connector, keys)));
    return rows;
  }

  /**
   * Whether an arrival is as its row was before, but not as it was read last.
   *
   * @param owner the event that told of it when it was so before
   */
  boolean isBack(Handle h, Arrival arrival, Reading reading, long owner) {
    SourceRows.Known last = last(arrival, reading);
    if (last == null) {
      return isDeleted(h, owner);
    }
    Long event = last.event();
    return event == null ? !last.version().equals(reading.version()) : event != owner;
  }

  private SourceRows.@Nullable Known last(Arrival arrival, Reading reading) {
    String connector = arrival.connector().name();
    SourceRows.Known now = read.getOrDefault(connector, Map.of()).get(reading.key());
    return now != null ? now : known.getOrDefault(connector, Map.of()).get(reading.key());
  }

  /** Rows that were found gone used to be forgotten. */
  private static boolean isDeleted(Handle h, long event) {
    return h.createQuery(
            """
            select count(*) from event e join record r on r.id = e.record_id
            where e.id = :event and r.deleted is not null
            """)
        .bind("event", event)
        .mapTo(Long.class)
        .one()
        .equals(1L);
  }

  /** Notes that an arrival stands in the tables as an event. */
  void took(Arrival arrival, long event, Instant now) {
    Reading reading = arrival.reading();
    if (reading == null) {
      return;
    }
    SourceRows.Known last = last(arrival, reading);
    Instant gone = deletes(arrival) ? now : null;
    if (last != null && last.gone() != null && gone != null) {
      gone = last.gone();
    }
    SourceRows.Known row =
        new SourceRows.Known(reading.key(), reading.version(), reading.digest(), event, gone);
    if (!row.equals(last)) {
      read.computeIfAbsent(arrival.connector().name(), c -> new HashMap<>()).put(row.key(), row);
    }
  }

  private static boolean deletes(Arrival arrival) {
    MappingOutcome outcome = arrival.outcome();
    return outcome.match(
        seen -> seen.observation().deleted(), ignored -> false, rejected -> false, hint -> false);
  }

  /**
   * Refuses what was read under a lease that another node has now, who may have read something
   * newer; asked while the records are locked, so that nobody can have gone before who is seen
   * later.
   */
  void requireLeases(Handle h) {
    for (Lease lease : leases) {
      if (!SourceRows.holds(h, lease)) {
        throw new LeaseLostException(lease);
      }
    }
  }

  void save(Handle h) {
    read.forEach((connector, rows) -> SourceRows.know(h, connector, rows.values()));
  }
}
