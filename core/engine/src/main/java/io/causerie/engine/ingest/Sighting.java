package io.causerie.engine.ingest;

import io.causerie.engine.access.Gates;
import io.causerie.engine.activity.FieldChange;
import io.causerie.model.Observed;
import io.causerie.model.Value;
import io.causerie.model.When;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event was seen to tell of a record, and what it was taken for; kept with every event,
 * whether it became a post or not.
 *
 * @param observed the tracked fields that were present
 * @param happened what the engine found to have happened, posted or not
 * @param changes the fields that had another value than before
 * @param late whether a newer version was known already
 * @param gates who read the record by it; absent where nothing says otherwise than the one before
 */
record Sighting(
    List<Observed> observed,
    List<When> happened,
    List<FieldChange> changes,
    boolean late,
    @Nullable Gates gates) {
  Sighting {
    observed = List.copyOf(observed);
    happened = List.copyOf(happened);
    changes = List.copyOf(changes);
  }

  /** What was known, but told to nobody. */
  static Sighting untold(List<Observed> observed, boolean late, @Nullable Gates gates) {
    return new Sighting(observed, List.of(), List.of(), late, gates);
  }

  /** The same, where it was not kept who read the record by it. */
  Sighting readBy(Gates readers) {
    return gates == null ? new Sighting(observed, happened, changes, late, readers) : this;
  }

  /** The same, where it turned out who read the record before it. */
  Sighting after(Gates then) {
    return new Sighting(observed, happened, FieldChange.between(changes, then, gates), late, gates);
  }

  /** The same, read by others. */
  Sighting readByOthers(Gates others) {
    return new Sighting(observed, happened, changes, late, others);
  }

  /** Its values, by field. */
  Map<String, Value> values() {
    Map<String, Value> values = new HashMap<>();
    observed.forEach(o -> values.put(o.field(), o.value()));
    return values;
  }

  /** Whether it says the same of all fields that both tell. */
  boolean agrees(List<Observed> others) {
    Map<String, Value> values = values();
    return others.stream()
        .allMatch(o -> !values.containsKey(o.field()) || o.value().equals(values.get(o.field())));
  }
}
