package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.access.Access;
import io.causerie.engine.ingest.EventStore.Kept;
import io.causerie.engine.ingest.Remapping.Head;
import io.causerie.engine.ingest.Remapping.Obstacle;
import io.causerie.engine.ingest.Remapping.RecordDifference;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.RecordId;
import io.causerie.model.Related;
import io.causerie.model.json.ModelJson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Goes once through the records of a system, page by page, and says them anew. */
final class RecordsAnew {
  private static final int PAGE = 100;
  private static final int SHOWN = 50;
  private static final int LOOKED_AT = 50;

  private final Database database;
  private final Access access;
  private final ConnectorRules rules;
  private final boolean apply;
  private final List<RecordDifference> shown = new ArrayList<>();
  private final Map<Obstacle, Integer> cannot = new EnumMap<>(Obstacle.class);
  private int records;
  private int different;

  RecordsAnew(Database database, Access access, ConnectorRules rules, boolean apply) {
    this.database = database;
    this.access = access;
    this.rules = rules;
    this.apply = apply;
  }

  Remapping.Records all() {
    long after = 0;
    List<TrackedRecord> page;
    do {
      long last = after;
      page = database.read(h -> RecordStore.page(h, rules.system(), last, PAGE));
      page.forEach(record -> record(record, true));
      after = page.isEmpty() ? after : page.get(page.size() - 1).id();
    } while (page.size() == PAGE);
    return new Remapping.Records(records, different, List.copyOf(shown), Map.copyOf(cannot));
  }

  /** Says some records in the words of today, and leaves their readers alone. */
  void name(java.util.Collection<Long> ids) {
    database.read(h -> RecordStore.known(h, ids)).forEach(record -> record(record, false));
  }

  /** What a record's events tell of it today, the newest event first where several do. */
  private static final class Telling {
    @Nullable Localized typeLabel;
    @Nullable Localized title;
    @Nullable String url;
    @Nullable List<Related> related;
    Access.@Nullable Interned audience;
    Map<String, String> definitions = Map.of();
    final Map<String, Observed> fields = new HashMap<>();

    /** Fields that these events told of and no longer do. */
    final Map<String, Observed> dropped = new HashMap<>();

    void add(Observation seen, Sighting then) {
      definitions = definitions.isEmpty() ? seen.tracking().definitions() : definitions;
      if (!seen.deleted()) {
        typeLabel = typeLabel == null ? seen.typeLabel() : typeLabel;
        title = title == null ? seen.title() : title;
        url = url == null ? seen.url() : url;
        related = related == null ? seen.related() : related;
      }
      then.observed().stream()
          .filter(o -> !fields.containsKey(o.field()))
          .filter(o -> seen.fields().stream().noneMatch(f -> f.field().equals(o.field())))
          .forEach(o -> dropped.putIfAbsent(o.field(), o));
      seen.fields().stream()
          .filter(o -> !dropped.containsKey(o.field()))
          .forEach(o -> fields.putIfAbsent(o.field(), o));
    }
  }

  private void record(TrackedRecord record, boolean withReaders) {
    List<Kept> events =
        database.read(h -> EventStore.newest(h, record.id(), rules.name(), LOOKED_AT));
    if (events.isEmpty()) {
      return;
    }
    records++;
    Rereader rereader = new Rereader(database, rules);
    Telling telling = new Telling();
    for (Kept kept : events) {
      Sighting then = Objects.requireNonNull(kept.seen()).sighting();
      Observation seen = rereader.observe(kept).orElse(null);
      if (seen == null) {
        hinder(Obstacle.UNMAPPED);
      } else if (!then.late() && isOf(record, seen)) {
        telling.add(seen, then);
        if (withReaders && telling.audience == null && seen.audience() != null) {
          telling.audience = access.intern(rules.system(), rules.name(), seen.audience());
        }
      }
    }
    compare(record, telling);
  }

  /** Events of a record that was merged into this one tell nothing of it. */
  private boolean isOf(TrackedRecord record, Observation seen) {
    if (record.ref().equals(seen.record())) {
      return true;
    }
    return database.read(
        h ->
            RecordStore.resolve(h, seen.record()).filter(id -> id == record.id()).isPresent()
                && !RecordStore.isMerged(h, seen.record()));
  }

  private void hinder(Obstacle obstacle) {
    cannot.merge(obstacle, 1, Integer::sum);
  }

  private void compare(TrackedRecord record, Telling telling) {
    Head before = head(record);
    Map<String, Observed> state = state(record, telling);
    Head after =
        new Head(
            telling.title == null ? before.title() : telling.title,
            telling.url == null ? before.url() : telling.url,
            List.copyOf(state.values()));
    long internal = narrowed(record.audience(), telling);
    boolean fewer = internal != record.audience();
    boolean same =
        ModelJson.write(before).equals(ModelJson.write(after))
            && (telling.related == null || telling.related.equals(record.related()))
            && (telling.typeLabel == null || telling.typeLabel.equals(record.typeLabel()));
    if (same && !fewer) {
      return;
    }
    different++;
    if (shown.size() < SHOWN) {
      shown.add(
          new RecordDifference(
              new RecordId(record.id()), record.isDeleted(), before, after, fewer));
    }
    if (apply) {
      write(record, telling, state, internal);
    }
  }

  private static Head head(TrackedRecord record) {
    return new Head(record.title(), record.url(), List.copyOf(record.state().values()));
  }

  /** Fields as they are called today; what another connector told stays. */
  private static Map<String, Observed> state(TrackedRecord record, Telling telling) {
    Map<String, Observed> state = new LinkedHashMap<>();
    record
        .state()
        .forEach(
            (name, field) -> {
              Observed now = telling.fields.get(name);
              Observed dropped = telling.dropped.get(name);
              if (now != null) {
                state.put(name, now);
              } else if (dropped == null || !dropped.value().equals(field.value())) {
                state.put(name, field);
              }
            });
    telling.fields.forEach(state::putIfAbsent);
    return state;
  }

  private long narrowed(long present, Telling telling) {
    Access.Interned wanted = telling.audience;
    if (wanted == null || wanted.internal() == present) {
      return present;
    }
    long narrowed = access.narrowed(present, wanted.internal());
    if (narrowed != wanted.internal()) {
      hinder(Obstacle.WIDER_AUDIENCE);
    }
    return narrowed;
  }

  private void write(
      TrackedRecord read, Telling telling, Map<String, Observed> state, long internal) {
    boolean written =
        database.write(
            h -> {
              TrackedRecord record = RecordStore.lock(h, List.of(read.id())).get(read.id());
              if (record == null || !record.isAs(read)) {
                return false;
              }
              record.say(
                  telling.typeLabel,
                  telling.title,
                  telling.url,
                  telling.related,
                  state,
                  rules.name(),
                  telling.definitions);
              record.narrow(internal);
              RecordStore.save(h, List.of(record));
              return true;
            });
    if (!written) {
      hinder(Obstacle.CHANGED_MEANWHILE);
    }
  }
}
