package io.causerie.engine.ingest;

import io.causerie.engine.access.Audiences;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.connector.BulkLoadStore;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.ingest.EventKeyStore.Claimed;
import io.causerie.engine.ingest.EventStore.Settled;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.people.SourceActors;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.model.Audience;
import io.causerie.model.EventId;
import io.causerie.model.Observation;
import io.causerie.model.RecordRef;
import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Writes a group of events in one transaction: all of them, or none. */
final class GroupWriter {
  private final Database database;
  private final Clock clock;
  private final Audiences audiences;
  private final Tools tools;

  GroupWriter(
      Database database,
      Clock clock,
      Ids ids,
      Audiences audiences,
      Journal journal,
      SourceActors sourceActors,
      Jobs jobs,
      List<Holdings> holdings,
      Comments comments) {
    this.database = database;
    this.audiences = audiences;
    this.clock = clock;
    this.tools = new Tools(ids, journal, sourceActors, audiences, jobs, holdings, comments);
  }

  /** What a group works with. */
  record Tools(
      Ids ids,
      Journal journal,
      SourceActors sourceActors,
      Audiences audiences,
      Jobs jobs,
      List<Holdings> holdings,
      Comments comments) {}

  /** What changes in records and posts, in a transaction of which groups may be part. */
  UnitOfWork unit(Handle h) {
    return new UnitOfWork(h, tools.journal());
  }

  /** What tells that a row is gone, with what the row held when it was read last. */
  SourceEvent whole(String connector, String row, SourceEvent deletion) {
    return database
        .read(h -> EventStore.lastOfRow(h, connector, row))
        .map(last -> WholeRow.of(deletion, last))
        .orElse(deletion);
  }

  /** The outcomes, in the order of the arrivals. */
  List<EventOutcome> write(List<Arrival> arrivals) {
    return database.write(h -> write(h, arrivals));
  }

  /** The same within a transaction that goes on. */
  List<EventOutcome> write(Handle h, List<Arrival> came) {
    Instant now = Database.storable(clock.instant());
    Rows rows = Rows.of(h, came);
    Set<String> quiet = BulkLoadStore.quiet(h, now);
    List<Arrival> arrivals =
        rows.aimed(h, came).stream()
            .map(a -> a.event().isQuiet() || quiet.contains(a.connector().name()) ? a.quiet() : a)
            .toList();
    Claims claims = claim(h, now, arrivals, rows);
    Map<Long, Arrival> fresh = claims.fresh();
    Group group = group(h, now, fresh.values());
    rows.requireLeases(h);
    Map<Long, Settled> told = new LinkedHashMap<>();
    fresh.forEach((event, arrival) -> told.put(event, settle(h, now, rows, group, arrival, event)));
    group.unit.flush();
    List<EventStore.Stored> added = new ArrayList<>();
    List<Settled> again = new ArrayList<>();
    List<EventStore.Stored> replayed = new ArrayList<>();
    fresh.forEach(
        (event, arrival) -> {
          Settled t = Objects.requireNonNull(told.get(event));
          if (arrival.replayOf() == null) {
            added.add(new EventStore.Stored(arrival, t));
          } else {
            again.add(t);
            if (arrival.again() == null) {
              replayed.add(new EventStore.Stored(arrival, t));
            }
          }
        });
    EventStore.insert(h, now, added);
    EventStore.settle(h, again);
    EventStore.warn(h, replayed);
    HintStore.insert(h, group.hints);
    rows.save(h);
    return outcomes(h, claims, told);
  }

  private static Settled settle(
      Handle h, Instant now, Rows rows, Group group, Arrival arrival, long event) {
    return arrival
        .outcome()
        .match(
            seen -> settle(h, now, rows, group, arrival, event, seen.observation()),
            ignored -> {
              rows.changed(arrival, event, now);
              return new Settled(
                  event, Fate.IGNORED, null, ignored.reason(), null, null, ignored.unmapped());
            },
            rejected -> {
              rows.changed(arrival, event, now);
              return new Settled(event, Fate.FAILED, rejected.cause(), rejected.reason(), null);
            },
            hinted -> {
              group.hints.add(new HintStore.Row(event, hinted.connector(), hinted.key()));
              return new Settled(
                  event, Fate.PENDING, null, FateWording.WAITS.with(hinted.key()), null);
            });
  }

  private static Settled settle(
      Handle h,
      Instant now,
      Rows rows,
      Group group,
      Arrival arrival,
      long event,
      Observation seen) {
    TrackedRecord record = group.recordOf(seen.record());
    Optional<String> other = rows.otherOf(h, arrival, record.id());
    if (other.isPresent()) {
      return new Settled(
          event,
          Fate.IGNORED,
          null,
          FateWording.OTHER_ROWS.with(seen.record().type(), seen.record().id(), other.get()),
          record.id());
    }
    Settled told = group.ingest(arrival, event, seen);
    Reading reading = arrival.reading();
    if (reading != null && reading.isOf(Reading.Tells.CHANGE)) {
      if (told.isLate()) {
        // Its row is known in a newer version.
        return told;
      }
      rows.changed(arrival, event, now);
    }
    // What is told of a key that was merged away makes no row of the record that goes on.
    boolean itsOwn =
        seen.mergedInto() == null
            // A row that tells of a comment is no row of the record.
            && seen.note() == null
            && (record.ref().equals(seen.record()) || record.ref().equals(seen.renumberedTo()));
    rows.told(arrival, itsOwn ? Long.valueOf(record.id()) : null, now);
    return told;
  }

  /**
   * Which arrivals are new, and which row stands for each.
   *
   * @param rows the row of each arrival, in order; of a duplicate, the row of the first one
   */
  private record Claims(Map<Long, Arrival> fresh, List<Long> rows, List<Boolean> duplicate) {}

  private Claims claim(Handle h, Instant now, List<Arrival> arrivals, Rows read) {
    Map<String, List<Claimed>> wanted = new HashMap<>();
    List<Long> drawn = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      long id = arrival.replayOf() == null ? tools.ids().next() : arrival.replayOf().id().value();
      drawn.add(id);
      if (arrival.replayOf() == null) {
        wanted
            .computeIfAbsent(arrival.connector().name(), c -> new ArrayList<>())
            .add(new Claimed(arrival.key(), id, arrival.digest()));
      }
    }
    Map<String, Map<String, Claimed>> owners = new HashMap<>();
    wanted.forEach(
        (connector, keys) -> owners.put(connector, EventKeyStore.claim(h, connector, keys)));
    Map<Long, Arrival> fresh = new LinkedHashMap<>();
    List<Long> rows = new ArrayList<>();
    List<Boolean> duplicate = new ArrayList<>();
    Set<Long> replays = new HashSet<>();
    arrivals.stream()
        .filter(a -> a.replayOf() != null)
        .forEach(a -> replays.add(a.replayOf().id().value()));
    Map<Long, Settled> stored = EventStore.settled(h, replays, true);
    for (int i = 0; i < arrivals.size(); i++) {
      Arrival arrival = arrivals.get(i);
      long id = drawn.get(i);
      if (arrival.replayOf() != null) {
        Settled before = stored.get(id);
        boolean anew = arrival.again() != null && arrival.again().withdrawn() != null;
        boolean again =
            before != null && (anew || before.fate() != Fate.POSTED) && !fresh.containsKey(id);
        if (again) {
          fresh.put(id, arrival);
        }
        rows.add(id);
        duplicate.add(!again);
      } else {
        Claimed owner =
            Objects.requireNonNull(
                Objects.requireNonNull(owners.get(arrival.connector().name())).get(arrival.key()));
        if (owner.event() == id) {
          fresh.put(id, arrival);
          rows.add(id);
          duplicate.add(false);
          read.took(arrival, id, now);
        } else if (arrival.reading() != null) {
          // Its key tells its content, whatever a route has added. What happened once, happened
          // once.
          boolean back =
              arrival.reading().isOf(Reading.Tells.STATE)
                  && read.isBack(h, arrival, arrival.reading(), owner.event());
          if (back) {
            fresh.put(id, arrival);
            EventKeyStore.pass(h, arrival.connector().name(), arrival.key(), id);
            owners.get(arrival.connector().name()).put(arrival.key(), owner.heldBy(id));
          }
          rows.add(back ? id : owner.event());
          duplicate.add(!back);
          read.took(arrival, back ? id : owner.event(), now);
        } else if (owner.digest().equals(arrival.digest())) {
          rows.add(owner.event());
          duplicate.add(true);
        } else {
          reused(h, arrival, id, owner, fresh, rows, duplicate);
        }
      }
    }
    return new Claims(fresh, rows, duplicate);
  }

  /** An id that came with other data before: kept as failed, never counted as a duplicate. */
  private static void reused(
      Handle h,
      Arrival arrival,
      long id,
      Claimed owner,
      Map<Long, Arrival> fresh,
      List<Long> rows,
      List<Boolean> duplicate) {
    String key = Digests.key("reused", Sha256.hex(arrival.key()), arrival.digest());
    Claimed taken =
        Objects.requireNonNull(
            EventKeyStore.claim(
                    h, arrival.connector().name(), List.of(new Claimed(key, id, arrival.digest())))
                .get(key));
    rows.add(taken.event());
    duplicate.add(taken.event() != id);
    if (taken.event() == id) {
      fresh.put(
          id,
          arrival.refused(
              key,
              FateWording.ID_REUSED.with(),
              FateWording.ID_REUSED_OF.with(new EventId(owner.event()))));
    }
  }

  private Group group(Handle h, Instant now, Collection<Arrival> arrivals) {
    List<Observation> seen = new ArrayList<>();
    Map<SourceActors.Key, SourceActors.Said> actors = new HashMap<>();
    Map<RecordRef, Long> internal = new LinkedHashMap<>();
    Set<RecordRef> refs = new HashSet<>();
    for (Arrival arrival : arrivals) {
      observation(arrival)
          .ifPresent(
              o -> {
                seen.add(o);
                long audience = Objects.requireNonNull(arrival.audience()).internal();
                internal.putIfAbsent(o.record(), audience);
                if (o.mergedInto() != null) {
                  internal.putIfAbsent(o.mergedInto(), audience);
                }
                if (o.renumberedTo() != null) {
                  refs.add(o.renumberedTo());
                }
                o.tracking()
                    .changedBy()
                    .values()
                    .forEach(
                        by ->
                            actors.merge(
                                new SourceActors.Key(o.record().system(), by.id()),
                                // A key alone knows no name better than any event.
                                new SourceActors.Said(by, Instant.EPOCH),
                                SourceActors.Said::or));
                // A date that lies ahead must not keep a name for good.
                Instant said =
                    o.published() == null || o.published().isAfter(now) ? now : o.published();
                Stream.of(o.actor(), o.note() == null ? null : o.note().author())
                    .filter(Objects::nonNull)
                    .forEach(
                        by ->
                            actors.merge(
                                new SourceActors.Key(o.record().system(), by.id()),
                                new SourceActors.Said(by, said),
                                SourceActors.Said::or));
              });
    }
    refs.addAll(internal.keySet());
    Map<Audience, Long> parties =
        audiences.parties(
            h, seen.stream().map(Observation::audience).filter(Objects::nonNull).toList());
    Map<RecordRef, Long> keys = new HashMap<>(RecordStore.resolve(h, refs));
    Map<RecordRef, Long> unmet = new LinkedHashMap<>();
    internal.forEach(
        (ref, audience) -> {
          if (!keys.containsKey(ref)) {
            unmet.put(ref, tools.ids().next());
          }
        });
    Map<RecordRef, Long> taken = unmet.isEmpty() ? Map.of() : RecordStore.claim(h, unmet);
    keys.putAll(taken);
    Map<Long, TrackedRecord> locked = RecordStore.lock(h, new HashSet<>(keys.values()));
    unmet.forEach(
        (ref, id) -> {
          if (!taken.containsKey(ref)) {
            keys.put(ref, id);
            locked.put(id, TrackedRecord.unmet(id, ref, Objects.requireNonNull(internal.get(ref))));
          }
        });
    Set<Long> open = new HashSet<>();
    locked.values().stream().map(TrackedRecord::fold).filter(Objects::nonNull).forEach(open::add);
    return new Group(
        h,
        now,
        unit(h),
        tools,
        locked,
        keys,
        tools.sourceActors().resolve(h, actors),
        ActivityStore.find(h, open),
        parties);
  }

  private static Optional<Observation> observation(Arrival arrival) {
    return arrival
        .outcome()
        .match(
            seen -> Optional.of(seen.observation()),
            ignored -> Optional.empty(),
            rejected -> Optional.empty(),
            hinted -> Optional.empty());
  }

  private static List<EventOutcome> outcomes(Handle h, Claims claims, Map<Long, Settled> told) {
    Map<Long, Settled> known = new HashMap<>(told);
    Set<Long> unknown = new HashSet<>(claims.rows());
    unknown.removeAll(known.keySet());
    known.putAll(EventStore.settled(h, unknown, false));
    List<EventOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < claims.rows().size(); i++) {
      long row = claims.rows().get(i);
      Settled t = known.get(row);
      outcomes.add(
          new EventOutcome(
              new EventId(row),
              t == null ? Fate.PENDING : t.fate(),
              claims.duplicate().get(i),
              t == null ? null : t.reason()));
    }
    return outcomes;
  }
}
