package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.access.Audiences;
import io.causerie.engine.access.Gates;
import io.causerie.engine.access.Parties;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.ingest.Remapping.Head;
import io.causerie.engine.ingest.Remapping.Obstacle;
import io.causerie.engine.ingest.Remapping.RecordDifference;
import io.causerie.engine.ingest.ToldStore.Kept;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.model.Audience;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.RecordId;
import io.causerie.model.Related;
import io.causerie.model.Value;
import io.causerie.model.json.ModelJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes once through the records of a system, page by page, and says them anew. */
final class RecordsAnew {
  private static final int PAGE = 100;
  private static final int SHOWN = 50;
  private static final int LOOKED_AT = 50;

  private final Database database;
  private final Audiences audiences;
  private final Journal journal;
  private final ConnectorRules rules;
  private final boolean apply;
  private final List<RecordDifference> shown = new ArrayList<>();
  private final Map<Obstacle, Integer> cannot = new EnumMap<>(Obstacle.class);
  private int records;
  private int different;

  RecordsAnew(
      Database database,
      Audiences audiences,
      Journal journal,
      ConnectorRules rules,
      boolean apply) {
    this.journal = journal;
    this.database = database;
    this.audiences = audiences;
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
    database.read(h -> RecordStore.find(h, ids)).forEach(record -> record(record, false));
  }

  /** What a record's events tell of it today, the newest event first where several do. */
  private static final class Telling {
    private static final Comparator<Kept> NEWER =
        Comparator.comparing(Telling::version).thenComparing(Kept::taken);

    private static String version(Kept kept) {
      String version = Objects.requireNonNull(kept.seen()).version();
      return version == null ? "" : version;
    }

    @Nullable Localized typeLabel;
    @Nullable Localized title;
    @Nullable String url;
    @Nullable List<Related> related;
    Audiences.@Nullable Interned audience;
    @Nullable Audience named;
    @Nullable Kept speaks;
    Map<String, String> definitions = Map.of();

    /** Fields as the newest events that came in their order tell them. */
    final Map<String, Observed> fields = new HashMap<>();

    /** What values that were told are today; nothing where their field is not tracked any more. */
    final Map<String, Map<Value, Optional<Observed>>> today = new HashMap<>();

    /** The last event that came in its order, by when it was taken. */
    long taken = Long.MIN_VALUE;

    /** The newest version that speaks of its readers says who they are, even if it came late. */
    void audience(@Nullable Audience said, Kept by) {
      if (said != null && (speaks == null || NEWER.compare(by, speaks) > 0)) {
        named = said;
        speaks = by;
      }
    }

    /** Leaves what people read now to another connector, which told it last. */
    void leave() {
      typeLabel = null;
      title = null;
      url = null;
      related = null;
      audience = null;
      named = null;
      fields.clear();
    }

    void add(Observation seen, Sighting then) {
      Map<String, Observed> now = Rereader.fields(seen);
      then.observed()
          .forEach(
              o ->
                  today
                      .computeIfAbsent(o.field(), f -> new HashMap<>())
                      .putIfAbsent(o.value(), Optional.ofNullable(now.get(o.field()))));
      if (then.late()) {
        return;
      }
      definitions = definitions.isEmpty() ? seen.tracking().definitions() : definitions;
      if (!seen.deleted()) {
        typeLabel = typeLabel == null ? seen.typeLabel() : typeLabel;
        title = title == null ? seen.title() : title;
        url = url == null ? seen.url() : url;
        related = related == null ? seen.related() : related;
      }
      seen.fields().forEach(o -> fields.putIfAbsent(o.field(), o));
    }
  }

  private void record(TrackedRecord record, boolean withReaders) {
    List<Kept> events =
        database.read(h -> ToldStore.newest(h, record.id(), rules.name(), LOOKED_AT));
    if (events.isEmpty()) {
      return;
    }
    records++;
    Rereader rereader = new Rereader(database, audiences, rules);
    Telling telling = new Telling();
    for (Kept kept : events) {
      Sighting then = Objects.requireNonNull(kept.seen()).sighting();
      Observation seen = rereader.observe(kept).orElse(null);
      if (seen == null) {
        hinder(Obstacle.UNMAPPED);
      } else if (isOf(record, seen)) {
        telling.add(seen, then);
        telling.taken = then.late() ? telling.taken : Math.max(telling.taken, kept.taken());
        if (withReaders) {
          telling.audience(seen.audience(), kept);
        }
      }
    }
    if (telling.named != null) {
      telling.audience = audiences.intern(rules.system(), rules.name(), telling.named);
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
    Optional<Anew> anew = anew(record, telling);
    if (anew.isPresent() && isToldByOthers(record, telling)) {
      hinder(Obstacle.OTHER_CONNECTOR);
      telling.leave();
      anew = anew(record, telling);
    }
    anew.ifPresent(change -> differs(record, telling, change));
  }

  private boolean isToldByOthers(TrackedRecord record, Telling telling) {
    return database.read(
        h -> ToldStore.isToldByOthers(h, record.id(), rules.name(), telling.taken));
  }

  private record Anew(Head head, Map<String, Observed> state, Gates gates, boolean fewer) {}

  /** What a record would be; nothing if it stays as it is. */
  private Optional<Anew> anew(TrackedRecord record, Telling telling) {
    Head before = head(record);
    Map<String, Observed> state = state(record, telling);
    Head after =
        new Head(
            telling.title == null ? before.title() : telling.title,
            telling.url == null ? before.url() : telling.url,
            List.copyOf(state.values()));
    Gates gates = narrowed(record, telling);
    boolean fewer = !gates.equals(record.gates());
    boolean same =
        ModelJson.write(before).equals(ModelJson.write(after))
            && (telling.related == null || telling.related.equals(record.related()))
            && (telling.typeLabel == null || telling.typeLabel.equals(record.typeLabel()));
    return same && !fewer ? Optional.empty() : Optional.of(new Anew(after, state, gates, fewer));
  }

  private void differs(TrackedRecord record, Telling telling, Anew anew) {
    different++;
    if (shown.size() < SHOWN) {
      shown.add(
          new RecordDifference(
              new RecordId(record.id()),
              record.isDeleted(),
              head(record),
              anew.head(),
              anew.fewer()));
    }
    if (apply) {
      write(record, telling, anew.state(), anew.gates());
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
            (name, field) ->
                telling
                    .today
                    .getOrDefault(name, Map.of())
                    .getOrDefault(
                        field.value(), Optional.of(telling.fields.getOrDefault(name, field)))
                    .ifPresent(now -> state.put(name, now)));
    telling.fields.forEach(
        (name, field) -> {
          if (!record.state().containsKey(name)) {
            state.put(name, field);
          }
        });
    return state;
  }

  private Gates narrowed(TrackedRecord record, Telling telling) {
    Audiences.Interned wanted = telling.audience;
    Gates present = record.gates();
    if (wanted == null || telling.named == null) {
      return present;
    }
    Parties.Fewer fewer = audiences.fewer(present.party(), telling.named);
    if (fewer.others()) {
      hinder(Obstacle.OTHER_PERSONS);
    }
    long internal = narrowed(present.internal(), wanted.internal());
    Long customer = present.customer();
    if (wanted.customer() == null) {
      customer = null;
    } else if (customer != null) {
      customer = narrowed(customer, wanted.customer());
    } else {
      hinder(Obstacle.WIDER_AUDIENCE);
    }
    return new Gates(internal, customer, fewer.party());
  }

  private long narrowed(long present, long wanted) {
    if (present == wanted) {
      return present;
    }
    long narrowed = audiences.narrowed(present, wanted);
    if (narrowed != wanted) {
      hinder(Obstacle.WIDER_AUDIENCE);
    }
    return narrowed;
  }

  private void write(
      TrackedRecord read, Telling telling, Map<String, Observed> state, Gates gates) {
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
              record.narrow(gates.internal(), gates.customer(), gates.party());
              UnitOfWork unit = new UnitOfWork(h, journal);
              unit.save(record);
              unit.flush();
              return true;
            });
    if (!written) {
      hinder(Obstacle.CHANGED_MEANWHILE);
    }
  }
}
