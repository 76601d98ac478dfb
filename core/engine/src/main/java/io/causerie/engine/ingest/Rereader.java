package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.access.Audiences;
import io.causerie.engine.access.Audiences.Interned;
import io.causerie.engine.access.Gates;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.ingest.ToldStore.Kept;
import io.causerie.engine.store.Database;
import io.causerie.model.Audience;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored events of one connector with the mapping of today; outside of every transaction, and
 * each event once a page. What was told stays told: the changes of an event keep their fields and
 * are only called by their names of today; a field that was not observed then is compared with what
 * the record's earlier events say of it today.
 */
final class Rereader {
  private static final int REMEMBERED = 1000;
  private static final int LOOKED_AT = 50;

  private final Database database;
  private final Audiences audiences;
  private final ConnectorRules rules;
  private final Map<Long, Optional<Observation>> observations = new HashMap<>();
  private final Map<Long, Optional<Said>> said = new HashMap<>();
  private final Map<Long, List<Past.Entry>> histories = new HashMap<>();

  /** What today's mapping says of an event's readers, and did not say when it came. */
  private record Said(Interned interned, Audience audience) {}

  Rereader(Database database, Audiences audiences, ConnectorRules rules) {
    this.database = database;
    this.audiences = audiences;
    this.rules = rules;
  }

  /** What today's mapping sees in an event; nothing if it ignores or refuses it. */
  Optional<Observation> observe(Kept kept) {
    return observations.computeIfAbsent(
        kept.id(),
        id ->
            Ingest.mapped(rules, kept.event().event())
                .match(
                    seen -> Optional.of(seen.observation()),
                    ignored -> Optional.empty(),
                    rejected -> Optional.empty(),
                    hinted -> Optional.empty()));
  }

  private Optional<Observation> observe(long event) {
    Optional<Observation> known = observations.get(event);
    if (known != null) {
      return known;
    }
    Kept kept = database.read(h -> ToldStore.kept(h, List.of(event))).get(event);
    return kept == null ? Optional.empty() : observe(kept);
  }

  private List<Past.Entry> history(long record) {
    return histories.computeIfAbsent(
        record, id -> database.read(h -> ToldStore.history(h, id, rules.name(), REMEMBERED)));
  }

  /** Whether anything of the record was told before an event. */
  boolean hasBefore(Kept kept, long record) {
    String version = version(kept);
    return history(record).stream()
        .anyMatch(t -> t.event() != kept.id() && t.isBefore(version, kept.taken()));
  }

  /** The events before one, the newest first. */
  private Stream<Past.Entry> before(Kept kept, long record) {
    return before(kept.id(), version(kept), kept.taken(), record);
  }

  private Stream<Past.Entry> before(long event, @Nullable String version, long taken, long record) {
    return history(record).stream()
        .filter(t -> t.event() != event && t.isBefore(version, taken))
        .sorted(
            Comparator.comparing((Past.Entry t) -> t.version() == null ? "" : t.version())
                .thenComparing(Past.Entry::taken)
                .reversed());
  }

  /** Who read the record by an event, without those whom today's mapping lets in no more. */
  @Nullable Gates gates(Kept kept, long record) {
    EventStore.Seen seen = kept.seen();
    Gates then = seen == null ? null : seen.sighting().gates();
    if (seen == null || then == null) {
      return null;
    }
    Past.Entry told = new Past.Entry(kept.id(), seen.version(), kept.taken(), seen.sighting());
    return narrowed(then, told, record);
  }

  /**
   * Narrows gates where today's mapping says of an event's readers what it did not say then; an
   * event that does not speak of them is read as the one before it.
   */
  private Gates narrowed(Gates gates, Past.Entry event, long record) {
    return said.computeIfAbsent(event.event(), id -> said(event, record))
        .map(s -> audiences.narrowed(gates, s.interned(), s.audience()))
        .orElse(gates);
  }

  private Optional<Said> said(Past.Entry event, long record) {
    Stream<Past.Entry> before = before(event.event(), event.version(), event.taken(), record);
    for (Past.Entry told : Stream.concat(Stream.of(event), before).limit(LOOKED_AT).toList()) {
      Audience today = observe(told.event()).map(Observation::audience).orElse(null);
      Gates then = told.sighting().gates();
      if (today != null && then != null) {
        Interned interned = audiences.intern(rules.system(), rules.name(), today);
        return audiences.narrowed(then, interned, today).equals(then)
            ? Optional.empty()
            : Optional.of(new Said(interned, today));
      }
    }
    return Optional.empty();
  }

  /**
   * Who may be told the earlier values, if they are fewer than those who may read the event.
   *
   * @param told whether the event told of them when it came, and not only today
   */
  private List<FieldChange> between(
      Kept kept, long record, List<FieldChange> changes, boolean told) {
    Past.Entry last =
        changes.isEmpty()
            ? null
            : before(kept, record)
                .filter(t -> t.sighting().gates() != null)
                .findFirst()
                .orElse(null);
    if (last == null) {
      return changes;
    }
    Gates own = kept.seen() == null ? null : kept.seen().sighting().gates();
    // Another connector may have kept the record from them: only what was told knows of that.
    Gates then = told && own != null ? own : Objects.requireNonNull(last.sighting().gates());
    Gates now = gates(kept, record);
    return changes.stream()
        .map(
            c ->
                c.readThen() == null
                    ? c.between(narrowed(then, last, record), now)
                    : c.between(narrowed(c.readThen(), last, record), null))
        .toList();
  }

  private static @Nullable String version(Kept kept) {
    return kept.seen() == null ? null : kept.seen().version();
  }

  /**
   * The changes an event told, with the names of today.
   *
   * @param told what it told
   */
  List<FieldChange> renamed(Kept kept, long record, List<FieldChange> told, Observation seen) {
    Map<String, Observed> now = fields(seen);
    List<FieldChange> changes = new ArrayList<>();
    for (FieldChange change : told) {
      Observed field = now.get(change.field());
      // A field that is tracked no longer stays as it was told.
      changes.add(
          field == null
              ? change
              : new FieldChange(
                  change.field(),
                  field.label(),
                  before(kept, record, change),
                  field.value(),
                  field.restricted(),
                  change.readThen()));
    }
    return between(kept, record, changes, true);
  }

  /** What the earlier value is called, by an event that had just that value. */
  private @Nullable Value before(Kept kept, long record, FieldChange change) {
    Value from = change.from();
    if (from == null) {
      return null;
    }
    for (Past.Entry told : history(record)) {
      // It may have come later: what a late event told is what the next one is compared with.
      if (told.event() != kept.id() && from.equals(told.sighting().values().get(change.field()))) {
        return observe(told.event())
            .map(o -> fields(o).get(change.field()))
            .map(Observed::value)
            .orElse(from);
      }
    }
    return from;
  }

  /** Changes of fields that were not observed when the event came, and are tracked today. */
  List<FieldChange> added(Kept kept, long record, Observation seen) {
    Set<String> known = new HashSet<>();
    if (kept.seen() != null) {
      kept.seen().sighting().observed().forEach(o -> known.add(o.field()));
    }
    List<FieldChange> changes = new ArrayList<>();
    for (Observed field : seen.fields()) {
      boolean somebodys = !seen.tracking().lookups().contains(field.field());
      if (somebodys && !known.contains(field.field())) {
        earlier(kept, record, field.field())
            .filter(from -> !from.equals(field.value()))
            .ifPresent(
                from ->
                    changes.add(
                        new FieldChange(
                            field.field(),
                            field.label(),
                            from,
                            field.value(),
                            field.restricted(),
                            null)));
      }
    }
    return between(kept, record, changes, false);
  }

  private Optional<Value> earlier(Kept kept, long record, String field) {
    return before(kept, record)
        .limit(LOOKED_AT)
        .flatMap(t -> observe(t.event()).stream())
        .flatMap(o -> Optional.ofNullable(fields(o).get(field)).stream())
        .map(Observed::value)
        .findFirst();
  }

  static Map<String, Observed> fields(Observation seen) {
    Map<String, Observed> fields = new HashMap<>();
    seen.fields().forEach(f -> fields.put(f.field(), f));
    return fields;
  }
}
