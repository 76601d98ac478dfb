package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.access.Access;
import io.causerie.engine.access.Gates;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.ingest.ToldStore.Kept;
import io.causerie.engine.store.Database;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private final Access access;
  private final ConnectorRules rules;
  private final Map<Long, Optional<Observation>> observations = new HashMap<>();
  private final Map<Long, Gates> gates = new HashMap<>();
  private final Map<Long, List<Past.Told>> histories = new HashMap<>();

  Rereader(Database database, Access access, ConnectorRules rules) {
    this.database = database;
    this.access = access;
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

  private List<Past.Told> history(long record) {
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
  private Stream<Past.Told> before(Kept kept, long record) {
    String version = version(kept);
    return history(record).stream()
        .filter(t -> t.event() != kept.id() && t.isBefore(version, kept.taken()))
        .sorted(
            Comparator.comparing((Past.Told t) -> t.version() == null ? "" : t.version())
                .thenComparing(Past.Told::taken)
                .reversed());
  }

  /** Who read the record by an event and is let in by its mapping of today. */
  @Nullable Gates gates(Kept kept) {
    return kept.seen() == null ? null : gates(kept.id(), kept.seen().sighting());
  }

  private @Nullable Gates gates(long event, Sighting sighting) {
    Gates then = sighting.gates();
    Gates known = gates.get(event);
    if (then == null || known != null) {
      return known;
    }
    Gates now = narrowed(then, event);
    gates.put(event, now);
    return now;
  }

  private Gates narrowed(Gates then, long event) {
    return observe(event)
        .map(Observation::audience)
        .map(a -> access.narrowed(then, access.intern(rules.system(), rules.name(), a), a))
        .orElse(then);
  }

  /** Who may be told the earlier values, if they are fewer than those who may read the event. */
  private List<FieldChange> between(Kept kept, long record, List<FieldChange> changes) {
    Past.Told last =
        changes.isEmpty()
            ? null
            : before(kept, record)
                .filter(t -> t.sighting().gates() != null)
                .findFirst()
                .orElse(null);
    if (last == null) {
      return changes;
    }
    Gates then = gates(last.event(), last.sighting());
    Gates now = gates(kept);
    return changes.stream()
        .map(
            c ->
                c.readThen() == null
                    ? c.between(then, now)
                    // Another connector may have kept it from them.
                    : c.between(narrowed(c.readThen(), last.event()), null))
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
    return between(kept, record, changes);
  }

  /** What the earlier value is called, by an event that had just that value. */
  private @Nullable Value before(Kept kept, long record, FieldChange change) {
    Value from = change.from();
    if (from == null) {
      return null;
    }
    for (Past.Told told : history(record)) {
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
    return between(kept, record, changes);
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
