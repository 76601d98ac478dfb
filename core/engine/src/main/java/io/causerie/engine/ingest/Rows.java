package io.causerie.engine.ingest;

import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.connector.SourceRowStore;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.RecordRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The rows of sources that a group tells of: how each was read last, so that one that is as it was
 * some changes ago is not taken for a repetition; and of which record, so that a row that is gone
 * takes no other record along, and none that has other rows.
 */
final class Rows {
  private final Map<String, Map<String, SourceRowStore.Stored>> known = new HashMap<>();
  private final Map<String, Map<String, SourceRowStore.Stored>> read = new HashMap<>();
  private final Map<Long, String> replayed = new HashMap<>();
  private final Set<Lease> leases = new HashSet<>();

  private Rows() {}

  static Rows of(Handle h, Collection<Arrival> arrivals) {
    Rows rows = new Rows();
    Map<String, List<String>> wanted = new HashMap<>();
    Map<String, List<Long>> events = new HashMap<>();
    for (Arrival arrival : arrivals) {
      String connector = arrival.connector().name();
      Reading reading = arrival.reading();
      EventView again = arrival.replayOf();
      if (reading != null) {
        rows.leases.add(reading.lease());
      }
      if (reading != null && !reading.isOf(Reading.Tells.MESSAGE)) {
        wanted.computeIfAbsent(connector, c -> new ArrayList<>()).add(reading.key());
      } else if (again != null) {
        events.computeIfAbsent(connector, c -> new ArrayList<>()).add(again.id().value());
      }
    }
    wanted.forEach(
        (connector, keys) -> rows.know(connector, SourceRowStore.find(h, connector, keys)));
    events.forEach(
        (connector, ids) ->
            SourceRowStore.ofEvents(h, connector, ids)
                .forEach(
                    row -> {
                      rows.replayed.put(Objects.requireNonNull(row.event()), row.key());
                      rows.know(connector, Map.of(row.key(), row));
                    }));
    return rows;
  }

  private void know(String connector, Map<String, SourceRowStore.Stored> rows) {
    known.computeIfAbsent(connector, c -> new HashMap<>()).putAll(rows);
  }

  /**
   * The arrivals, of which those that tell that a row is gone tell it of the record that the row
   * told of, whatever key the mapping has made of what came.
   */
  List<Arrival> aimed(Handle h, List<Arrival> arrivals) {
    List<Long> ids =
        arrivals.stream()
            .filter(Rows::tellsOfAnEnd)
            .flatMap(a -> row(a).stream())
            .map(SourceRowStore.Stored::record)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    Map<Long, RecordRef> records =
        ids.isEmpty()
            ? Map.of()
            : RecordStore.find(h, ids).stream()
                .collect(Collectors.toMap(TrackedRecord::id, TrackedRecord::ref));
    return arrivals.stream().map(a -> tellsOfAnEnd(a) ? aimed(a, records) : a).toList();
  }

  private static boolean tellsOfAnEnd(Arrival arrival) {
    return arrival.event().isDeletion() && arrival.again() == null && !arrival.tellsOfANote();
  }

  private Arrival aimed(Arrival arrival, Map<Long, RecordRef> records) {
    SourceRowStore.Stored row = row(arrival).orElse(null);
    // Without an audience it was refused before, and is only kept.
    boolean kept =
        arrival.audience() == null
            && arrival.outcome().match(seen -> true, ignored -> false, r -> true, hinted -> true);
    if (row == null || row.event() == null || arrival.verdict() != Verdict.MAPPING || kept) {
      return arrival;
    }
    if (row.record() == null) {
      return arrival.seenAs(
          new MappingOutcome.Ignored(
              (row.gone() == null ? FateWording.ROW_WITHOUT_RECORD : FateWording.ROW_GONE_BEFORE)
                  .with()));
    }
    RecordRef record = records.get(row.record());
    if (record == null) {
      return arrival.seenAs(new MappingOutcome.Ignored(FateWording.ROW_MERGED.with()));
    }
    return arrival.seenAs(
        arrival
            .outcome()
            .match(
                seen -> new MappingOutcome.Seen(seen.observation().of(record), seen.warnings()),
                ignored -> ignored,
                rejected ->
                    new MappingOutcome.Seen(
                        Observation.gone(record),
                        List.of(FateWording.WITHOUT_POSTS.with(rejected.cause()))),
                hinted -> hinted));
  }

  /**
   * Whether an arrival is as its row was before, but not as it was read last.
   *
   * @param owner the event that told of it when it was so before
   */
  boolean isBack(Handle h, Arrival arrival, Reading reading, long owner) {
    SourceRowStore.Stored last = row(arrival).orElse(null);
    if (last == null) {
      // Rows that were found gone used to be forgotten.
      return EventStore.isOfDeleted(h, owner);
    }
    Long event = last.event();
    return event == null ? !last.version().equals(reading.version()) : event != owner;
  }

  /** The row an arrival tells of, as it was read last. */
  private Optional<SourceRowStore.Stored> row(Arrival arrival) {
    String connector = arrival.connector().name();
    Reading reading = arrival.reading();
    EventView again = arrival.replayOf();
    String key =
        reading != null ? reading.key() : again != null ? replayed.get(again.id().value()) : null;
    if (key == null) {
      return Optional.empty();
    }
    SourceRowStore.Stored now = read.getOrDefault(connector, Map.of()).get(key);
    return Optional.ofNullable(
        now != null ? now : known.getOrDefault(connector, Map.of()).get(key));
  }

  /** Notes that an arrival that says how its row is stands in the tables as an event. */
  void took(Arrival arrival, long event, Instant now) {
    Reading reading = arrival.reading();
    if (reading != null && reading.isOf(Reading.Tells.STATE)) {
      take(arrival, reading, event, now);
    }
  }

  /** The same of one that tells of a change that is the row's newest. */
  void changed(Arrival arrival, long event, Instant now) {
    Reading reading = arrival.reading();
    if (reading != null && reading.isOf(Reading.Tells.CHANGE)) {
      take(arrival, reading, event, now);
    }
  }

  private void take(Arrival arrival, Reading reading, long event, Instant now) {
    SourceRowStore.Stored last = row(arrival).orElse(null);
    Instant gone = deletes(arrival) ? now : null;
    if (last != null && last.gone() != null && gone != null) {
      gone = last.gone();
    }
    Long record = gone != null || last == null ? null : last.record();
    note(
        arrival,
        last,
        new SourceRowStore.Stored(
            reading.key(),
            reading.version(),
            // What a change holds is less than the row: there is nothing to compare it with.
            reading.isOf(Reading.Tells.STATE) ? reading.digest() : null,
            event,
            gone,
            record));
  }

  private void note(
      Arrival arrival, SourceRowStore.@Nullable Stored last, SourceRowStore.Stored row) {
    if (!row.equals(last)) {
      read.computeIfAbsent(arrival.connector().name(), c -> new HashMap<>()).put(row.key(), row);
    }
  }

  private static boolean deletes(Arrival arrival) {
    boolean gone = arrival.event().isDeletion();
    return arrival
        .outcome()
        .match(
            seen -> gone || seen.observation().deleted(),
            ignored -> gone,
            rejected -> false,
            hint -> false);
  }

  /**
   * Notes of which record an arrival has told.
   *
   * @param record absent: of none that its row could take along
   */
  void told(Arrival arrival, @Nullable Long record, Instant now) {
    SourceRowStore.Stored row = row(arrival).orElse(null);
    Reading reading = arrival.reading();
    if (row == null || (reading != null && reading.isOf(Reading.Tells.MESSAGE))) {
      return;
    }
    boolean gone = deletes(arrival);
    Instant since = row.gone() == null ? now : row.gone();
    note(
        arrival,
        row,
        new SourceRowStore.Stored(
            row.key(),
            row.version(),
            row.digest(),
            row.event(),
            gone ? since : row.gone(),
            gone ? null : record));
  }

  /** Another row that tells of the record whose row is gone, as an arrival says. */
  Optional<String> otherOf(Handle h, Arrival arrival, long record) {
    if (!tellsOfAnEnd(arrival)) {
      return Optional.empty();
    }
    String connector = arrival.connector().name();
    String own = row(arrival).map(SourceRowStore.Stored::key).orElse(null);
    Map<String, SourceRowStore.Stored> now = read.getOrDefault(connector, Map.of());
    // So many at most are otherwise by now.
    int limit = now.size() + 2;
    return SourceRowStore.ofRecord(h, connector, record, limit).stream()
        .filter(key -> !key.equals(own) && !now.containsKey(key))
        .findFirst()
        .or(
            () ->
                now.values().stream()
                    .filter(row -> Objects.equals(row.record(), record))
                    .map(SourceRowStore.Stored::key)
                    .filter(key -> !key.equals(own))
                    .findFirst());
  }

  /**
   * Refuses what was read under a lease that another node has now, who may have read something
   * newer; asked while the records are locked, so that nobody can have gone before who is seen
   * later.
   */
  void requireLeases(Handle h) {
    for (Lease lease : leases) {
      if (!SourceRowStore.holds(h, lease)) {
        throw new LeaseLostException(lease);
      }
    }
  }

  void save(Handle h) {
    read.forEach((connector, rows) -> SourceRowStore.save(h, connector, rows.values()));
  }
}
